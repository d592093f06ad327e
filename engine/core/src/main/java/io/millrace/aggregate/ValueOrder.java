package io.millrace.aggregate;

import io.millrace.columnar.BytesColumn;
import io.millrace.columnar.Column;
import io.millrace.columnar.DataType;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;

/**
 * The order of values of a type: numbers by value with NaN greatest and -0.0 equal to 0.0, texts by code point (the order
 * of their UTF-8 bytes), byte strings by unsigned bytes, arrays and rows element by element.
 */
public final class ValueOrder {
    private ValueOrder() {}

    /** An order of what {@link #comparable} gives. Without NULLs at the top; NULL elements within arrays come last. */
    public static Comparator<Object> of(DataType type) {
        return switch (type.storage()) {
            case LONG -> (a, b) -> Long.compare((Long) a, (Long) b);
            case DOUBLE -> (a, b) -> compareDoubles((Double) a, (Double) b);
            case BYTES -> (a, b) -> Arrays.compareUnsigned((byte[]) a, (byte[]) b);
            case OBJECT ->
                type.kind() == DataType.Kind.DECIMAL
                        ? (a, b) -> ((BigDecimal) a).compareTo((BigDecimal) b)
                        : ValueOrder::compareNested;
        };
    }

    /** A non-NULL value in the form that {@link #of} orders; texts stay bytes. */
    public static Object comparable(Column column, int row, DataType type) {
        if (column instanceof BytesColumn bytes) {
            return bytes.bytes(row);
        }
        Object value = column.value(row, type);
        return value instanceof Boolean bool ? (Object) (bool ? 1L : 0L) : value;
    }

    private static int compareDoubles(double a, double b) {
        return a == b ? 0 : Double.compare(a, b);
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static int compareNested(Object a, Object b) {
        if (a == null || b == null) {
            return Boolean.compare(a == null, b == null);
        }
        if (a instanceof List<?> left && b instanceof List<?> right) {
            Iterator<?> theirs = right.iterator();
            for (Object mine : left) {
                int byElement = theirs.hasNext() ? compareNested(mine, theirs.next()) : 1;
                if (byElement != 0) {
                    return byElement;
                }
            }
            return theirs.hasNext() ? -1 : 0;
        }
        if (a instanceof Double left && b instanceof Double right) {
            return compareDoubles(left, right);
        }
        return a instanceof Comparable left && a.getClass() == b.getClass()
                ? left.compareTo(b)
                : a.toString().compareTo(b.toString());
    }
}
