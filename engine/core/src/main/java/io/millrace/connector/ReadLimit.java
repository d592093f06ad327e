package io.millrace.connector;

/**
 * How much one micro-batch may take from a source.
 *
 * @param maxRows at most this many rows; a source that cannot count before it reads may exceed it by one split
 * @param maxBytes at most about this many bytes: those that the rows take in memory where the source can tell, else those
 *     that it stores
 */
public record ReadLimit(long maxRows, long maxBytes) {
    public static final ReadLimit NONE = new ReadLimit(Long.MAX_VALUE, Long.MAX_VALUE);
}
