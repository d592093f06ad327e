package io.millrace.runtime;

import io.millrace.checkpoint.BatchRecord;
import io.millrace.connector.ChangeBatch;
import io.millrace.connector.Sink;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.state.StateChunk;
import io.millrace.time.Watermarks;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the micro-batches of one query, one after the other, in its own thread: plan, run, record, commit.
 *
 * <p>Up to the record nothing has taken effect anywhere; from the record on the micro-batch is finished, if need be by the
 * next process. A stop between the two drops the micro-batch.
 *
 * <p>Of a large micro-batch the record and the commit are made by a {@link Committer} while the next one is planned and
 * run:
 *
 * <pre>
 *   loop       plan N+1 | run N+1 ......... | settle N | write, prepare N+1 | copy changes out | plan N+2 | run N+2 ...
 *   committer  record N, sync | sink commits N | commit N                                      | record N+1 ...
 * </pre>
 *
 * What batch N leaves behind, watermarks and state, is fixed before N+1 is planned, and nothing of N+1 reaches the log or
 * the sink before N is committed: who finds the files after a crash cannot tell that N+1 had begun.
 */
final class MicroBatchLoop {
    private static final Logger LOG = LoggerFactory.getLogger(MicroBatchLoop.class);

    private final RunningQuery query;
    private final List<Step> stateful;
    private final Map<String, ScanState> scans;
    private final WatermarkTracker tracker;
    private final BatchPlanner planner;
    private final BatchRunner runner;
    private final OutputLabels labels;
    private final QueryLog log;
    private final Sink sink;
    private final Sink.Session session;
    private final QuerySettings settings;
    private final ProgressMaker progress;
    private final Committer committer;
    private final long rowsBesideMin;
    private final Room room;
    private final Workers workers;
    private final MemoryUse memory;
    /** Null where the state is in memory. */
    private final QueryDatabase database;

    private final Optional<OpenQuery.Replay> replay;
    /** The micro-batch that is being committed, or null. */
    private Unsettled unsettled;

    private boolean finished;

    /** What is left to do when a micro-batch is committed. */
    private record Unsettled(MicroBatch batch, BatchRunner.Outcome outcome, ProgressMaker.Draft progress) {}

    /** @param rowsBesideMin micro-batches of so many rows are committed while the next one runs */
    MicroBatchLoop(OpenQuery open, QueryHost host, long rowsBesideMin) {
        this.query = open.query();
        this.stateful = open.root().statefulSteps();
        this.scans = open.scans();
        this.tracker = open.tracker();
        this.planner = open.planner();
        this.runner = open.runner();
        this.labels = open.labels();
        this.log = open.log();
        this.sink = open.sink();
        this.session = open.session();
        this.settings = open.settings();
        this.room = new Room(query, settings.clock(), host.roomRetry(), !open.batch());
        this.progress = new ProgressMaker(query, open.sinkDescription());
        this.committer = new Committer(query.name(), host, log, sink, room);
        this.rowsBesideMin = rowsBesideMin;
        this.workers = open.workers();
        this.memory = open.memory();
        this.database = open.database();
        this.replay = open.replay();
    }

    /**
     * How a run ended.
     *
     * @param failure null when it was stopped or has finished
     * @param checkpointUsable false when a sync of the checkpoint has failed
     */
    record End(StreamingQuery.State state, MillraceException failure, boolean checkpointUsable) {}

    /** Interrupts the threads that work for the loop. May be called by another thread. */
    void interrupt() {
        workers.interrupt();
        committer.interrupt();
    }

    /** Runs until the query ends, is stopped or fails, and gives up all it holds. */
    End run() {
        StreamingQuery.State end = StreamingQuery.State.STOPPED;
        MillraceException failure = null;
        try {
            loop();
            if (finished || !query.isStopRequested()) {
                end = StreamingQuery.State.FINISHED;
            }
        } catch (MillraceException e) {
            failure = e.code() == ErrorCode.CANCELLED && query.isStopRequested() ? null : e;
        } catch (OutOfMemoryError e) {
            failure = memory.heapExhausted(e);
        } catch (RuntimeException | Error e) {
            LOG.error("query {} failed", query.name(), e);
            failure = new MillraceException(
                    ErrorCode.INTERNAL,
                    "query \"" + query.name() + "\" failed for a reason of its own: " + e
                            + "; this is a mistake in Millrace, please report it",
                    e);
        }
        // an interrupt has had its effect here, and would disturb what is closed now
        query.interruptBy(committer::interrupt);
        Thread.interrupted();
        failure = close(failure);
        if (failure != null && query.wasInterrupted()) {
            LOG.info("query {} was interrupted: {}", query.name(), failure.getMessage());
            failure = null;
        }
        return new End(failure == null ? end : StreamingQuery.State.FAILED, failure, log.usable());
    }

