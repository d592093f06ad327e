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
    /** Of each slot the low word of the sum, then the count: side by side, since every row touches both. */
    private long[] lowAndCount = new long[0];
    /** The sum is {@code high * 2^64 + low} with a signed low word: high counts the wraps of low. */
    private long[] high = new long[0];

    LongSumAccumulator(boolean average) {
        this.average = average;
    }

    @Override
    public void reserve(int slotLimit) {
        if (slotLimit > high.length) {
            int capacity = Slots.grown(high.length, slotLimit);
            lowAndCount = Arrays.copyOf(lowAndCount, 2 * capacity);
            high = Arrays.copyOf(high, capacity);
        }
    }

    @Override
    public void add(int[] groups, int[] rows, int count, Column[] inputs, long[] weights) {
        Column input = inputs[0];
        long[] values = ((LongColumn) input).values();
        boolean[] nulls = input.nulls();
        if (nulls == null && weights == null) {
            addAll(groups, rows, count, values);
            return;
        }
        for (int i = 0; i < count; i++) {
            int row = rows == null ? i : rows[i];
            if (nulls == null || !nulls[row]) {
                long weight = weights == null ? 1 : weights[row];
                add(groups[i], values[row] * weight, Math.multiplyHigh(values[row], weight), weight);
            }
        }
    }

    private void addAll(int[] groups, int[] rows, int count, long[] values) {
        long[] sums = lowAndCount;
        long[] highs = high;
        for (int i = 0; i < count; i++) {
            int at = 2 * groups[i];
            long value = values[rows == null ? i : rows[i]];
            long before = sums[at];
            long sum = before + value;
            sums[at] = sum;
            sums[at + 1]++;
            // what does not fit into 63 bits and a sign moves up; rare, so a branch
            if (((before ^ sum) & (value ^ sum)) < 0) {
                highs[groups[i]] += value < 0 ? -1 : 1;
            }
        }
    }

    private void add(int group, long addLow, long addHigh, long addCount) {
        long before = lowAndCount[2 * group];
        long sum = before + addLow;
        lowAndCount[2 * group] = sum;
        lowAndCount[2 * group + 1] += addCount;
        long wraps = addHigh - (addLow >> 63);
        if (((before ^ sum) & (addLow ^ sum)) < 0) {
            wraps += addLow < 0 ? -1 : 1;
        }
        if (wraps != 0) {
            high[group] += wraps;
        }
    }

    @Override
    public void merge(Accumulator other, int[] from, int[] to, int count) {
        LongSumAccumulator theirs = (LongSumAccumulator) other;
        for (int i = 0; i < count; i++) {
            int slot = from[i];
            long low = theirs.lowAndCount[2 * slot];
            add(to[i], low, theirs.high[slot] + (low >> 63), theirs.lowAndCount[2 * slot + 1]);
        }
    }

    @Override
    public Column result(int[] slots, int count) {
        return average ? averages(slots, count) : sums(slots, count);
    }

    Column averages(int[] slots, int count) {
        double[] averages = new double[count];
        for (int i = 0; i < count; i++) {
            int slot = slots[i];
            double low = lowAndCount[2 * slot];
            long rows = lowAndCount[2 * slot + 1];
            double sum = high[slot] == 0 ? low : high[slot] * TWO_TO_64 + low;
            averages[i] = rows == 0 ? 0 : sum / rows;
        }
        return new DoubleColumn(averages, empty(slots, count), count);
    }

    Column sums(int[] slots, int count) {
        long[] sums = new long[count];
        for (int i = 0; i < count; i++) {
            if (high[slots[i]] != 0) {
                throw new MillraceException(
                        ErrorCode.NUMERIC_OVERFLOW,
                        "SUM is beyond BIGINT; cast the argument to DECIMAL(38, 0) to get the exact sum");
            }
            sums[i] = lowAndCount[2 * slots[i]];
        }
        return new LongColumn(sums, empty(slots, count), count);
    }

    /** Which of the slots hold no rows, as NULL flags; null when none does. */
    private boolean[] empty(int[] slots, int count) {
        boolean[] nulls = null;
        for (int i = 0; i < count; i++) {
            if (lowAndCount[2 * slots[i] + 1] == 0) {
                nulls = nulls == null ? new boolean[count] : nulls;
                nulls[i] = true;
            }
        }
        return nulls;
    }

    @Override
    public void clear(int slot) {
        lowAndCount[2 * slot] = 0;
        lowAndCount[2 * slot + 1] = 0;
        high[slot] = 0;
    }

    @Override
    public void clearAll(int slotLimit) {
        Arrays.fill(lowAndCount, 0, 2 * slotLimit, 0);
        Arrays.fill(high, 0, slotLimit, 0);
    }

    @Override
    public List<DataType> stateTypes() {
        return List.of(DataType.BIGINT, DataType.BIGINT, DataType.BIGINT);
    }

    @Override
    public Column[] save(int[] slots, int count) {
        long[] lows = new long[count];
        long[] counts = new long[count];
        for (int i = 0; i < count; i++) {
            lows[i] = lowAndCount[2 * slots[i]];
            counts[i] = lowAndCount[2 * slots[i] + 1];
        }
        return new Column[] {
            new LongColumn(lows, null, count),
            new LongColumn(Slots.take(high, slots, count), null, count),
            new LongColumn(counts, null, count)
        };
    }

    @Override
    public void load(int[] slots, int count, Column[] state) {
        long[] lows = ((LongColumn) state[0]).values();
        long[] counts = ((LongColumn) state[2]).values();
        for (int i = 0; i < count; i++) {
            lowAndCount[2 * slots[i]] = lows[i];
            lowAndCount[2 * slots[i] + 1] = counts[i];
        }
        Slots.put(high, slots, count, state[1]);
    }

    @Override
    public long heapBytes() {
        return 24L * high.length;
    }
}
