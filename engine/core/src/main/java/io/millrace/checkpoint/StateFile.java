package io.millrace.checkpoint;

/**
 * A file of state chunks as the log names it.
 *
 * @param bytes its length
 * @param checksum CRC-32C of the whole file
 */
record StateFile(String name, long bytes, long checksum) {}
