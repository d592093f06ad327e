package io.millrace.runtime;

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
 */
public record QuerySettings(
        Path checkpointRoot,
        Trigger trigger,
        long maxRowsPerBatch,
        int parallelism,
        ZoneId zone,
        InstantSource clock,
        long memoryLimitBytes,
        String stateBackend) {
    /** With all state in memory. */
    public QuerySettings(
            Path checkpointRoot,
            Trigger trigger,
            long maxRowsPerBatch,
            int parallelism,
            ZoneId zone,
            InstantSource clock,
            long memoryLimitBytes) {
        this(checkpointRoot, trigger, maxRowsPerBatch, parallelism, zone, clock, memoryLimitBytes, StateBackend.MEMORY);
    }
}
