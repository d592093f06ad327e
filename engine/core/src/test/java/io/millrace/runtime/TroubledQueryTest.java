package io.millrace.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.aggregate.AggregateFunctions;
import io.millrace.checkpoint.Checkpoint;
import io.millrace.checkpoint.SharedFiles;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.runtime.StreamingQuery.State;
import io.millrace.state.StateBackend;
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
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Queries whose disk is full, whose sink fails, or that hang: they pause, start again or stop, and the rows are right. */
@Timeout(60)
class TroubledQueryTest {
    private static final int BATCHES = 6;
    private static final RestartPolicy AT_ONCE =
            new RestartPolicy(RestartPolicy.Kind.FIXED_DELAY, 5, Duration.ofMillis(1), Duration.ofMillis(1));

    private final CollectingSink rows = new CollectingSink();
    private final RecordingFileStore files = new RecordingFileStore();
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private Duration roomRetry = Duration.ZERO;

    /** A query over {@link CountedNumbers}, with its files and what it is disturbed by. */
    private StreamingQuery start(
            FileStore store, Consumer<String> beforeStep, LongConsumer reads, RestartPolicy policy) {
        return start("q", rows, store, beforeStep, reads, policy);
    }

    private StreamingQuery start(
            String name,
            CollectingSink to,
            FileStore store,
            Consumer<String> beforeStep,
            LongConsumer reads,
            RestartPolicy policy) {
        Pipelines pipelines = new Pipelines(new StoreHost(store, roomRetry), Long.MAX_VALUE);
        pipelines.addListener(new Listener());
        QuerySettings settings = new QuerySettings(
                Path.of("unused"),
                Trigger.ASAP,
                1_000,
                2,
                ZoneOffset.UTC,
                InstantSource.system(),
                Long.MAX_VALUE,
                StateBackend.MEMORY,
                2,
                policy);
        return pipelines.start(new QuerySpec(
                name,
                "SELECT",
                CountedNumbers.plan(),
                new AggregateFunctions(),
                table -> new CountedNumbers(BATCHES, 10, reads),
                new StepSink(to, beforeStep),
                settings,
                null,
                () -> new StepSink(to, beforeStep)));
    }

    private static Map<Long, List<String>> undisturbed() {
        TroubledQueryTest test = new TroubledQueryTest();
        StreamingQuery query = test.start(test.files, step -> {}, batch -> {}, RestartPolicy.NONE);
        query.awaitTermination();
        assertThat(test.rows.batches()).hasSize(BATCHES);
        return test.rows.batches();
    }

    // ---- full disks

    @Test
    void aFullDiskUnderTheCheckpointPausesTheQueryUntilThereIsRoom() throws InterruptedException {
        FaultyFileStore store = new FaultyFileStore(files);
        StreamingQuery query = start(
                store,
                step -> {
                    if (step.equals("prepare 3")) {
                        store.failFromNow(FaultyFileStore.Fault.DISK_FULL);
                    }
                },
                batch -> {},
                RestartPolicy.NONE);
        assertThat(next()).isEqualTo("started");
        awaitTold("paused");
        assertThat(query.state()).isEqualTo(State.PAUSED);
        assertThat(query.isActive()).isTrue();
        StreamingQuery.Hold hold = query.hold().orElseThrow();
        assertThat(hold.reason()).contains("no room to write file \"log/", "of checkpoint", "free some space");
        assertThat(query.status().message()).isEqualTo("Paused: " + hold.reason());
        assertThat(hold.since()).isBefore(java.time.Instant.now().plusSeconds(1));
        assertThat(rows.batches()).containsOnlyKeys(0L, 1L, 2L);
        store.heal();
        query.awaitTermination();
        assertThat(query.state()).isEqualTo(State.FINISHED);
        assertThat(query.hold()).isEmpty();
        assertThat(rows.batches()).isEqualTo(undisturbed());
    }

    @Test
    void aFullDiskUnderTheSinkPausesTheQueryAtEachStep() {
        for (String full : List.of("write", "prepare 2", "commit 2")) {
            TroubledQueryTest test = new TroubledQueryTest();
            int[] failures = {2};
            StreamingQuery query = test.start(
                    test.files,
                    step -> {
                        if (step.equals(full) && failures[0]-- > 0) {
                            throw new MillraceException(ErrorCode.DISK_FULL, "no room in \"out\"; free some space");
                        }
                    },
                    batch -> {},
                    RestartPolicy.NONE);
            query.awaitTermination();
            assertThat(test.told).as(full).contains("paused").doesNotContain("restarting");
            assertThat(test.rows.batches()).as(full).isEqualTo(undisturbed());
        }
    }

