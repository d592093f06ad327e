package io.millrace.operator;

import io.millrace.columnar.ColumnBatch;

/**
 * Takes the rows that an operator drops as late: see {@link BatchContext#late()}. An operator counts them besides, for
 * {@link StatefulOperator#lateRows()}.
 *
 * <p>Units: event time in microseconds. Ownership: the batch is borrowed until the call returns. Threads: one for each
 * share of an operator.
 */
public interface LateRows {
    /** No window, or a side of one that the operator does not know. */
    long NO_TIME = Long.MIN_VALUE;

    /** Nobody asked for them: costs nothing. */
    LateRows IGNORED = new LateRows() {
        @Override
        public void add(ColumnBatch batch, int row, long watermark, long windowStart, long windowEnd) {}

        @Override
        public void addAll(ColumnBatch batch, long watermark, long windowStart, long windowEnd) {}
    };

    /**
     * Takes one row.
     *
     * @param watermark the one it is behind
     * @param windowStart of the last window that it would have been in; NO_TIME where that is not known
     * @param windowEnd likewise
     */
    void add(ColumnBatch batch, int row, long watermark, long windowStart, long windowEnd);

    /** Takes a row that belongs to no window. */
    default void add(ColumnBatch batch, int row, long watermark) {
        add(batch, row, watermark, NO_TIME, NO_TIME);
    }

    /** Takes all rows of a batch, of one window. */
    default void addAll(ColumnBatch batch, long watermark, long windowStart, long windowEnd) {
        for (int row = 0; row < batch.rowCount(); row++) {
            add(batch, row, watermark, windowStart, windowEnd);
        }
    }
}
