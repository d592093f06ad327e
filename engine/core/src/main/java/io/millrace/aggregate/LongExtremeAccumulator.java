package io.millrace.aggregate;

import io.millrace.columnar.Column;
import io.millrace.columnar.DataType;
import io.millrace.columnar.LongColumn;
import java.util.Arrays;
import java.util.List;

/** MIN and MAX of everything held as longs. */
final class LongExtremeAccumulator implements Accumulator {
    private final boolean max;
    private final DataType type;
    /** The extreme so far; of an empty group the value that any other beats. */
    private long[] values = new long[0];

    private boolean[] present = new boolean[0];
    private final long start;

    LongExtremeAccumulator(boolean max, DataType type) {
        this.max = max;
        this.type = type;
        this.start = max ? Long.MIN_VALUE : Long.MAX_VALUE;
    }

    @Override
    public void reserve(int slotLimit) {
        if (slotLimit > values.length) {
            int from = values.length;
            int capacity = Slots.grown(from, slotLimit);
            values = Arrays.copyOf(values, capacity);
            Arrays.fill(values, from, capacity, start);
            present = Arrays.copyOf(present, capacity);
        }
    }

    @Override
    public void add(int[] groups, int[] rows, int count, Column[] inputs, long[] weights) {
        Column input = inputs[0];
        long[] source = ((LongColumn) input).values();
        boolean[] nulls = input.nulls();
        if (nulls == null) {
            if (max) {
                addMax(groups, rows, count, source);
            } else {
                addMin(groups, rows, count, source);
            }
            return;
        }
        for (int i = 0; i < count; i++) {
            int row = rows == null ? i : rows[i];
            if (nulls == null || !nulls[row]) {
                fold(groups[i], source[row]);
            }
        }
    }

    private void addMax(int[] groups, int[] rows, int count, long[] source) {
        long[] mine = values;
        boolean[] there = present;
        for (int i = 0; i < count; i++) {
            int group = groups[i];
            mine[group] = Math.max(mine[group], source[rows == null ? i : rows[i]]);
            there[group] = true;
        }
    }

    private void addMin(int[] groups, int[] rows, int count, long[] source) {
        long[] mine = values;
        boolean[] there = present;
        for (int i = 0; i < count; i++) {
            int group = groups[i];
            mine[group] = Math.min(mine[group], source[rows == null ? i : rows[i]]);
            there[group] = true;
        }
    }

    private void fold(int group, long value) {
        values[group] = max ? Math.max(values[group], value) : Math.min(values[group], value);
        present[group] = true;
    }

    @Override
    public void merge(Accumulator other, int[] from, int[] to, int count) {
        LongExtremeAccumulator theirs = (LongExtremeAccumulator) other;
        for (int i = 0; i < count; i++) {
            if (theirs.present[from[i]]) {
                fold(to[i], theirs.values[from[i]]);
            }
        }
    }

    @Override
    public Column result(int[] slots, int count) {
        boolean[] nulls = null;
        for (int i = 0; i < count; i++) {
            if (!present[slots[i]]) {
                nulls = nulls == null ? new boolean[count] : nulls;
                nulls[i] = true;
            }
        }
        return new LongColumn(Slots.take(values, slots, count), nulls, count);
    }

    @Override
    public void clear(int slot) {
        values[slot] = start;
        present[slot] = false;
    }

    @Override
    public void clearAll(int slotLimit) {
        Arrays.fill(values, 0, slotLimit, start);
        Arrays.fill(present, 0, slotLimit, false);
    }

    @Override
    public List<DataType> stateTypes() {
        return List.of(type);
    }

    @Override
    public Column[] save(int[] slots, int count) {
        return new Column[] {result(slots, count)};
    }

    @Override
    public void load(int[] slots, int count, Column[] state) {
        for (int i = 0; i < count; i++) {
            clear(slots[i]);
            if (!state[0].isNull(i)) {
                fold(slots[i], ((LongColumn) state[0]).values()[i]);
            }
        }
    }

    @Override
    public long heapBytes() {
        return 9L * values.length;
    }
}
