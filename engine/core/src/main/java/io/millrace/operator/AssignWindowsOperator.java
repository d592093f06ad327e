package io.millrace.operator;

import io.millrace.columnar.Column;
import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.LongColumn;
import io.millrace.plan.AssignWindows;
import io.millrace.time.WindowAssignment;
import java.util.Arrays;

/** Gives each row once for every window it belongs to, the earliest window first. */
final class AssignWindowsOperator implements Operator {
    private final AssignWindows plan;
    private final WindowAssignment window;

    AssignWindowsOperator(AssignWindows plan) {
        this.plan = plan;
        this.window = plan.window();
    }

    @Override
    public void begin(BatchContext context) {}

    @Override
    public void process(int input, ColumnBatch batch, Output out) {
        LongColumn times = batch.longs(plan.timeColumn());
        int[] rows = new int[batch.rowCount()];
        long[] numbers = new long[batch.rowCount()];
        int count = 0;
        // the pane that the last row was in: [paneFrom, paneTo), and the windows over it
        long paneFrom = 1;
        long paneTo = 0;
        long first = 0;
        long last = -1;
        for (int row = 0; row < batch.rowCount(); row++) {
            if (times.isNull(row)) {
                continue;
            }
            long time = times.values()[row];
            if (time < paneFrom || time >= paneTo) {
                long pane = window.pane(time);
                paneFrom = window.paneStart(pane);
                paneTo = window.paneStart(pane + 1);
                first = window.firstWindow(pane);
                last = window.lastWindow(pane);
            }
            int needed = Math.addExact(count, (int) Math.max(0, last - first + 1));
            if (needed > rows.length) {
                int capacity = Math.max(needed, Math.addExact(rows.length, rows.length >> 1));
                rows = Arrays.copyOf(rows, capacity);
                numbers = Arrays.copyOf(numbers, capacity);
            }
            for (long number = first; number <= last; number++) {
                if (!window.repeats(number)) {
                    rows[count] = row;
                    numbers[count++] = number;
                }
            }
        }
        if (count > 0) {
            out.emit(result(batch, rows, numbers, count));
        }
    }

    private ColumnBatch result(ColumnBatch batch, int[] rows, long[] numbers, int count) {
        int inputColumns = batch.schema().size();
        Column[] columns = new Column[inputColumns + 3];
        for (int i = 0; i < inputColumns; i++) {
            columns[i] = batch.column(i).take(rows, count);
        }
        long[] starts = new long[count];
        long[] ends = new long[count];
        long[] times = new long[count];
        for (int i = 0; i < count; i++) {
            boolean again = i > 0 && numbers[i] == numbers[i - 1];
            starts[i] = again ? starts[i - 1] : window.windowStart(numbers[i]);
            ends[i] = again ? ends[i - 1] : window.windowEnd(numbers[i]);
            times[i] = ends[i] - 1;
        }
        columns[inputColumns] = new LongColumn(starts, null, count);
        columns[inputColumns + 1] = new LongColumn(ends, null, count);
        columns[inputColumns + 2] = new LongColumn(times, null, count);
        return ColumnBatch.of(plan.schema(), count, columns)
                .withWeights(RowCopies.weights(batch.weights(), rows, count));
    }
}
