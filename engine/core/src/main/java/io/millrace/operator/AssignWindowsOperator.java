package io.millrace.operator;

import io.millrace.columnar.Column;
import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.LongColumn;
import io.millrace.plan.AssignWindows;
import io.millrace.time.SlidingWindow;

/** Gives each row once for every window it belongs to, the earliest window first. */
final class AssignWindowsOperator implements Operator {
    private final AssignWindows plan;

    AssignWindowsOperator(AssignWindows plan) {
        this.plan = plan;
    }

    @Override
    public void begin(BatchContext context) {}

    @Override
    public void process(int input, ColumnBatch batch, Output out) {
        SlidingWindow window = plan.window();
        LongColumn times = batch.longs(plan.timeColumn());
        int count = 0;
        for (int row = 0; row < batch.rowCount(); row++) {
            count = Math.addExact(count, times.isNull(row) ? 0 : window.windowsOf(times.values()[row]));
        }
        if (count == 0) {
            return;
        }
        int[] rows = new int[count];
        long[] starts = new long[count];
        int at = 0;
        for (int row = 0; row < batch.rowCount(); row++) {
            if (!times.isNull(row)) {
                long time = times.values()[row];
                long last = window.lastStart(time);
                for (long start = window.firstStart(time); start <= last; start += window.slideMicros()) {
                    rows[at] = row;
                    starts[at++] = start;
                }
            }
        }
        out.emit(result(batch, rows, starts, count));
    }

    private ColumnBatch result(ColumnBatch batch, int[] rows, long[] starts, int count) {
        int inputColumns = batch.schema().size();
        Column[] columns = new Column[inputColumns + 3];
        for (int i = 0; i < inputColumns; i++) {
            columns[i] = batch.column(i).take(rows, count);
        }
        long[] ends = new long[count];
        long[] times = new long[count];
        for (int i = 0; i < count; i++) {
            ends[i] = starts[i] + plan.window().sizeMicros();
            times[i] = ends[i] - 1;
        }
        columns[inputColumns] = new LongColumn(starts, null, count);
        columns[inputColumns + 1] = new LongColumn(ends, null, count);
        columns[inputColumns + 2] = new LongColumn(times, null, count);
        return ColumnBatch.of(plan.schema(), count, columns)
                .withWeights(RowCopies.weights(batch.weights(), rows, count));
    }
}
