package io.millrace.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.storage.FileStore;
import io.millrace.testing.FaultyFileStore;
import io.millrace.testing.RecordingFileStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The next micro-batch runs while one is committed, and nobody can tell from what is left. */
@Timeout(120)
class CommitBesideTest {
    private static final long SEED = Long.getLong("millrace.crash.seed", 20261123);
    private static final LongConsumer NOTHING = batch -> {};
    private static final int BATCHES = 5;
    /** The micro-batch whose commit is looked at. */
    private static final long N = 2;

    private final RecordingFileStore store = new RecordingFileStore();
    private final CountDownLatch committing = new CountDownLatch(1);
    private final CountDownLatch nextIsRead = new CountDownLatch(1);
    private final CountDownLatch mayCommit = new CountDownLatch(1);

    /** A query that is to run, in the thread that runs it. */
    private record Ready(RunningQuery query, QueryRuns runs) {}

    /** Runs the query to its end in this thread. */
    private static RunningQuery run(FileStore store, JournalSink sink, LongConsumer reads, long rowsBesideMin) {
        Ready ready = ready(store, sink, new CountedNumbers(BATCHES, 10, reads), rowsBesideMin);
        ready.runs().run();
        return ready.query();
    }

    /** Its next micro-batches run beside the commits. */
    private Ready ready(JournalSink sink, LongConsumer reads) {
        return ready(store, sink, new CountedNumbers(BATCHES, 10, reads), 1);
    }

    private static Ready ready(FileStore store, JournalSink sink, CountedNumbers numbers, long rowsBesideMin) {
        QuerySettings settings = new QuerySettings(
                Path.of("unused"), Trigger.ASAP, 1_000, 1, ZoneOffset.UTC, InstantSource.system(), Long.MAX_VALUE);
        QuerySpec spec = new QuerySpec("q", "SELECT", CountedNumbers.plan(), name -> numbers, sink, settings);
        RunningQuery query = new RunningQuery("q");
        StoreHost host = new StoreHost(store, Duration.ZERO);
        return new Ready(query, new QueryRuns(spec, query, host, rowsBesideMin, new QueryListeners(), () -> {}));
    }

    private static Map<Long, List<String>> undisturbed() {
        JournalSink sink = new JournalSink(() -> 0, NOTHING);
        RunningQuery query = run(new RecordingFileStore(), sink, NOTHING, Long.MAX_VALUE);
        assertThat(query.state()).isEqualTo(StreamingQuery.State.FINISHED);
        assertThat(sink.committed.get(0L)).containsExactlyInAnyOrder("+I[0, 3]", "+I[1, 3]", "+I[2, 2]", "+I[3, 2]");
        assertThat(rows(sink)).hasSize(BATCHES);
        return rows(sink);
    }

