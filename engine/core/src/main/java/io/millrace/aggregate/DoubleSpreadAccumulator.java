package io.millrace.aggregate;

import io.millrace.columnar.Column;
import io.millrace.columnar.DataType;
import io.millrace.columnar.DoubleColumn;
import io.millrace.columnar.LongColumn;
import java.util.Arrays;
import java.util.List;

/**
 * Variance and standard deviation of REAL and DOUBLE: count, mean and the sum of squared distances from the mean, kept up
 * row by row, so that values far from zero lose no digits.
 *
 * <p>Source: Welford 1962 for a row, Chan, Golub and LeVeque 1979 for a merge.
 */
final class DoubleSpreadAccumulator implements Accumulator {
    private final Spread spread;
    private long[] counts = new long[0];
    private double[] means = new double[0];
    private double[] squares = new double[0];

    DoubleSpreadAccumulator(Spread spread) {
        this.spread = spread;
    }

    @Override
    public void reserve(int slotLimit) {
        if (slotLimit > counts.length) {
            int capacity = Slots.grown(counts.length, slotLimit);
            counts = Arrays.copyOf(counts, capacity);
            means = Arrays.copyOf(means, capacity);
            squares = Arrays.copyOf(squares, capacity);
        }
    }

    @Override
    public void add(int[] groups, int[] rows, int count, Column[] inputs, long[] weights) {
        double[] values = Numbers.doubles(inputs[0]);
        for (int i = 0; i < count; i++) {
            int row = rows == null ? i : rows[i];
            combine(groups[i], weights == null ? 1 : weights[row], values[row], 0);
        }
    }

    private void combine(int group, long addCount, double addMean, double addSquares) {
        long before = counts[group];
        long total = before + addCount;
        double distance = addMean - means[group];
        counts[group] = total;
        means[group] = before == 0 ? addMean : means[group] + distance * addCount / total;
        squares[group] += addSquares + (before == 0 ? 0 : distance * distance * before / total * addCount);
    }

    @Override
    public void merge(Accumulator other, int[] from, int[] to, int count) {
        DoubleSpreadAccumulator theirs = (DoubleSpreadAccumulator) other;
        for (int i = 0; i < count; i++) {
            int slot = from[i];
            if (theirs.counts[slot] != 0) {
                combine(to[i], theirs.counts[slot], theirs.means[slot], theirs.squares[slot]);
            }
        }
    }

    @Override
    public Column result(int[] slots, int count) {
        return spread.results(counts, slots, count, (slot, freedom) -> squares[slot] / freedom);
    }

    @Override
    public void clear(int slot) {
        counts[slot] = 0;
        means[slot] = 0;
        squares[slot] = 0;
    }

    @Override
    public List<DataType> stateTypes() {
        return List.of(DataType.BIGINT, DataType.DOUBLE, DataType.DOUBLE);
    }

    @Override
    public Column[] save(int[] slots, int count) {
        return new Column[] {
            new LongColumn(Slots.take(counts, slots, count), null, count),
            new DoubleColumn(Slots.take(means, slots, count), null, count),
            new DoubleColumn(Slots.take(squares, slots, count), null, count)
        };
    }

    @Override
    public void load(int[] slots, int count, Column[] state) {
        Slots.put(counts, slots, count, state[0]);
        Slots.put(means, slots, count, state[1]);
        Slots.put(squares, slots, count, state[2]);
    }

    @Override
    public long heapBytes() {
        return 24L * counts.length;
    }
}