    /** A micro-batch that has changed the state in part, on disk, say, runs again on the state before it. */
    @Test
    void aFullDiskUnderAMicroBatchHasTheQueryOpenedAgainWhenThereIsRoom() {
        int[] failures = {3};
        StreamingQuery query = start(
                files,
                step -> {},
                batch -> {
                    if (batch == 2 && failures[0]-- > 0) {
                        throw new MillraceException(ErrorCode.DISK_FULL, "no room in \"work\"; free some space");
                    }
                },
                RestartPolicy.NONE);
        query.awaitTermination();
        assertThat(told).contains("paused").doesNotContain("restarting");
        assertThat(failures[0]).isNegative();
        assertThat(rows.batches()).isEqualTo(undisturbed());
    }

    @Test
    void aPausedQueryStopsAndItsCheckpointIsGood() throws InterruptedException {
        roomRetry = Duration.ofHours(1);
        StreamingQuery query = start(
                files,
                step -> {
                    if (step.equals("prepare 2")) {
                        throw new MillraceException(ErrorCode.DISK_FULL, "no room");
                    }
                },
                batch -> {},
                RestartPolicy.NONE);
        awaitTold("paused");
        requireStopped(query);
        start(files, step -> {}, batch -> {}, RestartPolicy.NONE).awaitTermination();
        assertThat(rows.batches()).isEqualTo(undisturbed());
    }

    // ---- restarts

    @Test
    void aFailedQueryGoesOnFromItsCheckpoint() throws InterruptedException {
        int[] failures = {2};
        List<String> runs = new ArrayList<>();
        StreamingQuery[] query = new StreamingQuery[1];
        query[0] = start(
                files,
                step -> {
                    if (step.equals("commit 3") && failures[0]-- > 0) {
                        throw new MillraceException(ErrorCode.SINK_FAILED, "the sink is away");
                    }
                },
                batch -> {},
                AT_ONCE);
        runs.add(query[0].runId());
        query[0].awaitTermination();
        assertThat(query[0].state()).isEqualTo(State.FINISHED);
        assertThat(toldUntil("terminated")).containsSubsequence("started", "restarting", "restarting", "terminated");
        assertThat(query[0].runId()).isNotEqualTo(runs.get(0));
        assertThat(rows.batches()).isEqualTo(undisturbed());
    }

    @Test
    void aBatchThatAlwaysFailsInTheSameWayIsGivenUp() {
        StreamingQuery query = start(
                files,
                step -> {
                    if (step.equals("prepare 3")) {
                        throw new MillraceException(ErrorCode.SINK_FAILED, "row 7 is not to its taste");
                    }
                },
                batch -> {},
                AT_ONCE);
        assertThatThrownBy(query::awaitTermination)
                .hasMessage(
                        "row 7 is not to its taste; batch 3 has failed 3 times in this way, and is not tried again");
        assertThat(query.state()).isEqualTo(State.FAILED);
        assertThat(rows.batches()).containsOnlyKeys(0L, 1L, 2L);
    }

    @Test
    void aMistakeOfTheUserIsFinal() {
        StreamingQuery query = start(
                files,
                step -> {},
                batch -> {
                    throw new MillraceException(ErrorCode.BAD_ROW, "line 3 is no number");
                },
                AT_ONCE);
        assertThatThrownBy(query::awaitTermination).hasMessage("line 3 is no number");
        assertThat(told).doesNotContain("restarting");
    }

    @Test
    void aFailedSyncOfTheCheckpointIsFinalInThisProcess() {
        boolean[] failing = {false};
        FileStore store = new SharedFiles(files) {
            @Override
            public Output append(String name, long length) throws IOException {
                Output output = super.append(name, length);
                return new Output() {
                    @Override
                    public void write(byte[] bytes, int from, int count) throws IOException {
                        output.write(bytes, from, count);
                    }

                    @Override
                    public void force() throws IOException {
                        if (failing[0]) {
                            throw new IOException("Input/output error");
                        }
                        output.force();
                    }

                    @Override
                    public long position() {
                        return output.position();
                    }

                    @Override
                    public void close() throws IOException {
                        output.close();
                    }
                };
            }
        };
        StreamingQuery query = start(store, step -> failing[0] |= step.equals("prepare 2"), batch -> {}, AT_ONCE);
        assertThatThrownBy(query::awaitTermination)
                .hasMessageContaining("could not sync file \"log/")
                .hasMessageContaining("it is not restarted in this process, since a sync of its checkpoint has failed");
        assertThat(told).doesNotContain("restarting");
        assertThat(rows.batches()).containsOnlyKeys(0L, 1L);
    }

