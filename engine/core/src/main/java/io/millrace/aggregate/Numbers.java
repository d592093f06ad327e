package io.millrace.aggregate;

import io.millrace.columnar.Column;
import io.millrace.columnar.DoubleColumn;
import io.millrace.columnar.LongColumn;
import io.millrace.columnar.ObjectColumn;
import java.math.BigDecimal;

/** Numbers of any type as doubles, and doubles as longs that stand in the same order. */
public final class Numbers {
    private Numbers() {}

    /** A number that stands in the order of doubles: NaN last, the zeros equal. */
    public static long ordered(double value) {
        long bits = Double.doubleToLongBits(value == 0 ? 0.0 : value);
        return bits ^ ((bits >> 63) & Long.MAX_VALUE);
    }

    /** The double that {@link #ordered} made this of. */
    public static double fromOrdered(long number) {
        return Double.longBitsToDouble(number ^ ((number >> 63) & Long.MAX_VALUE));
    }

    public static double[] fromOrdered(long[] numbers, int count) {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = fromOrdered(numbers[i]);
        }
        return values;
    }

    /** The values of a column of numbers, each as the double nearest to it; what stands at a NULL is unspecified. */
    static double[] doubles(Column column) {
        if (column instanceof DoubleColumn doubles) {
            return doubles.values();
        }
        int count = column.rowCount();
        double[] values = new double[count];
        if (column instanceof LongColumn longs) {
            long[] source = longs.values();
            for (int i = 0; i < count; i++) {
                values[i] = source[i];
            }
            return values;
        }
        Object[] source = ((ObjectColumn) column).values();
        for (int i = 0; i < count; i++) {
            values[i] = source[i] == null ? 0 : ((BigDecimal) source[i]).doubleValue();
        }
        return values;
    }
}
