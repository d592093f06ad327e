package io.millrace.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.aggregate.AggregateFunctions;
import io.millrace.checkpoint.Checkpoint;
import io.millrace.checkpoint.SharedFiles;
import io.millrace.connector.ReadableTable;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.runtime.StreamingQuery.State;
import io.millrace.storage.FileStore;
import io.millrace.testing.CollectingSink;
import io.millrace.testing.FaultyFileStore;
import io.millrace.testing.RecordingFileStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Queries that find no room when they are opened, or that are stopped then. */
@Timeout(60)
class QueryStartTest {
    private static final int BATCHES = 4;
    private static final int ROWS = 10;
    private static final Duration STOP_MAX = Duration.ofSeconds(2);

    private final CollectingSink rows = new CollectingSink();
    private final RecordingFileStore files = new RecordingFileStore();
    private Duration roomRetry = Duration.ZERO;

    private Pipelines pipelines(FileStore store) {
        return new Pipelines(new StoreHost(store, roomRetry), Long.MAX_VALUE);
    }

    private QuerySpec spec(Path checkpointRoot, Function<String, ReadableTable> tables, Consumer<String> beforeStep) {
        QuerySettings settings = new QuerySettings(
                checkpointRoot, Trigger.ASAP, 1_000, 1, ZoneOffset.UTC, InstantSource.system(), Long.MAX_VALUE);
        return new QuerySpec(
                "q",
                "SELECT",
                CountedNumbers.plan(),
                new AggregateFunctions(),
                tables,
                new StepSink(rows, beforeStep),
                settings,
                null);
    }

    private QuerySpec spec(Consumer<String> beforeStep) {
        return spec(Path.of("unused"), QueryStartTest::numbers, beforeStep);
    }

    private static ReadableTable numbers(String name) {
        return new CountedNumbers(BATCHES, ROWS, batch -> {});
    }

    private static Map<Long, List<String>> undisturbed() {
        QueryStartTest test = new QueryStartTest();
        try (Pipelines pipelines = test.pipelines(test.files)) {
            pipelines.start(test.spec(step -> {})).awaitTermination();
        }
        assertThat(test.rows.batches()).hasSize(BATCHES);
        return test.rows.batches();
    }

    // ---- full disks

    @Test
    void whereverThereIsNoRoomAtItsFirstStartAQueryGoesOnWhenThereIs() {
        Map<Long, List<String>> expected = undisturbed();
        int failures = 0;
        for (long at = 0; ; at++) {
            QueryStartTest test = new QueryStartTest();
            FaultyFileStore store = new FaultyFileStore(test.files);
            store.failAt(at, FaultyFileStore.Fault.DISK_FULL);
            try (Pipelines pipelines = test.pipelines(store)) {
                StreamingQuery query = pipelines.start(test.spec(step -> {}));
                query.awaitTermination();
                assertThat(query.state()).isEqualTo(State.FINISHED);
                assertThat(query.id()).isNotEmpty();
            }
            if (store.failed().isEmpty()) {
                break;
            }
            failures++;
            assertThat(test.rows.batches()).as(store.failed().get()).isEqualTo(expected);
        }
        assertThat(failures).isGreaterThan(20);
    }

    @Test
    void aQueryThatPausesAtItsStartIsThereToBeSeenAndStopped() {
        FaultyFileStore store = new FaultyFileStore(files);
        store.failFromNow(FaultyFileStore.Fault.DISK_FULL);
        roomRetry = Duration.ofHours(1);
        try (Pipelines pipelines = pipelines(store)) {
            StreamingQuery query = pipelines.start(spec(step -> {}));
            assertThat(query.state()).isEqualTo(State.PAUSED);
            assertThat(pipelines.active()).containsExactly(query);
            assertThat(query.hold().orElseThrow().reason())
                    .matches("no room to create file \".*\" of checkpoint \"memory\" \\(No space left on device\\);"
                            + " free some space");
            assertThat(query.explanation()).isEmpty();
            long start = System.nanoTime();
            query.stop();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(STOP_MAX);
            assertThat(query.state()).isEqualTo(State.STOPPED);
            assertThat(pipelines.active()).isEmpty();
            store.heal();
            pipelines.start(spec(step -> {})).awaitTermination();
        }
        assertThat(rows.batches()).isEqualTo(undisturbed());
    }

