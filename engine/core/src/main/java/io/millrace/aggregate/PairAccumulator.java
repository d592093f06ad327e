package io.millrace.aggregate;

import io.millrace.columnar.Column;
import io.millrace.columnar.DataType;
import io.millrace.columnar.DoubleColumn;
import io.millrace.columnar.LongColumn;
import java.util.Arrays;
import java.util.List;

/**
 * Covariance, correlation and linear regression over pairs (y, x), in DOUBLE: kept up row by row like {@link
 * DoubleSpreadAccumulator}.
 */
final class PairAccumulator implements Accumulator {
    /** Per slot: means of y and x, sums of squared distances of y and x, sum of multiplied distances. */
    private static final int WIDTH = 5;

    private final PairStatistic statistic;
    private long[] counts = new long[0];
    private double[] moments = new double[0];

    PairAccumulator(PairStatistic statistic) {
        this.statistic = statistic;
    }

    @Override
    public void reserve(int slotLimit) {
        if (slotLimit > counts.length) {
            int capacity = Slots.grown(counts.length, slotLimit);
            counts = Arrays.copyOf(counts, capacity);
            moments = Arrays.copyOf(moments, WIDTH * capacity);
        }
    }

    @Override
    public void add(int[] groups, int[] rows, int count, Column[] inputs, long[] weights) {
        double[] ys = Numbers.doubles(inputs[0]);
        double[] xs = Numbers.doubles(inputs[1]);
        for (int i = 0; i < count; i++) {
            int row = rows == null ? i : rows[i];
            combine(groups[i], weights == null ? 1 : weights[row], ys[row], xs[row]);
        }
    }

    /** Adds pairs that are all the same; what a merge has beyond that it adds itself. */
    private void combine(int group, long addCount, double y, double x) {
        long before = counts[group];
        long total = before + addCount;
        int at = WIDTH * group;
        counts[group] = total;
        if (before == 0) {
            moments[at] = y;
            moments[at + 1] = x;
            return;
        }
        double byY = y - moments[at];
        double byX = x - moments[at + 1];
        double share = (double) addCount / total;
        moments[at] += byY * share;
        moments[at + 1] += byX * share;
        moments[at + 2] += byY * byY * before * share;
        moments[at + 3] += byX * byX * before * share;
        moments[at + 4] += byY * byX * before * share;
    }

    @Override
    public void merge(Accumulator other, int[] from, int[] to, int count) {
        PairAccumulator theirs = (PairAccumulator) other;
        for (int i = 0; i < count; i++) {
            int there = WIDTH * from[i];
            if (theirs.counts[from[i]] != 0) {
                combine(to[i], theirs.counts[from[i]], theirs.moments[there], theirs.moments[there + 1]);
                for (int j = 2; j < WIDTH; j++) {
                    moments[WIDTH * to[i] + j] += theirs.moments[there + j];
                }
            }
        }
    }

    @Override
    public Column result(int[] slots, int count) {
        double[] values = new double[count];
        boolean[] nulls = null;
        for (int i = 0; i < count; i++) {
            long pairs = counts[slots[i]];
            int at = WIDTH * slots[i];
            if (statistic.isNull(pairs, moments[at + 2], moments[at + 3])) {
                nulls = nulls == null ? new boolean[count] : nulls;
                nulls[i] = true;
            } else {
                values[i] = statistic.of(
                        pairs, moments[at], moments[at + 1], moments[at + 2], moments[at + 3], moments[at + 4]);
            }
        }
        return statistic == PairStatistic.REGR_COUNT
                ? new LongColumn(Slots.take(counts, slots, count), null, count)
                : new DoubleColumn(values, nulls, count);
    }

    @Override
    public void clear(int slot) {
        counts[slot] = 0;
        Arrays.fill(moments, WIDTH * slot, WIDTH * (slot + 1), 0);
    }

    @Override
    public List<DataType> stateTypes() {
        return List.of(
                DataType.BIGINT, DataType.DOUBLE, DataType.DOUBLE, DataType.DOUBLE, DataType.DOUBLE, DataType.DOUBLE);
    }

    @Override
    public Column[] save(int[] slots, int count) {
        Column[] state = new Column[1 + WIDTH];
        state[0] = new LongColumn(Slots.take(counts, slots, count), null, count);
        for (int j = 0; j < WIDTH; j++) {
            double[] values = new double[count];
            for (int i = 0; i < count; i++) {
                values[i] = moments[WIDTH * slots[i] + j];
            }
            state[1 + j] = new DoubleColumn(values, null, count);
        }
        return state;
    }

    @Override
    public void load(int[] slots, int count, Column[] state) {
        Slots.put(counts, slots, count, state[0]);
        for (int j = 0; j < WIDTH; j++) {
            double[] values = ((DoubleColumn) state[1 + j]).values();
            for (int i = 0; i < count; i++) {
                moments[WIDTH * slots[i] + j] = values[i];
            }
        }
    }

    @Override
    public long heapBytes() {
        return 48L * counts.length;
    }
}
