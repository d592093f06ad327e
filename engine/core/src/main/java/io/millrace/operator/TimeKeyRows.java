package io.millrace.operator;

import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.LongColumn;
import io.millrace.columnar.Selection;
import io.millrace.plan.Aggregate;
import io.millrace.time.Watermarks;

/** Rows by the value of the key that says when their group is final; where there is none all rows are of segment 0. */
final class TimeKeyRows extends SegmentRows {
    /** Segment of groups whose time key is NULL: no watermark closes them, only the end of all input. */
    static final long NO_TIME = Long.MAX_VALUE;

    private final Aggregate plan;

    TimeKeyRows(Aggregate plan) {
        this.plan = plan;
    }

    @Override
    void part(ColumnBatch batch, BatchContext context, Part out) {
        if (plan.close() == null) {
            out.accept(0, batch, Selection.all(batch.rowCount()));
            return;
        }
        LongColumn times = batch.longs(plan.keys().get(plan.close().key()));
        long[] numbers = new long[batch.rowCount()];
        int[] rows = new int[batch.rowCount()];
        int count = 0;
        for (int row = 0; row < batch.rowCount(); row++) {
            long segment = times.isNull(row) ? NO_TIME : times.values()[row];
            if (isClosed(segment, context.lateWatermark())) {
                addLate(1);
                giveLate(batch, row, segment, context);
            } else {
                numbers[count] = segment;
                rows[count++] = row;
            }
        }
        RowRuns.part(numbers, new Selection(rows, count), (segment, part) -> out.accept(segment, batch, part));
    }

    private void giveLate(ColumnBatch batch, int row, long segment, BatchContext context) {
        long offset = plan.close().offsetMicros();
        boolean window = segment != NO_TIME && offset != 1;
        long start = window && offset > 1 ? segment : LateRows.NO_TIME;
        context.late().add(batch, row, context.lateWatermark(), start, window ? segment + offset : LateRows.NO_TIME);
    }

    boolean isClosed(long segment, long watermark) {
        if (watermark == Watermarks.END) {
            return true;
        }
        return segment != NO_TIME
                && segment <= Watermarks.minus(watermark, plan.close().offsetMicros());
    }
}
