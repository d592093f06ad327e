package io.millrace.checkpoint;

/**
 * What the log says of a micro-batch.
 *
 * @param file where its state changes are; null when they are in the log entry itself
 */
record StoredBatch(BatchRecord record, StateFile file) {}
