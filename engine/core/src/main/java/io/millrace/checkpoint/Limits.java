package io.millrace.checkpoint;

/**
 * How large things may grow in a checkpoint, and how much of the past it keeps.
 *
 * @param inlineBytesMax changes up to this size are kept in the log entry, which takes one sync; a file takes two more
 * @param inlineBytesMaxAfterSnapshot the same as long as the changes since the last snapshot are less than a segment: what is
 *     in the log is read twice by recovery
 * @param segmentBytesMax a log segment beyond this size is followed by another, since recovery reads segments whole
 * @param changeBytesMin changes below this, each batch counted with 16 KiB, are never worth a snapshot
 * @param retainBatches the state after each of so many last batches can be restored; at least 2, since to run the last
 *     one again takes the state before it
 */
public record Limits(
        long inlineBytesMax,
        long inlineBytesMaxAfterSnapshot,
        long segmentBytesMax,
        long changeBytesMin,
        int retainBatches) {
    public static final int RETAIN_BATCHES_MIN = 2;

    /** About 500 small batches are kept without a snapshot. */
    public static final Limits DEFAULT = new Limits(128L << 10, 4L << 20, 32L << 20, 8L << 20, RETAIN_BATCHES_MIN);

    public Limits {
        retainBatches = Math.max(retainBatches, RETAIN_BATCHES_MIN);
    }

    /** Limits of a checkpoint that keeps as little of the past as it can. */
    public Limits(long inlineBytesMax, long segmentBytesMax, long changeBytesMin) {
        this(inlineBytesMax, inlineBytesMax, segmentBytesMax, changeBytesMin, RETAIN_BATCHES_MIN);
    }

    /** The same with more of the past. */
    public Limits retaining(int batches) {
        return new Limits(inlineBytesMax, inlineBytesMaxAfterSnapshot, segmentBytesMax, changeBytesMin, batches);
    }
}
