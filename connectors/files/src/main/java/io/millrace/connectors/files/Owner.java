package io.millrace.connectors.files;

/**
 * A query that writes a directory, the only one until it has ended.
 *
 * @param version of this form
 * @param mode in which it gives its rows; null in what early versions wrote
 * @param firstBatch number that its batch 0 has in this directory: those before are of queries that have ended
 * @param firstEpoch the same of its epoch 0
 */
record Owner(int version, String queryId, String queryName, String mode, long firstBatch, long firstEpoch) {}
