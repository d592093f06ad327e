package io.millrace.aggregate;

import io.millrace.columnar.Column;
import io.millrace.columnar.ColumnBuilder;
import io.millrace.columnar.DataType;
import io.millrace.columnar.DoubleColumn;
import io.millrace.columnar.LongColumn;
import java.util.Arrays;

/**
 * MEDIAN, PERCENTILE_CONT and PERCENTILE_DISC over the values of each group, which are added group by group in ascending
 * order, with how often each is there as weight.
 */
final class PercentileFold implements NumberFold {
    private static final int NONE = -1;

    private final DataType type;
    private final double fraction;
    private final boolean descending;
    private final boolean between;
    private Column values;
    private long[] weights;
    /** By slot: the rows that hold its values. */
    private int[] from = new int[0];

    private int[] to = new int[0];
    private long[] totals = new long[0];

    PercentileFold(DataType type, double fraction, boolean between) {
        this(type, fraction, false, between);
    }

    /** @param between whether the result may lie between two values */
    PercentileFold(DataType type, double fraction, boolean descending, boolean between) {
        this.type = type;
        this.fraction = fraction;
        this.descending = descending;
        this.between = between;
    }

    @Override
    public void reserve(int slotLimit) {
        int known = from.length;
        if (slotLimit > known) {
            from = Arrays.copyOf(from, slotLimit);
            Arrays.fill(from, known, slotLimit, NONE);
            to = Arrays.copyOf(to, slotLimit);
            totals = Arrays.copyOf(totals, slotLimit);
        }
    }

    @Override
    public void add(int[] groups, int[] rows, int count, Column[] inputs, long[] newWeights) {
        values = inputs[0];
        weights = newWeights;
        for (int i = 0; i < count; i++) {
            int group = groups[i];
            from[group] = from[group] == NONE ? i : from[group];
            to[group] = i + 1;
            totals[group] += weights == null ? 1 : Math.max(0, weights[i]);
        }
    }

    @Override
    public Column pick(long[] numbers, int[] starts, int[] ends, int count) {
        boolean[] nulls = null;
        double[] means = between ? new double[count] : null;
        long[] picked = between ? null : new long[count];
        for (int i = 0; i < count; i++) {
            int start = starts[i];
            int end = ends[i];
            if (start == end) {
                nulls = nulls == null ? new boolean[count] : nulls;
                nulls[i] = true;
            } else if (between) {
                means[i] = interpolated(numbers, start, end);
            } else {
                picked[i] = NumberSelection.select(numbers, start, end, start + (int) position(end - start));
            }
        }
        if (between) {
            return new DoubleColumn(means, nulls, count);
        }
        return type.storage() == DataType.Storage.DOUBLE
                ? new DoubleColumn(Numbers.fromOrdered(picked, count), nulls, count)
                : new LongColumn(picked, nulls, count);
    }

    private double interpolated(long[] numbers, int start, int end) {
        double place = place(end - start);
        int below = start + (int) Math.floor(place);
        double low = asDouble(NumberSelection.select(numbers, start, end, below));
        double part = place - Math.floor(place);
        return part == 0 ? low : low + (asDouble(NumberSelection.least(numbers, below + 1, end)) - low) * part;
    }

    private double asDouble(long number) {
        return type.storage() == DataType.Storage.DOUBLE ? Numbers.fromOrdered(number) : number;
    }

    /** Which of so many values in ascending order is the result. */
    private long position(long total) {
        long at = Math.max(0, (long) Math.ceil(fraction * total) - 1);
        return descending ? total - 1 - at : at;
    }

    /** Where among so many values in ascending order the result lies. */
    private double place(long total) {
        return (descending ? 1 - fraction : fraction) * (total - 1);
    }

    @Override
    public Column result(int[] slots, int count) {
        return between ? interpolated(slots, count) : picked(slots, count);
    }

    private Column picked(int[] slots, int count) {
        ColumnBuilder builder = ColumnBuilder.of(type, count);
        for (int i = 0; i < count; i++) {
            long total = totals[slots[i]];
            if (total == 0) {
                builder.appendNull();
            } else {
                builder.appendFrom(values, row(slots[i], position(total)));
            }
        }
        return builder.build();
    }

    private Column interpolated(int[] slots, int count) {
        double[] results = new double[count];
        boolean[] nulls = null;
        double[] numbers = values == null ? new double[0] : Numbers.doubles(values);
        for (int i = 0; i < count; i++) {
            long total = totals[slots[i]];
            if (total == 0) {
                nulls = nulls == null ? new boolean[count] : nulls;
                nulls[i] = true;
                continue;
            }
            double place = place(total);
            long below = (long) Math.floor(place);
            double low = numbers[row(slots[i], below)];
            double part = place - below;
            results[i] = part == 0 ? low : low + (numbers[row(slots[i], below + 1)] - low) * part;
        }
        return new DoubleColumn(results, nulls, count);
    }

    /** The row that holds value number {@code at} of a group. */
    private int row(int slot, long at) {
        long left = at;
        int row = from[slot];
        while (weights != null && row < to[slot] - 1 && left >= Math.max(0, weights[row])) {
            left -= Math.max(0, weights[row]);
            row++;
        }
        return weights == null ? row + (int) at : row;
    }
}
