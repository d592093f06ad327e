package io.millrace.connectors.files;

import static io.millrace.connectors.files.FilesFixture.ID_TEXT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.columnar.ColumnBatch;
import io.millrace.connector.ChangeBatch;
import io.millrace.connector.OutputMode;
import io.millrace.connector.Sink;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.storage.FileStore;
import io.millrace.storage.UnsyncedFileStore;
import io.millrace.testing.CrashStates.CrashState;
import io.millrace.testing.FaultyFileStore;
import io.millrace.testing.RecordingFileStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Stops the machine after each change that the sink makes to its directory, and opens what may be left of it. */
class FilesSinkCrashTest {
    private static final long SEED = Long.getLong("millrace.crash.seed", 20261123);
    private static final int BATCHES = 9;
    private static final int MERGE_AT = 3;

    /** Syncs that a careless sink leaves out. */
    enum Bug {
        DATA(name -> name.matches("\\.millrace-staging/\\d+-\\d+"), name -> false),
        MANIFESTS(name -> name.contains("-manifest-"), name -> false),
        STAGING_FOLDER(name -> false, name -> name.equals(".millrace-staging")),
        MANIFEST_FOLDER(name -> false, name -> name.equals("_millrace")),
        ROOT(name -> false, String::isEmpty);

        private final Predicate<String> file;
        private final Predicate<String> folder;

        Bug(Predicate<String> file, Predicate<String> folder) {
            this.file = file;
            this.folder = folder;
        }
    }

    /**
     * What the engine knows of a batch.
     *
     * @param prepared changes made when it was prepared: from then on it may be in the log
     * @param committed changes made when the commit returned
     */
    private record Done(long batch, int prepared, int committed, String staged) {}

    @Test
    void aCrashAtAnyMomentLosesNothingAndDoublesNothing() {
        assertThat(check(UnaryOperator.identity())).isGreaterThan(1_000);
    }

