package io.millrace.operator;

import io.millrace.columnar.Column;
import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.LongColumn;
import io.millrace.plan.WindowAggregate;
import io.millrace.state.GroupStore;
import java.util.Arrays;
import java.util.function.Consumer;

/** Makes the result rows of one window, in batches of which all have the same columns of times. */
final class WindowRows {
    /** So that no reader has to hold a window of a million groups at once. */
    static final int BATCH_ROWS_MAX = 4_096;

    private final WindowAggregate plan;
    private final long startMicros;
    private final long endMicros;
    private long[][] times = new long[0][];

    WindowRows(WindowAggregate plan, long number) {
        this.plan = plan;
        this.startMicros = plan.window().windowStart(number);
        this.endMicros = plan.window().windowEnd(number);
    }

    long endMicros() {
        return endMicros;
    }

    /** Gives the results of groups, in their order. */
    void of(GroupStore store, int[] ordered, int count, Consumer<ColumnBatch> out) {
        int[] slots = new int[Math.min(count, BATCH_ROWS_MAX)];
        reserveTimes(slots.length);
        for (int from = 0; from < count; from += BATCH_ROWS_MAX) {
            int rowCount = Math.min(BATCH_ROWS_MAX, count - from);
            System.arraycopy(ordered, from, slots, 0, rowCount);
            out.accept(batch(store.results(slots, rowCount), rowCount));
        }
    }

    private ColumnBatch batch(Column[] results, int rowCount) {
        int keys = plan.keys().size();
        Column[] columns = new Column[plan.schema().size()];
        System.arraycopy(results, 0, columns, 0, keys);
        for (int i = 0; i < times.length; i++) {
            columns[keys + i] = new LongColumn(times[i], null, rowCount);
        }
        System.arraycopy(
                results, keys, columns, keys + times.length, plan.calls().size());
        return ColumnBatch.of(plan.schema(), rowCount, columns);
    }

    private void reserveTimes(int rowCount) {
        if (times.length == 0 || times[0].length < rowCount) {
            times = new long[][] {
                constant(startMicros, rowCount), constant(endMicros, rowCount), constant(endMicros - 1, rowCount)
            };
        }
    }

    private static long[] constant(long value, int count) {
        long[] values = new long[count];
        Arrays.fill(values, value);
        return values;
    }
}
