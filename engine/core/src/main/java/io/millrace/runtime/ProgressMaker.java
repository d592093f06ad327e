package io.millrace.runtime;

import io.millrace.operator.StatefulOperator;
import io.millrace.time.Watermarks;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Measures micro-batches and puts what they did into words. */
final class ProgressMaker {
    private static final int DURATIONS_KEPT = 1_000;

    private final StreamingQuery query;
    private final String sinkDescription;
    private final RecentDurations durationsMs = new RecentDurations(DURATIONS_KEPT);
    private final Map<String, Long> phaseNanos = new LinkedHashMap<>();
    private long phaseStart;
    private long batchStart;
    private long lastBatchEnd = System.nanoTime();

    ProgressMaker(StreamingQuery query, String sinkDescription) {
        this.query = query;
        this.sinkDescription = sinkDescription;
    }

    void start() {
        phaseNanos.clear();
        batchStart = System.nanoTime();
        phaseStart = batchStart;
    }

    /** Ends a phase of the current micro-batch. */
    void phase(String name) {
        long now = System.nanoTime();
        phaseNanos.merge(name, now - phaseStart, Long::sum);
        phaseStart = now;
    }

    /** What there is to tell of a micro-batch before its commit: afterwards the next one may have changed the state. */
    record Draft(
            MicroBatch batch,
            long startNanos,
            Map<String, Long> phaseNanos,
            long inputRows,
            List<QueryProgress.OperatorProgress> operators,
            List<QueryProgress.SourceProgress> sources,
            long outputRows) {}

    Draft draft(
            MicroBatch batch,
            BatchRunner.Outcome outcome,
            long outputRows,
            List<Step> stateful,
            Collection<ScanState> scans) {
        return new Draft(
                batch,
                batchStart,
                new LinkedHashMap<>(phaseNanos),
                outcome.rowsIn(),
                operators(stateful, outcome),
                sources(batch, outcome, scans),
                outputRows);
    }

    /** The progress of a micro-batch that is committed now. */
    QueryProgress make(Draft draft, Committer.Times times) {
        long now = System.nanoTime();
        double seconds = (now - draft.startNanos()) / 1e9;
        double wallSeconds = Math.max(1e-9, (now - lastBatchEnd) / 1e9);
        lastBatchEnd = now;
        durationsMs.add(seconds * 1e3);
        Map<String, Long> durations = new LinkedHashMap<>();
        draft.phaseNanos().forEach((name, nanos) -> durations.put(name, nanos / 1_000_000));
        durations.merge("walCommit", times.recordNanos() / 1_000_000, Long::sum);
        durations.put("commitBatch", times.commitNanos() / 1_000_000);
        durations.put("triggerExecution", (now - draft.startNanos()) / 1_000_000);
        return new QueryProgress(
                query.id(),
                query.runId(),
                query.name(),
                Instant.now(),
                draft.batch().batchId(),
                durationsMs.percentile(0.5),
                durationsMs.percentile(0.99),
                draft.inputRows(),
                draft.inputRows() / wallSeconds,
                draft.inputRows() / Math.max(1e-9, seconds),
                durations,
                eventTime(draft.batch()),
                draft.operators(),
                draft.sources(),
                new QueryProgress.SinkProgress(sinkDescription, draft.outputRows()));
    }

    private static Map<String, String> eventTime(MicroBatch batch) {
        long lowest = Watermarks.END;
        for (long watermark : batch.watermarks().values()) {
            lowest = Math.min(lowest, watermark);
        }
        return lowest == Watermarks.NONE ? Map.of() : Map.of("watermark", Watermarks.text(lowest));
    }

    private static List<QueryProgress.OperatorProgress> operators(List<Step> stateful, BatchRunner.Outcome outcome) {
        List<QueryProgress.OperatorProgress> list = new ArrayList<>();
        if (outcome.lateAtSource > 0) {
            list.add(new QueryProgress.OperatorProgress("source", 0, 0, 0, outcome.lateAtSource));
        }
        for (Step step : stateful) {
            long rows = 0;
            long bytes = 0;
            long late = 0;
            for (StatefulOperator shard : step.shards) {
                rows += shard.stateRows();
                bytes += shard.stateBytes();
                late += shard.lateRows();
            }
            list.add(new QueryProgress.OperatorProgress(step.id, rows, 0, bytes, late));
        }
        return list;
    }

    private static List<QueryProgress.SourceProgress> sources(
            MicroBatch batch, BatchRunner.Outcome outcome, Collection<ScanState> scans) {
        List<QueryProgress.SourceProgress> list = new ArrayList<>();
        for (ScanState scan : scans) {
            MicroBatch.OffsetRange range = batch.ranges().get(scan.name);
            list.add(new QueryProgress.SourceProgress(
                    scan.description,
                    range.start().json(),
                    range.end().json(),
                    scan.latest.json(),
                    outcome.inputRows.getOrDefault(scan.name, 0L),
                    outcome.skippedRows.getOrDefault(scan.name, 0L),
                    Watermarks.text(batch.watermark(scan.name))));
        }
        return list;
    }
}