    private MillraceException close(MillraceException failure) {
        MillraceException first = failure;
        for (AutoCloseable part : parts()) {
            try {
                part.close();
            } catch (MillraceException e) {
                first = first == null ? e : first;
            } catch (Exception e) {
                LOG.warn("closing query {}", query.name(), e);
                first = first == null
                        ? new MillraceException(ErrorCode.IO_ERROR, "closing the query failed: " + e.getMessage(), e)
                        : first;
            }
        }
        return first;
    }

    private List<AutoCloseable> parts() {
        List<AutoCloseable> parts = new ArrayList<>();
        parts.add(committer);
        if (finished || settings.checkpointRoot() == null) {
            parts.add(() -> sink.end(session));
        }
        parts.add(sink);
        parts.add(log);
        parts.addAll(scans.values());
        for (Step step : stateful) {
            parts.addAll(List.of(step.shards));
        }
        parts.add(workers);
        if (database != null) {
            parts.add(database);
        }
        return parts;
    }

    private void loop() {
        if (replay.isPresent()) {
            run(replay.get().batch(), replay.get().inputRows());
        }
        if (settings.trigger().ends()) {
            scans.values().forEach(ScanState::fixTarget);
        }
        long nextTick = System.nanoTime();
        while (!finished && !query.isStopRequested()) {
            long request = query.openRequest();
            if (request > 0 && !settings.trigger().ends()) {
                scans.values().stream().filter(scan -> !scan.isFixed()).forEach(ScanState::fixTarget);
            }
            progress.start();
            Optional<MicroBatch> batch = planner.next();
            progress.phase("queryPlanning");
            if (batch.isPresent()) {
                query.enter(StreamingQuery.State.RUNNING);
                run(batch.get(), null);
                nextTick = pause(nextTick, request);
            } else if (settings.trigger().ends()) {
                settle();
                room.with(log::flush);
                return;
            } else {
                settle();
                if (sink instanceof ResultSink results) {
                    results.risen(planner.lowestWatermark());
                }
                idle(request);
            }
        }
        settle();
    }

    /** Waits for the next tick of an interval trigger. Somebody who waits for all there is does not wait for ticks. */
    private long pause(long nextTick, long request) {
        if (settings.trigger().kind() != Trigger.Kind.INTERVAL || request > 0) {
            return nextTick;
        }
        settle();
        long interval = settings.trigger().interval().toNanos();
        long now = System.nanoTime();
        long tick = now < nextTick + interval ? nextTick + interval : now;
        query.sleepUntil(tick);
        return tick;
    }

    private void idle(long request) {
        boolean allThere = scans.values().stream().allMatch(ScanState::reachedTarget);
        if (request > 0 && allThere) {
            scans.values().forEach(ScanState::release);
            room.with(log::flush);
            query.serve(request);
            return;
        }
        room.with(log::flush);
        query.enter(StreamingQuery.State.IDLE);
        query.sleep(planner.sleepMillis());
    }

    /** @param expectedRows by source, when the micro-batch ran before */
    private void run(MicroBatch batch, Map<String, Long> expectedRows) {
        BatchRunner.Outcome outcome = compute(batch, expectedRows);
        Staged out = room.with(() -> stage(batch, outcome));
        String staged = out.text();
        long outputRows = out.rows();
        memory.look();
        BatchRecord record = record(batch, outcome, staged);
        List<StateChunk> changes = log.changes(stateful, workers, outcome.rowsIn() >= BatchRunner.PARALLEL_ROWS_MIN);
        boolean beside = mayGoOnBeside(batch, outcome, changes);
        List<StateChunk> whole = beside && log.snapshotDue() ? log.whole(stateful, workers) : null;
        progress.phase("walCommit");
        goOnFrom(batch);
        Committer.Ended ended = new Committer.Ended(record, changes, staged, whole);
        Unsettled left =
                new Unsettled(batch, outcome, progress.draft(batch, outcome, outputRows, stateful, scans.values()));
        if (sink instanceof ResultSink results) {
            results.watermark(lowestWatermark(batch));
        }
        if (beside) {
            committer.begin(ended);
            unsettled = left;
        } else {
            Committer.Times times = committer.commit(ended);
            if (log.snapshotDue()) {
                room.with(() -> log.snapshot(batch.batchId(), stateful, database));
            }
            settle(left, times);
        }
    }

