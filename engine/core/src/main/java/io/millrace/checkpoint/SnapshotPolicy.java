package io.millrace.checkpoint;

/**
 * When a snapshot is due: when reading the changes since the last one costs more than reading a snapshot. So the log
 * and its files stay within about twice the state, however long the query runs, and on average each byte of state is
 * written twice.
 */
final class SnapshotPolicy {
    /** What reading one batch's changes costs beside their bytes, as bytes. */
    private static final long BATCH_BYTES = 16L << 10;
    /** Bound on the number of files. */
    private static final int DELTA_FILES_MAX = 1024;
    /** Of a database a snapshot writes what is new, so it is worth it sooner; but hardly for less than a write buffer. */
    private static final long DATABASE_BYTES_MAX = 32L << 20;

    private final long changeBytesMin;
    private long changeBytes;
    private int deltaFiles;
    private long snapshotBytes;

    SnapshotPolicy(Limits limits) {
        this.changeBytesMin = limits.changeBytesMin();
    }

    void recorded(LogState.Entry entry) {
        changeBytes += entry.stateBytes() + BATCH_BYTES;
        deltaFiles += entry.file() == null ? 0 : 1;
    }

    void snapshot(SegmentStart.Base base) {
        snapshot(
                base == null ? 0 : base.database() == null ? base.bytes() : Math.min(base.bytes(), DATABASE_BYTES_MAX));
    }

    private void snapshot(long bytes) {
        changeBytes = 0;
        deltaFiles = 0;
        snapshotBytes = bytes;
    }

    void recovered(LogState state) {
        SegmentStart.Base base = state.start().base();
        snapshot(base);
        state.entries(base == null ? 0 : base.batch() + 1, state.lastBatch()).forEach(this::recorded);
    }

    /** Bytes of changes since the last snapshot, as they are counted here. */
    long changeBytes() {
        return changeBytes;
    }

    boolean due() {
        return changeBytes >= Math.max(snapshotBytes, changeBytesMin) || deltaFiles >= DELTA_FILES_MAX;
    }
}
