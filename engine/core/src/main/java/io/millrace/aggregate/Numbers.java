package io.millrace.aggregate;

import io.millrace.columnar.Column;
import io.millrace.columnar.DoubleColumn;
import io.millrace.columnar.LongColumn;
import io.millrace.columnar.ObjectColumn;
import java.math.BigDecimal;

/** Numbers of any type as doubles, and back to what a result holds. */
final class Numbers {
    private Numbers() {}

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
