package io.millrace.aggregate;

import io.millrace.columnar.Column;
import io.millrace.columnar.ColumnBuilder;
import io.millrace.columnar.DataType;
import io.millrace.columnar.DoubleColumn;
import java.util.Arrays;

/**
 * MEDIAN, PERCENTILE_CONT and PERCENTILE_DISC over the values of each group, which are added group by group in ascending
 * order, with how often each is there as weight.
 */
final class PercentileFold implements Fold {
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
                long at = Math.max(0, (long) Math.ceil(fraction * total) - 1);
                builder.appendFrom(values, row(slots[i], descending ? total - 1 - at : at));
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
            double place = (descending ? 1 - fraction : fraction) * (total - 1);
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