    @ParameterizedTest
    @EnumSource
    void aMissingSyncIsFound(Bug bug) {
        assertThatThrownBy(() -> check(store -> new UnsyncedFileStore(store, bug.file, bug.folder)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("seed " + SEED);
    }

    private static int check(UnaryOperator<FileStore> plantedBug) {
        RecordingFileStore recorded = new RecordingFileStore();
        List<Done> done = record(recorded, plantedBug.apply(recorded));
        int[] states = {0};
        for (int count = 0; count <= recorded.operationCount(); count++) {
            int at = count;
            recorded.crashStates().after(at, SEED, state -> {
                states[0]++;
                verify(done, at, state);
            });
        }
        return states[0];
    }

    private static List<Done> record(RecordingFileStore recorded, FileStore store) {
        List<Done> done = new ArrayList<>();
        for (long batch = 0; batch < BATCHES; ) {
            try (Sink sink = sink(store)) {
                open(sink, 1 + batch);
                for (int i = 0; i < 4 && batch < BATCHES; i++, batch++) {
                    String staged = stage(sink, batch);
                    int prepared = recorded.operationCount();
                    assertThat(sink.commit(batch, "s" + batch, staged)).isTrue();
                    done.add(new Done(batch, prepared, recorded.operationCount(), staged));
                }
            }
        }
        return done;
    }

    private static void verify(List<Done> done, int count, CrashState state) {
        RecordingFileStore store = state.store();
        String where = "seed " + SEED + ", crash " + state.description();
        long acknowledged = done.stream().filter(d -> d.committed() <= count).count() - 1;
        Optional<Done> logged = done.stream()
                .filter(d -> d.prepared() <= count && d.committed() > count)
                .findFirst();
        try (Sink sink = sink(store)) {
            long found = open(sink, 100).map(Sink.Committed::batchId).orElse(-1L);
            assertThat(found).as(where).isBetween(acknowledged, logged.isPresent() ? acknowledged + 1 : acknowledged);
            if (logged.isPresent() && found == acknowledged) {
                Done next = logged.get();
                assertThat(sink.commit(next.batch(), "s" + next.batch(), next.staged()))
                        .as(where)
                        .isTrue();
                found = next.batch();
            }
            requireBatches(where, store, found);
            long next = found + 1;
            assertThat(sink.commit(next, "s" + next, stage(sink, next)))
                    .as(where)
                    .isTrue();
            requireBatches(where + ", gone on", store, next);
        } catch (MillraceException e) {
            throw new AssertionError(where + ": " + e.getMessage(), e);
        }
    }

    /** One query writes batches 0 to 3 and ends; another writes its batches 0 to 2, which are 4 to 6 here. */
    @Test
    void aCrashWhileADirectoryChangesHandsLosesNothing() {
        RecordingFileStore recorded = new RecordingFileStore();
        List<Done> done = new ArrayList<>();
        try (Sink sink = sink(recorded)) {
            open(sink, 1);
            write(sink, 0, 4, recorded, done);
            sink.end(session("id-1", 1));
        }
        int ended = recorded.operationCount();
        try (Sink sink = sink(recorded)) {
            sink.open(session("id-2", 1));
            write(sink, 4, 7, recorded, done);
        }
        int[] states = new int[2];
        for (int count = done.get(3).committed(); count <= recorded.operationCount(); count++) {
            int at = count;
            recorded.crashStates().after(at, SEED, state -> {
                states[verifyHandover(done, at, at >= ended, state)]++;
            });
        }
        assertThat(states[0]).isPositive();
        assertThat(states[1]).isGreaterThan(100);
    }

    private static void write(Sink sink, long from, long to, RecordingFileStore store, List<Done> done) {
        for (long batch = from; batch < to; batch++) {
            String staged = stage(sink, batch - from, batch);
            int prepared = store.operationCount();
            assertThat(sink.commit(batch - from, "s" + batch, staged)).isTrue();
            done.add(new Done(batch, prepared, store.operationCount(), staged));
        }
    }

    /** Number of queries that have ended. */
    private static int verifyHandover(List<Done> done, int count, boolean ended, CrashState state) {
        String where = "seed " + SEED + ", crash " + state.description();
        long acknowledged = done.stream().filter(d -> d.committed() <= count).count() - 1;
        RecordingFileStore store = state.store();
        long found;
        try (Sink sink = sink(store)) {
            found = 4
                    + sink.open(session("id-2", 9)).map(Sink.Committed::batchId).orElse(-1L);
            assertThat(found).as(where).isBetween(acknowledged, acknowledged + 1);
            requireBatches(where, store, found);
            long next = found + 1;
            assertThat(sink.commit(next - 4, "s" + next, stage(sink, next - 4, next)))
                    .as(where)
                    .isTrue();
            requireBatches(where + ", gone on", store, next);
            return 1;
        } catch (MillraceException e) {
            assertThat(ended).as(where + ": " + e.getMessage()).isFalse();
            assertThat(e).as(where).hasMessageContaining("which has not ended");
        }
        try (Sink sink = sink(store)) {
            assertThat(open(sink, 9).map(Sink.Committed::batchId)).as(where).contains(3L);
            requireBatches(where, store, 3);
            return 0;
        }
    }

    @Test
    void aFailingDiskIsNamedAndTheNextRunMendsWhatItLeft() {
        for (FaultyFileStore.Fault fault : FaultyFileStore.Fault.values()) {
            boolean failed = true;
            for (int at = 0; failed; at++) {
                RecordingFileStore store = new RecordingFileStore();
                FaultyFileStore faulty = new FaultyFileStore(store);
                faulty.failAt(at, fault);
                failed = failsAsItShould(faulty, fault);
                finish(
                        store,
                        "fault " + fault + " at " + at + " (" + faulty.failed().orElse("none") + ")");
            }
        }
    }

    private static boolean failsAsItShould(FaultyFileStore faulty, FaultyFileStore.Fault fault) {
        try {
            Sink sink = sink(faulty);
            open(sink, 1);
            for (long batch = 0; batch < BATCHES; batch++) {
                sink.commit(batch, "s" + batch, stage(sink, batch));
            }
            return faulty.failed().isPresent();
        } catch (MillraceException e) {
            assertThat(e.code())
                    .isEqualTo(fault == FaultyFileStore.Fault.DISK_FULL ? ErrorCode.DISK_FULL : ErrorCode.IO_ERROR);
            assertThat(e).hasMessageContaining("\"memory\"");
            return true;
        }
    }

    private static void finish(RecordingFileStore store, String where) {
        try (Sink sink = sink(store)) {
            long last = open(sink, 2).map(Sink.Committed::batchId).orElse(-1L);
            requireBatches(where, store, last);
            for (long batch = last + 1; batch < BATCHES; batch++) {
                assertThat(sink.commit(batch, "s" + batch, stage(sink, batch)))
                        .as(where)
                        .isTrue();
            }
            requireBatches(where, store, BATCHES - 1);
        }
    }

    /** The listing and the manifests show the rows of batches 0 to {@code last}, each once. */
    private static void requireBatches(String where, RecordingFileStore store, long last) {
        Map<String, String> expected = new TreeMap<>();
        for (long batch = 0; batch <= last; batch++) {
            if (!ids(batch).isEmpty()) {
                StringBuilder text = new StringBuilder("id,text\n");
                ids(batch).forEach(id -> text.append(id).append(",t\n"));
                expected.put("part-%05d-0.csv".formatted(batch), text.toString());
            }
        }
        Map<String, String> found = new TreeMap<>();
        store.files().forEach((name, bytes) -> {
            if (!name.contains("/")) {
                found.put(name, new String(bytes, StandardCharsets.UTF_8));
            }
        });
        assertThat(found).as(where + ": listing").isEqualTo(expected);
        try {
            assertThat(CommittedFiles.list(store).stream().map(CommittedFiles.Entry::name))
                    .as(where + ": manifests")
                    .containsExactlyElementsOf(expected.keySet());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Batch 2, 5, 8 ... have no rows. */
    private static List<Long> ids(long batch) {
        return batch % 3 == 2
                ? List.of()
                : LongStream.range(batch * 100, batch * 100 + 60).boxed().toList();
    }

    private static Sink sink(FileStore store) {
        return FilesFixture.table(Path.of("unused"), ID_TEXT, Map.of("format", "csv"))
                .sink(store, MERGE_AT);
    }

    private static Optional<Sink.Committed> open(Sink sink, long epoch) {
        return sink.open(session("id-1", epoch));
    }

    private static Sink.Session session(String queryId, long epoch) {
        return new Sink.Session(queryId, "q", epoch, OutputMode.APPEND);
    }

    private static String stage(Sink sink, long batch) {
        return stage(sink, batch, batch);
    }

    /** Stages a micro-batch that the directory counts as another one. */
    private static String stage(Sink sink, long batch, long number) {
        List<List<Object>> rows = new ArrayList<>();
        ids(number).forEach(id -> rows.add(List.of(id, "t")));
        sink.write(new ChangeBatch(ColumnBatch.ofRows(ID_TEXT, rows), null));
        return sink.prepare(batch);
    }
}
