package io.millrace.checkpoint;

/**
 * What the writing of a checkpoint has cost since it was opened.
 *
 * @param logBytes appended to the log
 * @param stateBytes of state files, deltas and snapshots
 * @param syncs of files and folders
 * @param syncNanos time spent in them
 * @param snapshots written
 */
public record CheckpointCost(long logBytes, long stateBytes, long syncs, long syncNanos, long snapshots) {}