    @Test
    void aSinkWithoutRoomAtTheStartPausesTheQueryToo() {
        int[] failures = {3};
        try (Pipelines pipelines = pipelines(files)) {
            pipelines
                    .start(spec(step -> {
                        if (step.equals("open") && failures[0]-- > 0) {
                            throw new MillraceException(ErrorCode.DISK_FULL, "no room in \"out\"; free some space");
                        }
                    }))
                    .awaitTermination();
        }
        assertThat(failures[0]).isEqualTo(-1);
        assertThat(rows.batches()).isEqualTo(undisturbed());
    }

    /** Somebody waits for its rows, and is told at once. */
    @Test
    void aQueryWithoutACheckpointOfItsOwnFailsAtItsStart() {
        try (Pipelines pipelines = pipelines(files)) {
            assertThatThrownBy(() -> pipelines.start(spec(null, QueryStartTest::numbers, step -> {
                        throw new MillraceException(ErrorCode.DISK_FULL, "no room in \"out\"; free some space");
                    })))
                    .hasMessage("no room in \"out\"; free some space, then run the statement again");
            assertThat(pipelines.active()).isEmpty();
        }
    }

    /** What comes after a pause nobody waits for: the query has failed. */
    @Test
    void aQueryThatCannotBeOpenedAfterItsPauseFails() {
        int[] opens = {0};
        CountDownLatch seen = new CountDownLatch(1);
        try (Pipelines pipelines = pipelines(files)) {
            StreamingQuery query = pipelines.start(spec(step -> {
                if (opens[0]++ == 0) {
                    throw new MillraceException(ErrorCode.DISK_FULL, "no room in \"out\"; free some space");
                }
                await(seen);
                throw new IllegalStateException("no sink");
            }));
            seen.countDown();
            assertThatThrownBy(query::awaitTermination)
                    .hasMessage("query \"q\" cannot start: java.lang.IllegalStateException: no sink;"
                            + " this is a mistake in Millrace, please report it");
            assertThat(query.state()).isEqualTo(State.FAILED);
            assertThat(pipelines.active()).isEmpty();
        }
    }

    // ---- stops

    /** Where a start may hang, until it is interrupted. */
    private enum Place {
        RECOVERY,
        TABLE,
        SINK,
        FIRST_PLAN
    }

    /** A query that hangs in its start, on a checkpoint that an earlier run has left. */
    private final class Hanging {
        private final Place place;
        private final RecordingFileStore store = new RecordingFileStore();
        private final CollectingSink sink = new CollectingSink();
        private final CountDownLatch hangs = new CountDownLatch(1);
        private final Pipelines pipelines;
        private final QuerySpec spec;
        private volatile boolean firstRun = true;
        private volatile boolean hanging;

        Hanging(Place place) {
            this.place = place;
            FileStore disturbed = new SharedFiles(store) {
                @Override
                public byte[] read(String name) throws IOException {
                    if (name.startsWith("log/")) {
                        hang(Place.RECOVERY);
                    }
                    return super.read(name);
                }
            };
            pipelines = new Pipelines(new StoreHost(disturbed, roomRetry), Long.MAX_VALUE);
            QuerySettings settings = new QuerySettings(
                    Path.of("unused"), Trigger.ASAP, 1_000, 1, ZoneOffset.UTC, InstantSource.system(), Long.MAX_VALUE);
            spec = new QuerySpec(
                    "q",
                    "SELECT",
                    CountedNumbers.plan(),
                    name -> {
                        hang(Place.TABLE);
                        return new CountedNumbers(BATCHES, ROWS, batch -> {
                            if (batch < 0) {
                                hang(Place.FIRST_PLAN);
                            }
                        });
                    },
                    new StepSink(sink, step -> {
                        if (step.equals("open")) {
                            hang(Place.SINK);
                        }
                        if (firstRun && step.equals("prepare 2")) {
                            throw new MillraceException(ErrorCode.SINK_FAILED, "the first run ends here");
                        }
                    }),
                    settings);
        }

        private void hang(Place at) {
            if (hanging && at == place) {
                hangs.countDown();
                QueryStartTest.await(new CountDownLatch(1));
            }
        }

        void runFirst() {
            assertThatThrownBy(() -> pipelines.start(spec).awaitTermination()).hasMessage("the first run ends here");
            assertThat(sink.batches()).hasSize(2);
            firstRun = false;
        }

