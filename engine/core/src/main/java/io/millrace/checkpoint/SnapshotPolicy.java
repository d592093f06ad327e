package io.millrace.checkpoint;

/**
 * When a snapshot is due: when reading the changes since the last one costs more than reading a snapshot. So the log
 * and its files stay within about twice the state, however long the query runs, and on average each byte of state is
 * written twice.
 */
final class SnapshotPolicy {
    /** What reading one batch's changes costs beside their bytes, as bytes. */
    private static final long BATCH_BYTES = 16L << 10;
    /** Changes below this are never worth a snapshot: about 500 small batches. */
    private static final long CHANGE_BYTES_MIN = 8L << 20;
    /** Bound on the number of files. */
    private static final int DELTA_FILES_MAX = 1024;

    private long changeBytes;
    private int deltaFiles;
    private long snapshotBytes;

    void recorded(LogState.Entry entry) {
        changeBytes += entry.stateBytes() + BATCH_BYTES;
        deltaFiles += entry.file() == null ? 0 : 1;
    }

    void snapshot(long bytes) {
        changeBytes = 0;
        deltaFiles = 0;
        snapshotBytes = bytes;
    }

    void recovered(LogState state) {
        SegmentStart.Base base = state.start().base();
        snapshot(base == null ? 0 : base.file().bytes());
        state.entries(base == null ? 0 : base.batch() + 1, state.lastBatch()).forEach(this::recorded);
    }

    boolean due() {
        return changeBytes >= Math.max(snapshotBytes, CHANGE_BYTES_MIN) || deltaFiles >= DELTA_FILES_MAX;
    }
}
