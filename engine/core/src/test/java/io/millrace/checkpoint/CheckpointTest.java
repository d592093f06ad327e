package io.millrace.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.storage.LocalFileStore;
import io.millrace.testing.RecordingFileStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {
    private static final StoredPlan PLAN = new StoredPlan("SELECT \"ä\"", "{\n  \"plan\" : 1\n}");

    @TempDir
    Path folder;

    @Test
    void whatWasRecordedIsThereAfterARestart() {
        String id;
        String stateId;
        try (Checkpoint checkpoint = open()) {
            assertThat(checkpoint.isNew()).isTrue();
            assertThat(checkpoint.lastRecord()).isEmpty();
            checkpoint.create(PLAN);
            id = checkpoint.queryId();
            assertThat(checkpoint.epoch()).isEqualTo(1);
            Batches.run(checkpoint, 0, 3);
            stateId = checkpoint.record(Batches.record(3), Batches.changes(3));
        }
        try (Checkpoint checkpoint = open()) {
            assertThat(checkpoint.isNew()).isFalse();
            assertThat(checkpoint.queryId()).isEqualTo(id);
            assertThat(checkpoint.epoch()).isEqualTo(2);
            assertThat(checkpoint.plan()).isEqualTo(PLAN);
            assertThat(checkpoint.lastRecord()).contains(Batches.record(3));
            assertThat(checkpoint.lastCommitted()).isFalse();
            assertThat(checkpoint.committedRecord()).contains(Batches.record(2));
            assertThat(checkpoint.stateId(3)).isEqualTo(stateId);
            assertThat(Batches.restored(checkpoint, 3)).isEqualTo(Batches.stateAfter(3));
            assertThat(Batches.restored(checkpoint, 2)).isEqualTo(Batches.stateAfter(2));
            checkpoint.commit(3);
            checkpoint.commit(3);
        }
        try (Checkpoint checkpoint = open()) {
            assertThat(checkpoint.lastCommitted()).isTrue();
            assertThat(checkpoint.committedRecord()).contains(Batches.record(3));
            assertThat(checkpoint.epoch()).isEqualTo(3);
        }
    }

    @Test
    void aSnapshotTakesThePlaceOfWhatCameBefore() throws IOException {
        try (Checkpoint checkpoint = open()) {
            checkpoint.create(PLAN);
            Batches.run(checkpoint, 0, 4);
            checkpoint.snapshot(3, Batches.whole(3), null);
            assertThat(Batches.restored(checkpoint, 3)).isEqualTo(Batches.stateAfter(3));
            assertThat(Batches.restored(checkpoint, 2)).isEqualTo(Batches.stateAfter(2));
            Batches.run(checkpoint, 4, 6);
            checkpoint.snapshot(5, Batches.whole(5), null);
            checkpoint.snapshot(5, Batches.whole(5), null);
            assertThat(checkpoint.lastRecord()).contains(Batches.record(5));
        }
        assertThat(names("log")).containsExactly("00000000000000000004.log", "00000000000000000006.log");
        assertThat(names("state")).containsExactly("00000000000000000003.snapshot", "00000000000000000005.snapshot");
        try (Checkpoint checkpoint = open()) {
            assertThat(checkpoint.lastRecord()).contains(Batches.record(5));
            assertThat(checkpoint.lastCommitted()).isTrue();
            assertThat(Batches.restored(checkpoint, 5)).isEqualTo(Batches.stateAfter(5));
            assertThat(Batches.restored(checkpoint, 4)).isEqualTo(Batches.stateAfter(4));
            Batches.run(checkpoint, 6, 8);
            assertThat(Batches.restored(checkpoint, 7)).isEqualTo(Batches.stateAfter(7));
        }
    }

    @Test
    void largeChangesGoToFiles() throws IOException {
        try (Checkpoint checkpoint = open()) {
            checkpoint.create(PLAN);
            checkpoint.record(Batches.record(0), Batches.largeChanges(0));
            checkpoint.commit(0);
            checkpoint.record(Batches.record(1), Batches.largeChanges(1));
        }
        assertThat(names("state")).hasSize(2);
        try (Checkpoint checkpoint = open()) {
            checkpoint.discardRecord(1);
            assertThat(checkpoint.lastRecord()).contains(Batches.record(0));
            assertThat(names("state")).hasSize(2);
            checkpoint.record(Batches.record(1), Batches.largeChanges(1));
            assertThat(names("state")).hasSize(2).allMatch(name -> name.matches("0{19}[01]-[0-9a-f]{8}\\.delta"));
            checkpoint.commit(1);
        }
        try (Checkpoint checkpoint = open()) {
            assertThat(Batches.restored(checkpoint, 1)).isEqualTo(Batches.largeStateAfter(1));
        }
    }

    @Test
    void largeChangesStayInTheLogWhileThereAreFewSinceTheSnapshot() {
        RecordingFileStore store = new RecordingFileStore();
        Limits limits = new Limits(2_000, 1 << 20, 40_000, 8L << 20, 2);
        try (Checkpoint checkpoint = Checkpoint.open(store, "q", limits)) {
            checkpoint.create(PLAN);
            runLarge(checkpoint, 0, 4);
            // each batch counts with 16 KiB and its bytes: the first three are more than a segment may have
            assertThat(deltas(store)).singleElement().asString().contains("0003-");
            assertThat(Batches.restored(checkpoint, 3)).isEqualTo(Batches.largeStateAfter(3));
            checkpoint.snapshot(3, Batches.largeChanges(3), null);
            runLarge(checkpoint, 4, 5);
            assertThat(deltas(store)).noneMatch(name -> name.contains("0004-"));
        }
        try (Checkpoint checkpoint = Checkpoint.open(store, "q", limits)) {
            runLarge(checkpoint, 5, 8);
            assertThat(deltas(store)).anyMatch(name -> name.contains("0007-"));
            assertThat(deltas(store)).noneMatch(name -> name.contains("0005-"));
        }
    }

    private static void runLarge(Checkpoint checkpoint, long from, long to) {
        for (long batch = from; batch < to; batch++) {
            checkpoint.record(Batches.record(batch), Batches.largeChanges(batch));
            checkpoint.commit(batch);
        }
    }

    private static List<String> deltas(RecordingFileStore store) {
        return store.files().keySet().stream()
                .filter(name -> name.endsWith(".delta"))
                .toList();
    }

    @Test
    void aDiscardedRecordStaysInTheLogUntilAnotherTakesItsPlace() {
        try (Checkpoint checkpoint = open()) {
            checkpoint.create(PLAN);
            Batches.run(checkpoint, 0, 2);
            checkpoint.record(Batches.record(2), Batches.changes(2));
        }
        try (Checkpoint checkpoint = open()) {
            checkpoint.discardRecord(2);
            assertThat(checkpoint.lastRecord()).contains(Batches.record(1));
            assertThat(checkpoint.lastCommitted()).isTrue();
            assertThat(Batches.restored(checkpoint, 1)).isEqualTo(Batches.stateAfter(1));
            assertThatThrownBy(checkpoint::finish).isInstanceOf(MillraceException.class);
        }
        try (Checkpoint checkpoint = open()) {
            assertThat(checkpoint.lastRecord()).contains(Batches.record(2));
            assertThat(checkpoint.lastCommitted()).isFalse();
            checkpoint.discardRecord(2);
            Batches.run(checkpoint, 2, 3);
            assertThat(Batches.restored(checkpoint, 2)).isEqualTo(Batches.stateAfter(2));
        }
    }

    @Test
    void aNewPlanAndTheEndAreKeptOverSnapshots() {
        StoredPlan next = new StoredPlan("SELECT 2", "{}");
        try (Checkpoint checkpoint = open()) {
            checkpoint.create(PLAN);
            Batches.run(checkpoint, 0, 1);
            checkpoint.replacePlan(next);
            checkpoint.snapshot(0, Batches.whole(0), null);
            Batches.run(checkpoint, 1, 2);
            checkpoint.snapshot(1, Batches.whole(1), null);
            assertThat(checkpoint.finished()).isFalse();
            checkpoint.finish();
        }
        try (Checkpoint checkpoint = open()) {
            assertThat(checkpoint.plan()).isEqualTo(next);
            assertThat(checkpoint.finished()).isTrue();
        }
    }

    @Test
    void aSecondOwnerInTheSameProcessIsRefusedByNameAndHarmsNobody() {
        try (Checkpoint checkpoint = open()) {
            checkpoint.create(PLAN);
            Batches.run(checkpoint, 0, 1);
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> Checkpoint.open(
                                LocalFileStore.ownerOnly(folder.resolve("../" + folder.getFileName() + "/q")), "q"))
                        .isInstanceOf(MillraceException.class)
                        .hasMessageContaining("pid " + ProcessHandle.current().pid() + " on host \"")
                        .hasMessageContaining("query \"q\"")
                        .extracting("code")
                        .isEqualTo(ErrorCode.CHECKPOINT_LOCKED);
            }
            Batches.run(checkpoint, 1, 2);
        }
        open().close();
    }

    @Test
    void anUnfinishedCommitIsDurableAfterFlush() {
        try (Checkpoint checkpoint = open()) {
            checkpoint.create(PLAN);
            checkpoint.record(Batches.record(0), Batches.changes(0));
            long syncs = checkpoint.cost().syncs();
            checkpoint.commit(0);
            assertThat(checkpoint.cost().syncs()).isEqualTo(syncs);
            checkpoint.flush();
            assertThat(checkpoint.cost().syncs()).isEqualTo(syncs + 1);
            checkpoint.record(Batches.record(1), Batches.changes(1));
            assertThat(checkpoint.cost().syncs()).isEqualTo(syncs + 2);
        }
    }

    @Test
    void whateverARecordSaysComesBack() {
        BatchRecord plain = Batches.record(0);
        BatchRecord odd = new BatchRecord(
                0,
                plain.ranges(),
                plain.watermarksIn(),
                plain.watermarksOut(),
                plain.partitions(),
                Long.MIN_VALUE,
                plain.inputRows(),
                "half a pair \ud800, \u0000, 日本 \ud83d\ude80, and " + "much ".repeat(5_000_000),
                true);
        RecordingFileStore store = new RecordingFileStore();
        try (Checkpoint checkpoint = Script.open(store)) {
            checkpoint.create(PLAN);
            checkpoint.record(odd, List.of());
        }
        try (Checkpoint checkpoint = Script.open(store)) {
            assertThat(checkpoint.lastRecord()).contains(odd);
        }
    }

    @Test
    void aLongRunKeepsFewFilesAndAShortLog() {
        RecordingFileStore store = new RecordingFileStore();
        int snapshots = 0;
        try (Checkpoint checkpoint = Checkpoint.open(store, "q")) {
            checkpoint.create(PLAN);
            for (long batch = 0; batch < 2_000; batch++) {
                Batches.run(checkpoint, batch, batch + 1);
                if (checkpoint.snapshotDue()) {
                    checkpoint.snapshot(batch, Batches.changes(batch), null);
                    snapshots++;
                }
                assertThat(store.files()).hasSizeLessThanOrEqualTo(7);
            }
        }
        assertThat(snapshots).isBetween(3, 5);
        assertThat(store.files().values().stream()
                        .mapToLong(bytes -> bytes.length)
                        .sum())
                .isLessThan(4 << 20);
    }

    @Test
    void asManyBatchesAsAreRetainedCanBeRestored() {
        RecordingFileStore store = new RecordingFileStore();
        int retained = 5;
        try (Checkpoint checkpoint =
                Checkpoint.open(store, "q", new Limits(2_000, 2_500, 8L << 20).retaining(retained))) {
            checkpoint.create(PLAN);
            for (long batch = 0; batch < 40; batch++) {
                Batches.run(checkpoint, batch, batch + 1);
                if (batch % 3 == 2) {
                    checkpoint.snapshot(batch, Batches.whole(batch), null);
                }
                requireKept(store, batch, Math.max(0, batch - retained + 1));
                // segments and snapshots of 5 batches and the 2 between a snapshot and them, and what is always there
                assertThat(store.files()).hasSizeLessThanOrEqualTo(12);
            }
        }
        try (Checkpoint fewer = Checkpoint.open(store, "q", Limits.DEFAULT)) {
            Batches.run(fewer, 40, 42);
            fewer.snapshot(41, Batches.whole(41), null);
        }
        requireKept(store, 41, 40);
        try (CheckpointView view = CheckpointView.open(new RecordingFileStore(store.files()))) {
            assertThat(view.batches()).hasSizeLessThan(5);
            assertThatThrownBy(() -> view.state(36, chunk -> {}))
                    .hasMessageContaining("it keeps those of batches 39 to 41");
        }
    }

    private static void requireKept(RecordingFileStore store, long last, long oldest) {
        try (CheckpointView view = CheckpointView.open(new RecordingFileStore(store.files()))) {
            for (long batch = oldest; batch <= last; batch++) {
                assertThat(Batches.restored(view, batch)).isEqualTo(Batches.stateAfter(batch));
            }
        }
    }

    @Test
    void everyFileNamesItsQueryAndTheEpochOfItsOwner() {
        RecordingFileStore store = new RecordingFileStore();
        String id;
        try (Checkpoint checkpoint = Script.open(store)) {
            checkpoint.create(PLAN);
            id = checkpoint.queryId();
            checkpoint.record(Batches.record(0), Batches.largeChanges(0));
            checkpoint.commit(0);
            checkpoint.snapshot(0, Batches.whole(0), null);
        }
        assertThat(store.files().keySet())
                .as("two segments, a delta and a snapshot")
                .hasSize(7);
        store.files().forEach((name, bytes) -> {
            String text = new String(bytes, StandardCharsets.UTF_8);
            assertThat(text.contains("\"queryId\":\"" + id + "\"")).as(name).isTrue();
            assertThat(name.startsWith("log/") || text.contains("\"epoch\":1"))
                    .as(name)
                    .isTrue();
        });
    }

    @Test
    void aFileInThePlaceOfTheFolderIsNamed() throws IOException {
        Files.createFile(folder.resolve("q"));
        assertThatThrownBy(this::open)
                .isInstanceOf(MillraceException.class)
                .hasMessage("could not list checkpoint \"" + folder.resolve("q") + "\": it is not a folder");
    }

    private Checkpoint open() {
        return Script.open(LocalFileStore.ownerOnly(folder.resolve("q")));
    }

    private List<String> names(String part) throws IOException {
        try (var files = Files.list(folder.resolve("q").resolve(part))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
