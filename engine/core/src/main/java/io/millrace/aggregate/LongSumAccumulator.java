package io.millrace.aggregate;

import io.millrace.columnar.Column;
import io.millrace.columnar.DataType;
import io.millrace.columnar.DoubleColumn;
import io.millrace.columnar.LongColumn;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.util.Arrays;
import java.util.List;

/**
 * SUM and AVG of integers, exact in 128 bits: the range is looked at when a result is given, never while adding, so that
 * an error cannot depend on the order of rows.
 */
final class LongSumAccumulator implements Accumulator {
    private static final double TWO_TO_64 = 0x1p64;

    private final boolean average;
    private long[] low = new long[0];
    private long[] high = new long[0];
    private long[] counts = new long[0];

    LongSumAccumulator(boolean average) {
        this.average = average;
    }

    @Override
    public void reserve(int slotLimit) {
        if (slotLimit > counts.length) {
            int capacity = Slots.grown(counts.length, slotLimit);
            low = Arrays.copyOf(low, capacity);
            high = Arrays.copyOf(high, capacity);
            counts = Arrays.copyOf(counts, capacity);
        }
    }

    @Override
    public void add(int[] groups, int[] rows, int count, Column input, long[] weights) {
        long[] values = ((LongColumn) input).values();
        boolean[] nulls = input.nulls();
        if (rows == null && nulls == null && weights == null) {
            addAll(groups, count, values);
            return;
        }
        for (int i = 0; i < count; i++) {
            int row = rows == null ? i : rows[i];
            if (nulls == null || !nulls[row]) {
                long weight = weights == null ? 1 : weights[row];
                add(groups[i], values[row] * weight, Math.multiplyHigh(values[row], weight));
                counts[groups[i]] += weight;
            }
        }
    }

    private void addAll(int[] groups, int count, long[] values) {
        long[] lows = low;
        long[] highs = high;
        long[] ns = counts;
        for (int i = 0; i < count; i++) {
            int group = groups[i];
            long value = values[i];
            long before = lows[group];
            long sum = before + value;
            lows[group] = sum;
            // what does not fit into 63 bits and a sign moves up; rare, so a branch
            if (((before ^ sum) & (value ^ sum)) < 0) {
                highs[group] += value < 0 ? -1 : 1;
            }
            ns[group]++;
        }
    }

    /** The value is {@code high * 2^64 + low} with a signed low word: high counts the wraps of low. */
    private void add(int group, long addLow, long addHigh) {
        long before = low[group];
        long sum = before + addLow;
        low[group] = sum;
        long wraps = addHigh - (addLow >> 63);
        if (((before ^ sum) & (addLow ^ sum)) < 0) {
            wraps += addLow < 0 ? -1 : 1;
        }
        high[group] += wraps;
    }

    @Override
    public void merge(Accumulator other, int[] from, int[] to, int count) {
        LongSumAccumulator theirs = (LongSumAccumulator) other;
        for (int i = 0; i < count; i++) {
            add(to[i], theirs.low[from[i]], theirs.low[from[i]] >> 63);
            high[to[i]] += theirs.high[from[i]];
            counts[to[i]] += theirs.counts[from[i]];
        }
    }

    @Override
    public Column result(int[] slots, int count) {
        boolean[] nulls = Slots.zeros(counts, slots, count);
        if (average) {
            double[] averages = new double[count];
            for (int i = 0; i < count; i++) {
                int slot = slots[i];
                double sum = high[slot] == 0 ? low[slot] : high[slot] * TWO_TO_64 + low[slot];
                averages[i] = counts[slot] == 0 ? 0 : sum / counts[slot];
            }
            return new DoubleColumn(averages, nulls, count);
        }
        for (int i = 0; i < count; i++) {
            if (high[slots[i]] != 0) {
                throw new MillraceException(
                        ErrorCode.NUMERIC_OVERFLOW,
                        "SUM is beyond BIGINT; cast the argument to DECIMAL(38, 0) to get the exact sum");
            }
        }
        return new LongColumn(Slots.take(low, slots, count), nulls, count);
    }

    @Override
    public void clear(int slot) {
        low[slot] = 0;
        high[slot] = 0;
        counts[slot] = 0;
    }

    @Override
    public void clearAll(int slotLimit) {
        Arrays.fill(low, 0, slotLimit, 0);
        Arrays.fill(high, 0, slotLimit, 0);
        Arrays.fill(counts, 0, slotLimit, 0);
    }

    @Override
    public boolean invertible() {
        return true;
    }

    @Override
    public List<DataType> stateTypes() {
        return List.of(DataType.BIGINT, DataType.BIGINT, DataType.BIGINT);
    }

    @Override
    public Column[] save(int[] slots, int count) {
        return new Column[] {
            new LongColumn(Slots.take(low, slots, count), null, count),
            new LongColumn(Slots.take(high, slots, count), null, count),
            new LongColumn(Slots.take(counts, slots, count), null, count)
        };
    }

    @Override
    public void load(int[] slots, int count, Column[] state) {
        Slots.put(low, slots, count, state[0]);
        Slots.put(high, slots, count, state[1]);
        Slots.put(counts, slots, count, state[2]);
    }

    @Override
    public long heapBytes() {
        return 24L * counts.length;
    }
}
