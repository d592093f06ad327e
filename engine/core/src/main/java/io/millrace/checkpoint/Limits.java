package io.millrace.checkpoint;

/**
 * How large things may grow in a checkpoint.
 *
 * @param inlineBytesMax changes up to this size are kept in the log entry
 * @param segmentBytesMax a log segment beyond this size is followed by another, since recovery reads segments whole
 */
record Limits(long inlineBytesMax, long segmentBytesMax) {
    static final Limits DEFAULT = new Limits(128L << 10, 32L << 20);
}