        CompletableFuture<StreamingQuery> startAgain() throws InterruptedException {
            CompletableFuture<StreamingQuery> started = new CompletableFuture<>();
            Thread thread = new Thread(() -> {
                try {
                    started.complete(pipelines.start(spec));
                } catch (RuntimeException e) {
                    started.completeExceptionally(e);
                }
            });
            hanging = true;
            thread.start();
            assertThat(hangs.await(30, TimeUnit.SECONDS)).as(place.name()).isTrue();
            return started;
        }

        /** The checkpoint has neither lock nor damage. */
        void requireGood() {
            Checkpoint.open(store, "q").close();
            hanging = false;
            pipelines.start(spec).awaitTermination();
            assertThat(sink.batches()).as(place.name()).isEqualTo(undisturbed());
            pipelines.close();
        }
    }

    /** All at once, since what hangs is given a second. */
    @Test
    void aQueryThatHangsInItsStartStopsWithinTwoSecondsAndItsCheckpointIsGood() throws Exception {
        Map<Hanging, CompletableFuture<StreamingQuery>> all = new LinkedHashMap<>();
        for (Place place : Place.values()) {
            Hanging hanging = new Hanging(place);
            hanging.runFirst();
            all.put(hanging, hanging.startAgain());
        }
        List<StreamingQuery> queries = new ArrayList<>();
        all.keySet().forEach(hanging -> queries.addAll(hanging.pipelines.active()));
        assertThat(queries).hasSize(Place.values().length);
        long start = System.nanoTime();
        queries.forEach(StreamingQuery::requestStop);
        for (StreamingQuery query : queries) {
            assertThat(query.awaitTermination(Duration.ofSeconds(10))).isTrue();
            assertThat(query.state()).isEqualTo(State.STOPPED);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(STOP_MAX);
        all.forEach((hanging, started) -> {
            if (hanging.place == Place.FIRST_PLAN) {
                assertThat(started.join().state()).isEqualTo(State.STOPPED);
            } else {
                requireCancelled(started);
            }
            hanging.requireGood();
        });
    }

    private static void requireCancelled(CompletableFuture<StreamingQuery> started) {
        assertThatThrownBy(started::get)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .hasMessage("query \"q\" was stopped while it was starting");
    }

    @Test
    void closingTheSessionStopsWhatIsStarting() throws Exception {
        Hanging hanging = new Hanging(Place.SINK);
        hanging.runFirst();
        CompletableFuture<StreamingQuery> started = hanging.startAgain();
        long start = System.nanoTime();
        hanging.pipelines.close();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(STOP_MAX);
        requireCancelled(started);
        Checkpoint.open(hanging.store, "q").close();
    }

    @Test
    void whoIsInterruptedWhileWaitingForAStartHasTheQueryStopped() throws Exception {
        Hanging hanging = new Hanging(Place.SINK);
        hanging.runFirst();
        CountDownLatch gone = new CountDownLatch(1);
        List<String> thrown = new ArrayList<>();
        Thread caller = new Thread(() -> {
            try {
                hanging.pipelines.start(hanging.spec);
            } catch (MillraceException e) {
                thrown.add(e.code() + ", interrupted " + Thread.currentThread().isInterrupted());
            }
            gone.countDown();
        });
        hanging.hanging = true;
        caller.start();
        assertThat(hanging.hangs.await(30, TimeUnit.SECONDS)).isTrue();
        StreamingQuery query = hanging.pipelines.active().get(0);
        long start = System.nanoTime();
        caller.interrupt();
        assertThat(gone.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(query.awaitTermination(Duration.ofSeconds(10))).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(STOP_MAX);
        assertThat(thrown).containsExactly("CANCELLED, interrupted true");
        hanging.requireGood();
    }

    /** A stop is heard of between two pieces of the state, however large it is. */
    @Test
    void aStopEndsTheReadingOfState() {
        Hanging hanging = new Hanging(Place.RECOVERY);
        hanging.runFirst();
        QuerySpec spec = hanging.spec.withSink(new StepSink(hanging.sink, step -> {
            assertThat(step).isEqualTo("open");
            hanging.pipelines.active().forEach(StreamingQuery::requestStop);
        }));
        assertThatThrownBy(() -> hanging.pipelines.start(spec))
                .hasMessage("query \"q\" was stopped while it was starting");
        hanging.requireGood();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException("woken", e);
        }
    }
}
