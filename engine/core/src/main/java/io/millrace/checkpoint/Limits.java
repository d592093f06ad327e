package io.millrace.checkpoint;

/**
 * How large things may grow in a checkpoint.
 *
 * @param inlineBytesMax changes up to this size are kept in the log entry
 * @param segmentBytesMax a log segment beyond this size is followed by another, since recovery reads segments whole
 * @param changeBytesMin changes below this, each batch counted with 16 KiB, are never worth a snapshot
 */
public record Limits(long inlineBytesMax, long segmentBytesMax, long changeBytesMin) {
    /** About 500 small batches are kept without a snapshot. */
    public static final Limits DEFAULT = new Limits(128L << 10, 32L << 20, 8L << 20);
}
