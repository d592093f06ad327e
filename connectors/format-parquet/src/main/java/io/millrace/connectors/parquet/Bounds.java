package io.millrace.connectors.parquet;

import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.connector.RowCondition;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What a file says of some values of a column.
 *
 * @param min none is lower, as it is stored; null when the file does not say; so {@code max}
 * @param allNull whether they are known to be NULL
 * @param noNulls whether none is known to be NULL
 */
record Bounds(byte[] min, byte[] max, boolean allNull, boolean noNulls) {

    /** Whether no row among them meets the condition. */
    boolean exclude(RowCondition condition, Field field, Leaf leaf) {
        if (allNull) {
            return true;
        }
        if (min == null || max == null) {
            return false;
        }
        if (condition.value() instanceof Long value) {
            if (!isOrderedLong(field, leaf)) {
                return false;
            }
            int minToValue = Long.compare(value(min, field, leaf), value);
            int maxToValue = Long.compare(value(max, field, leaf), value);
            return !condition.mayHold(minToValue, maxToValue);
        }
        boolean plainText = field.type().kind() == DataType.Kind.VARCHAR
                && field.type().precision() < 0
                && leaf.meaning().kind() == Meaning.Kind.STRING;
        if (!plainText) {
            return false;
        }
        byte[] text = condition.value().toString().getBytes(StandardCharsets.UTF_8);
        return !condition.mayHold(Arrays.compareUnsigned(min, text), Arrays.compareUnsigned(max, text));
    }

    /** Whether {@link #maxTime} is known. */
    boolean hasMaxTime(Field field, Leaf leaf) {
        return noNulls && max != null && isOrderedLong(field, leaf);
    }

    long maxTime(Field field, Leaf leaf) {
        return value(max, field, leaf);
    }

    private boolean isOrderedLong(Field field, Leaf leaf) {
        int width = leaf.physical() == Physical.INT32 ? 4 : leaf.physical() == Physical.INT64 ? 8 : -1;
        boolean unsigned =
                leaf.meaning().kind() == Meaning.Kind.INTEGER && !leaf.meaning().signed();
        return field.type().storage() == DataType.Storage.LONG
                && !unsigned
                && max != null
                && max.length == width
                && (min == null || min.length == width);
    }

    private static long value(byte[] stored, Field field, Leaf leaf) {
        long raw = leaf.physical() == Physical.INT32 ? LittleEndian.intAt(stored, 0) : LittleEndian.longAt(stored, 0);
        long[] value = {raw};
        LongUnit.of(field, leaf).apply(value, 0, 1);
        return value[0];
    }
}
