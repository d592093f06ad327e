package io.millrace.runtime;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What one micro-batch did. Field names are those of Spark's StreamingQueryProgress, with operators' rows, sources'
 * watermarks and batch duration percentiles added.
 *
 * @param durationMs by phase: {@code latestOffset, queryPlanning, addBatch, walCommit, commitBatch, triggerExecution}
 * @param eventTime {@code watermark} and others as ISO-8601 texts
 */
public record QueryProgress(
        String id,
        String runId,
        String name,
        Instant timestamp,
        long batchId,
        double batchDurationP50Ms,
        double batchDurationP99Ms,
        long numInputRows,
        double inputRowsPerSecond,
        double processedRowsPerSecond,
        Map<String, Long> durationMs,
        Map<String, String> eventTime,
        List<OperatorProgress> stateOperators,
        List<SourceProgress> sources,
        SinkProgress sink) {

    /** State of one operator after the batch. */
    public record OperatorProgress(
            String operatorName,
            long numRowsTotal,
            long numRowsUpdated,
            long memoryUsedBytes,
            long numRowsDroppedByWatermark) {}

    /** What one source gave. */
    public record SourceProgress(
            String description,
            String startOffset,
            String endOffset,
            String latestOffset,
            long numInputRows,
            long skippedRows,
            String watermark) {}

    /** What the sink took. */
    public record SinkProgress(String description, long numOutputRows) {}
}
