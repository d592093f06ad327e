package io.millrace.aggregate;

import io.millrace.columnar.Column;
import io.millrace.columnar.DataType;
import io.millrace.columnar.DoubleColumn;
import java.util.Arrays;
import java.util.List;

/**
 * SUM and AVG of REAL and DOUBLE. Not invertible: subtracting does not undo the rounding of an addition, nor an infinity.
 */
final class DoubleSumAccumulator implements Accumulator {
    private final boolean average;
    private double[] sums = new double[0];
    private long[] counts = new long[0];

    DoubleSumAccumulator(boolean average) {
        this.average = average;
    }

    @Override
    public void reserve(int slotLimit) {
        if (slotLimit > counts.length) {
            int capacity = Slots.grown(counts.length, slotLimit);
            sums = Arrays.copyOf(sums, capacity);
            counts = Arrays.copyOf(counts, capacity);
        }
    }

    @Override
    public void add(int[] groups, int[] rows, int count, Column[] inputs, long[] weights) {
        Column input = inputs[0];
        double[] values = ((DoubleColumn) input).values();
        boolean[] nulls = input.nulls();
        for (int i = 0; i < count; i++) {
            int row = rows == null ? i : rows[i];
            if (nulls == null || !nulls[row]) {
                long weight = weights == null ? 1 : weights[row];
                sums[groups[i]] += weight == 1 ? values[row] : values[row] * weight;
                counts[groups[i]] += weight;
            }
        }
    }

    @Override
    public void merge(Accumulator other, int[] from, int[] to, int count) {
        DoubleSumAccumulator theirs = (DoubleSumAccumulator) other;
        for (int i = 0; i < count; i++) {
            sums[to[i]] += theirs.sums[from[i]];
            counts[to[i]] += theirs.counts[from[i]];
        }
    }

    @Override
    public Column result(int[] slots, int count) {
        return average ? averages(slots, count) : sums(slots, count);
    }

    Column averages(int[] slots, int count) {
        double[] averages = Slots.take(sums, slots, count);
        for (int i = 0; i < count; i++) {
            averages[i] /= counts[slots[i]];
        }
        return new DoubleColumn(averages, Slots.zeros(counts, slots, count), count);
    }

    Column sums(int[] slots, int count) {
        return new DoubleColumn(Slots.take(sums, slots, count), Slots.zeros(counts, slots, count), count);
    }

    @Override
    public void clear(int slot) {
        sums[slot] = 0;
        counts[slot] = 0;
    }

    @Override
    public List<DataType> stateTypes() {
        return List.of(DataType.DOUBLE, DataType.BIGINT);
    }

    @Override
    public Column[] save(int[] slots, int count) {
        return new Column[] {
            new DoubleColumn(Slots.take(sums, slots, count), null, count),
            new io.millrace.columnar.LongColumn(Slots.take(counts, slots, count), null, count)
        };
    }

    @Override
    public void load(int[] slots, int count, Column[] state) {
        Slots.put(sums, slots, count, state[0]);
        Slots.put(counts, slots, count, state[1]);
    }

    @Override
    public long heapBytes() {
        return 16L * counts.length;
    }
}
