package io.millrace.runtime;

import io.millrace.checkpoint.BatchRecord;
import io.millrace.connector.ChangeBatch;
import io.millrace.connector.Sink;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.time.Watermarks;
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
 */
final class MicroBatchLoop implements Runnable {
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
    private final Runnable atEnd;
    private final Workers workers;
    private final MemoryUse memory;
    private final Optional<OpenQuery.Replay> replay;
    private boolean finished;

    MicroBatchLoop(OpenQuery open, Runnable atEnd) {
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
        this.progress = new ProgressMaker(query, open.sinkDescription());
        this.workers = open.workers();
        this.memory = open.memory();
        this.replay = open.replay();
        this.atEnd = atEnd;
    }

    @Override
    public void run() {
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
        failure = close(failure);
        atEnd.run();
        if (failure != null) {
            query.fail(failure);
        } else {
            query.enter(end);
        }
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
        List<AutoCloseable> parts = new java.util.ArrayList<>();
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
                log.flush();
                return;
            } else {
                if (sink instanceof ResultSink results) {
                    results.risen(planner.lowestWatermark());
                }
                idle(request);
            }
        }
    }

    /** Waits for the next tick of an interval trigger. Somebody who waits for all there is does not wait for ticks. */
    private long pause(long nextTick, long request) {
        if (settings.trigger().kind() != Trigger.Kind.INTERVAL || request > 0) {
            return nextTick;
        }
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
            log.flush();
            query.serve(request);
            return;
        }
        log.flush();
        query.enter(StreamingQuery.State.IDLE);
        query.sleep(planner.sleepMillis());
    }

    /** @param expectedRows by source, when the micro-batch ran before */
    private void run(MicroBatch batch, Map<String, Long> expectedRows) {
        BatchRunner.Outcome outcome;
        long outputRows = 0;
        String staged;
        try {
            outcome = runner.run(batch);
            if (expectedRows != null && !expectedRows.equals(outcome.inputRows)) {
                throw changedSource(batch, expectedRows, outcome.inputRows);
            }
            for (ChangeBatch rows : labels.label(outcome.rows)) {
                checkStop();
                sink.write(rows);
                outputRows += rows.rows().rowCount();
            }
            progress.phase("addBatch");
            checkStop();
            staged = sink.prepare(batch.batchId());
        } catch (RuntimeException e) {
            sink.abort(batch.batchId());
            throw e;
        }
        memory.look();
        String stateId = log.record(record(batch, outcome, staged), stateful);
        progress.phase("walCommit");
        commit(batch, stateId, staged);
        outcome.late.publish();
        progress.phase("commitBatch");
        query.add(progress.make(batch, outcome, outputRows, stateful, scans.values()));
    }

    private MillraceException changedSource(MicroBatch batch, Map<String, Long> expected, Map<String, Long> found) {
        return new MillraceException(
                ErrorCode.DATA_LOST,
                "a source of query \"" + query.name() + "\" has changed: batch " + batch.batchId() + " read "
                        + expected + " rows when it first ran and " + found
                        + " when it was run again; restore the source, or start the query under another name");
    }

    private void commit(MicroBatch batch, String stateId, String staged) {
        if (sink instanceof ResultSink results) {
            results.watermark(lowestWatermark(batch));
        }
        if (!sink.commit(batch.batchId(), stateId, staged)) {
            throw new MillraceException(
                    ErrorCode.SINK_FAILED,
                    "the sink of query \"" + query.name() + "\" lost what was staged for batch " + batch.batchId()
                            + " before it was committed; start the query again to run that batch again");
        }
        log.commit(batch.batchId(), stateful);
        planner.resumeAfter(batch);
        for (ScanState scan : scans.values()) {
            scan.position = batch.ranges().get(scan.name).end();
            scan.source.committed(scan.position);
        }
        if (batch.last()) {
            log.finish();
            finished = true;
        }
    }

    private static long lowestWatermark(MicroBatch batch) {
        return batch.watermarks().values().stream()
                .mapToLong(Long::longValue)
                .min()
                .orElse(Watermarks.NONE);
    }

    private void checkStop() {
        if (query.isStopRequested()) {
            throw new MillraceException(ErrorCode.CANCELLED, "query \"" + query.name() + "\" was stopped");
        }
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
