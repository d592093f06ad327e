package io.millrace.runtime;

import io.millrace.checkpoint.Limits;
import io.millrace.state.StateBackend;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;

/**
 * How a query runs; nothing here changes its answer.
 *
 * @param checkpointRoot folder under which the query owns {@code <root>/<name>}; null for a temporary one that goes with
 *     the query
 * @param maxRowsPerBatch limit per source and micro-batch
 * @param parallelism worker threads
 * @param zone the session's time zone
 * @param clock wall clock
 * @param memoryLimitBytes most that state and micro-batch of the query may hold in memory
 * @param stateBackend where the state is: {@link StateBackend#MEMORY}, or the name of a {@link StateBackend}
 * @param retainBatches the state after each of so many last micro-batches stays readable in the checkpoint
 * @param restart what becomes of the query when it fails; only where it has a checkpoint
 */
public record QuerySettings(
        Path checkpointRoot,
        Trigger trigger,
        long maxRowsPerBatch,
        int parallelism,
        ZoneId zone,
        InstantSource clock,
        long memoryLimitBytes,
        String stateBackend,
        int retainBatches,
        RestartPolicy restart) {

    /** Settings of a query that has all state in memory, is not restarted, and keeps as little of the past as it can. */
    public QuerySettings(
            Path checkpointRoot,
            Trigger trigger,
            long maxRowsPerBatch,
            int parallelism,
            ZoneId zone,
            InstantSource clock,
            long memoryLimitBytes) {
        this(
                checkpointRoot,
                trigger,
                maxRowsPerBatch,
                parallelism,
                zone,
                clock,
                memoryLimitBytes,
                StateBackend.MEMORY,
                Limits.RETAIN_BATCHES_MIN,
                RestartPolicy.NONE);
    }
}
