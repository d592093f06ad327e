package io.millrace.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.testing.RecordingFileStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What somebody sees of a checkpoint who does not own it, whole and damaged. */
class CheckpointViewTest {

    /** Batches 0 to 8 with snapshots after 2 and 5, so that 3 to 8 can be seen. */
    private static Map<String, byte[]> files(boolean close) {
        RecordingFileStore store = new RecordingFileStore();
        Checkpoint checkpoint = Script.open(store);
        checkpoint.create(Script.PLAN);
        for (long batch = 0; batch < 9; batch++) {
            checkpoint.record(Batches.record(batch), batch == 7 ? Batches.largeChanges(batch) : Batches.changes(batch));
            if (batch < 8) {
                checkpoint.commit(batch);
            }
            if (batch == 2 || batch == 5) {
                checkpoint.snapshot(batch, Batches.whole(batch), null);
            }
        }
        if (close) {
            checkpoint.close();
        } else {
            checkpoint.flush();
        }
        return store.files();
    }

    @Test
    void showsBatchesAndStatesOfACheckpointInUse() {
        Map<String, byte[]> files = files(false);
        try (CheckpointView view = CheckpointView.open(new RecordingFileStore(files))) {
            assertThat(view.queryName()).isEqualTo("q");
            assertThat(view.plan()).isEqualTo(Script.PLAN);
            assertThat(view.finished()).isFalse();
            assertThat(view.batches()).extracting(CheckpointView.Batch::record).isEqualTo(records(3, 8));
            assertThat(view.batches())
                    .extracting(CheckpointView.Batch::committed)
                    .containsExactly(true, true, true, true, true, false);
            assertThat(view.batches().get(2).snapshot()).startsWith("state/").endsWith("5.snapshot");
            assertThat(view.batches().get(3).snapshot()).isNull();
            assertThat(view.batches().get(4).file()).endsWith(".delta");
            for (long batch = 3; batch < 7; batch++) {
                assertThat(Batches.restored(view, batch)).isEqualTo(Batches.stateAfter(batch));
            }
            assertThatThrownBy(() -> view.state(2, chunk -> {}))
                    .isInstanceOfSatisfying(
                            MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNKNOWN_NAME))
                    .hasMessageEndingWith("does not keep the state after batch 2; it keeps those of batches 3 to 8");
        }
    }

    private static List<BatchRecord> records(long from, long to) {
        List<BatchRecord> records = new ArrayList<>();
        for (long batch = from; batch <= to; batch++) {
            records.add(Batches.record(batch));
        }
        return records;
    }

    @Test
    void changesNothing() {
        RecordingFileStore store = new RecordingFileStore(files(true));
        Map<String, byte[]> before = store.files();
        try (CheckpointView view = CheckpointView.open(store)) {
            view.state(8, chunk -> {});
        }
        CheckpointCheck.run(store);
        assertThat(store.files()).containsExactlyEntriesOf(before);
    }

    @Test
    void saysWhereThereIsNoCheckpoint() {
        TreeMap<String, byte[]> below = new TreeMap<>();
        files(true).forEach((name, bytes) -> below.put("q/" + name, bytes));
        assertThatThrownBy(() -> CheckpointView.open(new RecordingFileStore(below)))
                .isInstanceOfSatisfying(
                        MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FILE_NOT_FOUND))
                .hasMessageContaining("there are some below it, in \"q\"");
        assertThatThrownBy(() -> CheckpointCheck.run(new RecordingFileStore()))
                .hasMessageContaining("a query has its own in a folder of its name below \"checkpoint.dir\"");
    }

    @Test
    void aWholeCheckpointHasNoDamage() {
        for (boolean close : new boolean[] {true, false}) {
            CheckpointCheck.Report report = CheckpointCheck.run(new RecordingFileStore(files(close)));
            assertThat(report.damaged()).isEmpty();
            assertThat(report.queryName()).isEqualTo("q");
            assertThat(report.lastBatch()).isEqualTo(OptionalLong.of(8));
            assertThat(report.restorable()).isEqualTo(OptionalLong.of(8));
            assertThat(report.files()).extracting(CheckpointCheck.File::note).doesNotContain("not referred to");
        }
    }

    @Test
    void anyChangedByteOfAnyFileIsFoundInThatFile() {
        Map<String, byte[]> files = files(true);
        Random random = new Random(20261123);
        files.forEach((name, bytes) -> {
            for (int i = 0; i < 40 && bytes.length > 0 && !name.startsWith(Names.LOCK); i++) {
                byte[] changed = bytes.clone();
                int at = random.nextInt(bytes.length);
                changed[at] ^= (byte) (1 + random.nextInt(255));
                Map<String, byte[]> damaged = new TreeMap<>(files);
                damaged.put(name, changed);
                assertThat(check(damaged).damaged())
                        .as("byte %d of %s", at, name)
                        .extracting(CheckpointCheck.File::name)
                        .containsExactly(name);
            }
        });
    }

    @Test
    void saysWhichBatchIsLeft() {
        Map<String, byte[]> files = files(true);
        String delta = find(files, ".delta");
        assertThat(check(without(files, delta)).restorable()).isEqualTo(OptionalLong.of(6));
        assertThat(check(without(files, delta)).damaged())
                .extracting(CheckpointCheck.File::name, CheckpointCheck.File::problem)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(delta, "the file is missing"));
        String snapshot = files.keySet().stream()
                .filter(name -> name.endsWith("5.snapshot"))
                .findFirst()
                .orElseThrow();
        byte[] cut = Arrays.copyOf(files.get(snapshot), 100);
        Map<String, byte[]> damaged = new TreeMap<>(files);
        damaged.put(snapshot, cut);
        assertThat(check(damaged).restorable()).isEqualTo(OptionalLong.of(4));
        assertThat(check(without(files, Names.METADATA + "x")).restorable()).isEqualTo(OptionalLong.of(8));
    }

    @Test
    void goesOnBehindDamage() {
        Map<String, byte[]> files = new TreeMap<>(files(true));
        String delta = find(files, ".delta");
        String log = files.keySet().stream()
                .filter(name -> name.startsWith("log/"))
                .findFirst()
                .orElseThrow();
        files.get(log)[70] ^= 1;
        files.get(delta)[30] ^= 1;
        assertThat(check(files).damaged())
                .extracting(CheckpointCheck.File::name)
                .containsExactly(log, delta);
        assertThat(check(files).restorable()).isEqualTo(OptionalLong.of(6));
    }

    private static CheckpointCheck.Report check(Map<String, byte[]> files) {
        return CheckpointCheck.run(new RecordingFileStore(files));
    }

    private static String find(Map<String, byte[]> files, String suffix) {
        return files.keySet().stream()
                .filter(name -> name.endsWith(suffix))
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, byte[]> without(Map<String, byte[]> files, String name) {
        Map<String, byte[]> left = new TreeMap<>(files);
        left.remove(name);
        return left;
    }
}
