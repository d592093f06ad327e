package io.millrace.runtime;

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
 * @param memoryLimitBytes most that state and micro-batch of the query may hold
 */
public record QuerySettings(
        Path checkpointRoot,
        Trigger trigger,
        long maxRowsPerBatch,
        int parallelism,
        ZoneId zone,
        InstantSource clock,
        long memoryLimitBytes) {}