    @Test
    void aQueryThatWaitsForItsRestartStops() throws InterruptedException {
        StreamingQuery query = start(
                files,
                step -> {
                    if (step.equals("prepare 2")) {
                        throw new MillraceException(ErrorCode.SINK_FAILED, "the sink is away");
                    }
                },
                batch -> {},
                new RestartPolicy(RestartPolicy.Kind.BACKOFF, 5, Duration.ofHours(1), Duration.ofHours(1)));
        awaitTold("restarting");
        assertThat(query.state()).isEqualTo(State.RESTARTING);
        assertThat(query.hold().orElseThrow().reason())
                .isEqualTo("restart 1 of 5 in 3600000 ms after: the sink is away");
        assertThat(query.status().message()).startsWith("Waiting to start again: restart 1 of 5");
        Checkpoint.open(files, "q").close();
        requireStopped(query);
    }

    @Test
    void withoutACheckpointThereIsNothingToRestartFrom() {
        QuerySettings settings = new QuerySettings(
                null,
                Trigger.ASAP,
                1_000,
                1,
                ZoneOffset.UTC,
                InstantSource.system(),
                Long.MAX_VALUE,
                StateBackend.MEMORY,
                2,
                AT_ONCE);
        try (Pipelines pipelines = new Pipelines()) {
            assertThatThrownBy(() -> pipelines.start(new QuerySpec(
                            "q",
                            "SELECT",
                            CountedNumbers.plan(),
                            new AggregateFunctions(),
                            table -> new CountedNumbers(1, 1, batch -> {}),
                            rows,
                            settings,
                            null,
                            () -> rows)))
                    .hasMessage(
                            "query \"q\" has no checkpoint to be restarted from; set 'checkpoint.dir', or 'restart' to"
                                    + " 'none'");
        }
    }

    // ---- stops

    /** All at once, since what hangs is given a second. */
    @Test
    void aQueryThatHangsAnywhereStopsWithinTwoSecondsAndItsCheckpointIsGood() throws InterruptedException {
        Map<Long, List<String>> expected = undisturbed();
        List<String> steps = List.of("read", "write", "prepare 2", "commit 2");
        List<StreamingQuery> queries = new ArrayList<>();
        List<RecordingFileStore> stores = new ArrayList<>();
        List<CollectingSink> sinks = new ArrayList<>();
        CountDownLatch hanging = new CountDownLatch(steps.size());
        for (String step : steps) {
            stores.add(new RecordingFileStore());
            sinks.add(new CollectingSink());
            int[] writes = {0};
            queries.add(start(
                    step.split(" ")[0],
                    sinks.get(sinks.size() - 1),
                    stores.get(stores.size() - 1),
                    at -> {
                        if (at.equals(step) && (!at.equals("write") || writes[0]++ == 2)) {
                            hang(hanging);
                        }
                    },
                    batch -> {
                        if (step.equals("read") && batch == 2) {
                            hang(hanging);
                        }
                    },
                    RestartPolicy.NONE));
        }
        assertThat(hanging.await(30, TimeUnit.SECONDS)).isTrue();
        long start = System.nanoTime();
        queries.forEach(StreamingQuery::requestStop);
        for (StreamingQuery query : queries) {
            assertThat(query.awaitTermination(Duration.ofSeconds(10)))
                    .as(query.name())
                    .isTrue();
            assertThat(query.state()).as(query.name()).isEqualTo(State.STOPPED);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
        for (int i = 0; i < steps.size(); i++) {
            String name = queries.get(i).name();
            start(name, sinks.get(i), stores.get(i), step -> {}, batch -> {}, RestartPolicy.NONE)
                    .awaitTermination();
            assertThat(sinks.get(i).batches()).as(name).isEqualTo(expected);
        }
    }

    private static void hang(CountDownLatch hanging) {
        hanging.countDown();
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            throw new IllegalStateException("woken", e);
        }
    }

    private void requireStopped(StreamingQuery query) {
        long start = System.nanoTime();
        query.stop();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
        assertThat(query.state()).isEqualTo(State.STOPPED);
        Checkpoint.open(files, "q").close();
    }

    private String next() throws InterruptedException {
        return told.poll(30, TimeUnit.SECONDS);
    }

    private void awaitTold(String event) throws InterruptedException {
        assertThat(toldUntil(event)).endsWith(event);
    }

    /** What is told up to an event, or until nothing more is. */
    private List<String> toldUntil(String event) throws InterruptedException {
        List<String> all = new ArrayList<>();
        for (String found = next(); found != null; found = next()) {
            all.add(found);
            if (found.equals(event)) {
                break;
            }
        }
        return all;
    }

    private final class Listener implements QueryListener {
        @Override
        public void started(StreamingQuery query) {
            told.add("started");
        }

        @Override
        public void progress(StreamingQuery query, QueryProgress progress) {}

        @Override
        public void idle(StreamingQuery query) {}

        @Override
        public void paused(StreamingQuery query) {
            told.add("paused");
        }

        @Override
        public void restarting(StreamingQuery query) {
            told.add("restarting");
        }

        @Override
        public void terminated(StreamingQuery query) {
            told.add("terminated");
        }
    }
}