    /** What the sink has of a micro-batch before it is recorded. */
    private record Staged(String text, long rows) {}

    /** Gives the sink a micro-batch; of one that fails it keeps nothing. */
    private Staged stage(MicroBatch batch, BatchRunner.Outcome outcome) {
        long outputRows = 0;
        try {
            for (ChangeBatch rows : labels.label(outcome.rows)) {
                query.requireNotStopped();
                sink.write(rows);
                outputRows += rows.rows().rowCount();
            }
            progress.phase("addBatch");
            query.requireNotStopped();
            return new Staged(sink.prepare(batch.batchId()), outputRows);
        } catch (RuntimeException e) {
            sink.abort(batch.batchId());
            throw e;
        }
    }

    /** Runs a micro-batch and ends the one before. */
    private BatchRunner.Outcome compute(MicroBatch batch, Map<String, Long> expectedRows) {
        BatchRunner.Outcome outcome;
        try {
            outcome = runner.run(batch);
            if (expectedRows != null && !expectedRows.equals(outcome.inputRows)) {
                throw changedSource(batch, expectedRows, outcome.inputRows);
            }
        } catch (RuntimeException e) {
            // what ran before is not lost by this; if it fails too, that is what the user has to hear of
            settle();
            sink.abort(batch.batchId());
            throw e;
        }
        settle();
        return outcome;
    }

    /** Whether the next micro-batch may run while this one is committed; what that keeps in memory is counted then. */
    private boolean mayGoOnBeside(MicroBatch batch, BatchRunner.Outcome outcome, List<StateChunk> changes) {
        boolean readsDatabase = database != null && log.snapshotDue();
        if (outcome.rowsIn() < rowsBesideMin || batch.last() || readsDatabase) {
            return false;
        }
        long bytes = Parted.bytes(outcome.rows) + (log.snapshotDue() ? memory.stateBytes() : 0);
        for (StateChunk change : changes) {
            bytes += change.rows() == null ? 0 : change.rows().heapBytes();
        }
        boolean room = memory.hasRoomBeside(bytes);
        memory.holdBeside(room ? bytes : 0);
        return room;
    }

    private MillraceException changedSource(MicroBatch batch, Map<String, Long> expected, Map<String, Long> found) {
        return new MillraceException(
                ErrorCode.DATA_LOST,
                "a source of query \"" + query.name() + "\" has changed: batch " + batch.batchId() + " read "
                        + expected + " rows when it first ran and " + found
                        + " when it was run again; restore the source, or start the query under another name");
    }

    /** The next micro-batch is planned behind this one. */
    private void goOnFrom(MicroBatch batch) {
        planner.resumeAfter(batch);
        for (ScanState scan : scans.values()) {
            scan.position = batch.ranges().get(scan.name).end();
        }
    }

    /** Waits for the micro-batch that is being committed, if there is one. */
    private void settle() {
        if (unsettled != null) {
            Unsettled done = unsettled;
            unsettled = null;
            settle(done, committer.await());
        }
    }

    /** Tells everybody of a micro-batch that is committed. */
    private void settle(Unsettled done, Committer.Times times) {
        memory.holdBeside(0);
        for (ScanState scan : scans.values()) {
            scan.source.committed(done.batch().ranges().get(scan.name).end());
        }
        if (done.batch().last()) {
            room.with(log::finish);
            finished = true;
        }
        done.outcome().late.publish();
        query.add(progress.make(done.progress(), times));
    }

    private static long lowestWatermark(MicroBatch batch) {
        return batch.watermarks().values().stream()
                .mapToLong(Long::longValue)
                .min()
                .orElse(Watermarks.NONE);
    }

    private BatchRecord record(MicroBatch batch, BatchRunner.Outcome outcome, String staged) {
        for (BatchRunner.Observation seen : outcome.observations) {
            tracker.observe(seen.source(), seen.partition(), seen.maxTimeMicros(), batch.clockMicros());
        }
        Map<String, BatchRecord.Range> ranges = new HashMap<>();
        batch.ranges()
                .forEach((name, range) -> ranges.put(
                        name,
                        new BatchRecord.Range(range.start().json(), range.end().json())));
        return new BatchRecord(
                batch.batchId(),
                ranges,
                batch.watermarks(),
                tracker.advance(batch.clockMicros()),
                tracker.partitions(),
                batch.clockMicros(),
                outcome.inputRows,
                staged,
                batch.last());
    }
}
