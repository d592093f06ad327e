package io.millrace.connectors.parquet;

import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.connector.RowCondition;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What the lowest and highest values of a column chunk say of its rows. */
final class GroupStatistics {
    private GroupStatistics() {}

    /** Whether no row of the group meets the condition. */
    static boolean excludes(RowCondition condition, Field field, Leaf leaf, Footer.Chunk chunk) {
        if (chunk.nullCount() == chunk.values()) {
            return true;
        }
        if (chunk.min() == null || chunk.max() == null) {
            return false;
        }
        if (condition.value() instanceof Long value) {
            if (!isOrderedLong(field, leaf, chunk)) {
                return false;
            }
            int min = Long.compare(value(chunk.min(), field, leaf), value);
            int max = Long.compare(value(chunk.max(), field, leaf), value);
            return !condition.mayHold(min, max);
        }
        boolean plainText = field.type().kind() == DataType.Kind.VARCHAR
                && field.type().precision() < 0
                && leaf.meaning().kind() == Meaning.Kind.STRING;
        if (!plainText) {
            return false;
        }
        byte[] text = condition.value().toString().getBytes(StandardCharsets.UTF_8);
        return !condition.mayHold(Arrays.compareUnsigned(chunk.min(), text), Arrays.compareUnsigned(chunk.max(), text));
    }

    /** Whether {@link #maxTime} is known. */
    static boolean hasMaxTime(Field field, Leaf leaf, Footer.Chunk chunk) {
        return chunk.nullCount() == 0 && chunk.max() != null && isOrderedLong(field, leaf, chunk);
    }

    static long maxTime(Field field, Leaf leaf, Footer.Chunk chunk) {
        return value(chunk.max(), field, leaf);
    }

    private static boolean isOrderedLong(Field field, Leaf leaf, Footer.Chunk chunk) {
        int width = leaf.physical() == Physical.INT32 ? 4 : leaf.physical() == Physical.INT64 ? 8 : -1;
        boolean unsigned =
                leaf.meaning().kind() == Meaning.Kind.INTEGER && !leaf.meaning().signed();
        return field.type().storage() == DataType.Storage.LONG
                && !unsigned
                && chunk.max() != null
                && chunk.max().length == width
                && (chunk.min() == null || chunk.min().length == width);
    }

    private static long value(byte[] stored, Field field, Leaf leaf) {
        long raw = leaf.physical() == Physical.INT32 ? LittleEndian.intAt(stored, 0) : LittleEndian.longAt(stored, 0);
        long[] value = {raw};
        LongUnit.of(field, leaf).apply(value, 0, 1);
        return value[0];
    }
}