    /** What took effect; micro-batches without rows, which say that the input has ended, may come again. */
    private static Map<Long, List<String>> rows(JournalSink sink) {
        Map<Long, List<String>> rows = new TreeMap<>(sink.committed);
        rows.values().removeIf(List::isEmpty);
        return rows;
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Holds the commit of batch N until it is let go. */
    private void hold(long batch) {
        if (batch == N) {
            committing.countDown();
            await(mayCommit);
        }
    }

    private void noteRead(long batch) {
        if (batch == N + 1) {
            nextIsRead.countDown();
        }
    }

    private Thread startHeld(Ready ready) {
        Thread thread = new Thread(ready.runs(), "loop");
        thread.start();
        await(committing);
        await(nextIsRead);
        return thread;
    }

    @Test
    void theNextOneIsReadButNotWrittenBeforeTheCommit() throws InterruptedException {
        JournalSink sink = new JournalSink(store::operationCount, this::hold);
        Ready ready = ready(sink, this::noteRead);
        Thread loop = startHeld(ready);
        assertThat(sink.committed.keySet()).containsExactly(0L, 1L);
        assertThat(sink.hasPrepared(N + 1)).isFalse();
        assertThat(ready.query().lastProgress().orElseThrow().batchId()).isEqualTo(N - 1);
        mayCommit.countDown();
        loop.join();
        assertThat(ready.query().state()).isEqualTo(StreamingQuery.State.FINISHED);
        assertThat(rows(sink)).isEqualTo(undisturbed());
        assertThat(ready.query().recentProgress())
                .extracting(QueryProgress::batchId)
                .containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void aStopLeavesTheOneCommittedAndTheNextOneDropped() throws InterruptedException {
        JournalSink sink = new JournalSink(store::operationCount, this::hold);
        Ready ready = ready(sink, this::noteRead);
        Thread loop = startHeld(ready);
        Thread stopper = new Thread(ready.query()::stop, "stopper");
        stopper.start();
        while (!ready.query().isStopRequested()) {
            Thread.onSpinWait();
        }
        mayCommit.countDown();
        stopper.join();
        loop.join();
        assertThat(ready.query().state()).isEqualTo(StreamingQuery.State.STOPPED);
        assertThat(sink.committed.keySet()).containsExactly(0L, 1L, N);
        assertThat(sink.hasPrepared(N + 1)).isFalse();
        assertThat(ready.query().lastProgress().orElseThrow().batchId()).isEqualTo(N);
        run(store, sink, NOTHING, 1);
        assertThat(rows(sink)).isEqualTo(undisturbed());
    }

    @Test
    void aFailureOfTheNextOneComesAfterTheCommit() throws InterruptedException {
        JournalSink sink = new JournalSink(store::operationCount, this::hold);
        Ready ready = ready(sink, batch -> {
            noteRead(batch);
            if (batch == N + 1) {
                throw new MillraceException(ErrorCode.SOURCE_UNAVAILABLE, "gone");
            }
        });
        Thread loop = startHeld(ready);
        mayCommit.countDown();
        loop.join();
        assertThat(ready.query().exception().orElseThrow()).hasMessage("gone");
        assertThat(sink.committed.keySet()).containsExactly(0L, 1L, N);
        run(store, sink, NOTHING, 1);
        assertThat(rows(sink)).isEqualTo(undisturbed());
    }

    @Test
    void aFailureToCommitEndsTheQueryBeforeTheNextOneIsWritten() {
        JournalSink sink = new JournalSink(store::operationCount, batch -> {
            if (batch == N) {
                await(nextIsRead);
                throw new MillraceException(ErrorCode.SINK_FAILED, "lost");
            }
        });
        RunningQuery query = run(store, sink, this::noteRead, 1);
        assertThat(query.exception().orElseThrow()).hasMessage("lost");
        assertThat(sink.committed.keySet()).containsExactly(0L, 1L);
        assertThat(sink.hasPrepared(N)).isTrue();
        assertThat(sink.hasPrepared(N + 1)).isFalse();
        JournalSink next = JournalSink.after(sink.events);
        run(store, next, NOTHING, 1);
        assertThat(rows(next)).isEqualTo(undisturbed());
    }

    @Test
    void aFailingDiskAtAnyMomentLosesNothing() {
        Map<Long, List<String>> expected = undisturbed();
        for (FaultyFileStore.Fault fault : FaultyFileStore.Fault.values()) {
            boolean failed = true;
            for (int at = 0; failed; at++) {
                RecordingFileStore recorded = new RecordingFileStore();
                FaultyFileStore faulty = new FaultyFileStore(recorded);
                faulty.failAt(at, fault);
                JournalSink sink = new JournalSink(recorded::operationCount, NOTHING);
                run(faulty, sink, NOTHING, 1);
                failed = faulty.failed().isPresent();
                JournalSink next = JournalSink.after(sink.events);
                run(recorded, next, NOTHING, 1);
                assertThat(rows(next))
                        .as("%s at %d: %s", fault, at, faulty.failed())
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void theWholeStateThatIsKeptIsThatOfItsMicroBatch() {
        // by then a snapshot is due, since there are so many changes to read
        int batches = 600;
        JournalSink expected = new JournalSink(() -> 0, NOTHING);
        ready(new RecordingFileStore(), expected, new CountedNumbers(batches, 1, NOTHING), Long.MAX_VALUE)
                .runs()
                .run();
        JournalSink sink = new JournalSink(() -> 0, NOTHING);
        LongConsumer failing = batch -> {
            if (batch == 560) {
                throw new MillraceException(ErrorCode.SOURCE_UNAVAILABLE, "gone");
            }
        };
        Ready beside = ready(store, sink, new CountedNumbers(batches, 1, failing), 1);
        beside.runs().run();
        assertThat(beside.query().exception().orElseThrow()).hasMessage("gone");
        assertThat(store.files().keySet()).anyMatch(name -> name.contains(".snapshot"));
        ready(store, sink, new CountedNumbers(batches, 1, NOTHING), 1).runs().run();
        assertThat(rows(sink)).hasSize(batches).isEqualTo(rows(expected));
    }

    @Test
    void aCrashAtAnyMomentLosesNothingAndDoublesNothing() {
        Map<Long, List<String>> expected = undisturbed();
        JournalSink sink = new JournalSink(store::operationCount, NOTHING);
        run(store, sink, NOTHING, 1);
        assertThat(rows(sink)).isEqualTo(expected);
        int[] states = {0};
        for (int count = 0; count <= store.operationCount(); count++) {
            int at = count;
            // between two changes of the checkpoint the sink may have been at any of several points
            long first = sink.events.stream()
                    .filter(event -> event.operations() < at)
                    .count();
            long last = sink.events.stream()
                    .filter(event -> event.operations() <= at)
                    .count();
            for (long events = first; events <= last; events++) {
                List<JournalSink.Event> seen = sink.events.subList(0, (int) events);
                store.crashStates().after(at, SEED, state -> {
                    JournalSink next = JournalSink.after(seen);
                    run(state.store(), next, NOTHING, 1);
                    states[0]++;
                    assertThat(rows(next))
                            .as("seed %d, crash %s, %d events of the sink", SEED, state.description(), seen.size())
                            .isEqualTo(expected);
                });
            }
        }
        assertThat(states[0]).isGreaterThan(100);
    }
}
