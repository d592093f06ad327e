package io.millrace.connector;

/**
 * How much one micro-batch may take from a source.
 *
 * @param maxRows at most this many rows; a source that cannot count before it reads may exceed it by one split
 * @param maxBytes at most about this many bytes of input
 */
public record ReadLimit(long maxRows, long maxBytes) {
    public static final ReadLimit NONE = new ReadLimit(Long.MAX_VALUE, Long.MAX_VALUE);
}
