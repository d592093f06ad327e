package io.millrace.operator;

import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.LongColumn;
import io.millrace.columnar.LongView;
import io.millrace.columnar.Selection;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.plan.AssignWatermark;
import io.millrace.time.Watermarks;

/** Notes the highest event time of what passes, and does with NULL and late times what the table says. */
public final class WatermarkOperator implements Operator {
    private final AssignWatermark plan;
    private long maxTime;
    private long lateRows;
    private long nullRows;
    private long lateBefore;
    private LateRows late = LateRows.IGNORED;

    WatermarkOperator(AssignWatermark plan) {
        this.plan = plan;
    }

    @Override
    public void begin(BatchContext context) {
        maxTime = Watermarks.NONE;
        lateRows = 0;
        late = context.late();
        nullRows = 0;
        lateBefore = plan.dropLate() ? context.lateWatermark() : Watermarks.NONE;
    }

    @Override
    public void process(int input, ColumnBatch batch, Output out) {
        LongView view = batch.longView(plan.column());
        if (view != null && view.isInVector()) {
            processVector(batch, view.address(), out);
            return;
        }
        LongColumn times = batch.longs(plan.column());
        boolean[] nulls = times.nulls();
        long[] values = times.values();
        int rowCount = batch.rowCount();
        long max = maxTime;
        long min = Long.MAX_VALUE;
        boolean anyNull = false;
        for (int row = 0; row < rowCount; row++) {
            if (nulls != null && nulls[row]) {
                anyNull = true;
            } else {
                max = Math.max(max, values[row]);
                min = Math.min(min, values[row]);
            }
        }
        maxTime = max;
        boolean dropNulls = anyNull && !plan.nullTime().equals("keep");
        if (dropNulls || min < lateBefore) {
            emitKept(batch, times, dropNulls, out);
        } else {
            nullRows += anyNull ? count(nulls, rowCount) : 0;
            out.emit(batch);
        }
    }

    /** Leaves the times where they are: operators behind this one then read the other columns there, too. */
    private void processVector(ColumnBatch batch, long address, Output out) {
        int rowCount = batch.rowCount();
        long max = maxTime;
        long min = Long.MAX_VALUE;
        for (int row = 0; row < rowCount; row++) {
            long time = LongView.at(address, row);
            max = Math.max(max, time);
            min = Math.min(min, time);
        }
        maxTime = max;
        if (min < lateBefore) {
            emitKept(batch, batch.longs(plan.column()), false, out);
        } else {
            out.emit(batch);
        }
    }

    private void emitKept(ColumnBatch batch, LongColumn times, boolean dropNulls, Output out) {
        int[] rows = new int[batch.rowCount()];
        int count = 0;
        for (int row = 0; row < batch.rowCount(); row++) {
            if (times.isNull(row)) {
                nullRows++;
                if (plan.nullTime().equals("fail")) {
                    throw new MillraceException(
                            ErrorCode.NOT_NULL_VIOLATION,
                            "a row has NULL in its event time column \""
                                    + batch.schema().field(plan.column()).name()
                                    + "\"; set 'null-event-time' to 'keep' or 'drop' on the table to go on");
                }
                if (!dropNulls) {
                    rows[count++] = row;
                }
            } else if (times.values()[row] < lateBefore) {
                lateRows++;
                late.add(batch, row, lateBefore);
            } else {
                rows[count++] = row;
            }
        }
        if (count > 0) {
            out.emit(batch.take(new Selection(rows, count)));
        }
    }

    private static int count(boolean[] nulls, int rowCount) {
        int count = 0;
        for (int row = 0; row < rowCount; row++) {
            count += nulls[row] ? 1 : 0;
        }
        return count;
    }

    /** Highest event time since {@code begin}; NONE when there was none. */
    public long maxTime() {
        return maxTime;
    }

    /** Rows dropped since {@code begin} because they were behind the watermark. */
    public long lateRows() {
        return lateRows;
    }

    /** Rows with a NULL time since {@code begin}. */
    public long nullRows() {
        return nullRows;
    }
}
