package io.millrace.operator;

import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.Selection;
import io.millrace.state.TimeRange;

/** Parts rows by the segment of an aggregate's state that they belong to, and hands out those whose segment has closed. */
abstract class SegmentRows {
    /** Takes rows of one segment, in their order. */
    interface Part {
        void accept(long segment, ColumnBatch batch, Selection rows);

        /** Takes rows of one segment from {@code from} on; returns the first row that it did not take. */
        default int acceptRun(long segment, ColumnBatch batch, int from, TimeRange run) {
            return from;
        }
    }

    private long lateRows;

    abstract void part(ColumnBatch batch, BatchContext context, Part out);

    final void addLate(long rows) {
        lateRows += rows;
    }

    /** Late rows since {@link #forgetLate}. */
    final long lateRows() {
        return lateRows;
    }

    final void forgetLate() {
        lateRows = 0;
    }
}
