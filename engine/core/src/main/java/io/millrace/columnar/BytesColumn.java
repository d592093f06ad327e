package io.millrace.columnar;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A column of texts (UTF-8) or byte strings: row {@code i} is {@code data[offsets[i] .. offsets[i + 1])}.
 *
 * <p>Nulls: a NULL row is empty.
 */
public record BytesColumn(byte[] data, int[] offsets, boolean[] nulls, int rowCount) implements Column {

    /** A column of texts; null makes a NULL. */
    public static BytesColumn ofStrings(String... values) {
        ColumnBuilder builder = ColumnBuilder.of(DataType.VARCHAR, values.length);
        for (String value : values) {
            builder.append(value);
        }
        return (BytesColumn) builder.build();
    }

    @Override
    public Object value(int row, DataType type) {
        if (isNull(row)) {
            return null;
        }
        return type.isString() ? string(row) : bytes(row);
    }

    public String string(int row) {
        return new String(data, offsets[row], offsets[row + 1] - offsets[row], StandardCharsets.UTF_8);
    }

    public byte[] bytes(int row) {
        return Arrays.copyOfRange(data, offsets[row], offsets[row + 1]);
    }

    /** Whether the row, which must not be NULL, holds exactly these bytes. */
    public boolean equalsAt(int row, byte[] other) {
        return Arrays.equals(data, offsets[row], offsets[row + 1], other, 0, other.length);
    }

    @Override
    public BytesColumn take(int[] rows, int count) {
        int[] takenOffsets = new int[count + 1];
        int total = 0;
        for (int i = 0; i < count; i++) {
            total = Math.addExact(total, rows[i] < 0 ? 0 : offsets[rows[i] + 1] - offsets[rows[i]]);
            takenOffsets[i + 1] = total;
        }
        byte[] taken = new byte[total];
        for (int i = 0; i < count; i++) {
            if (rows[i] >= 0) {
                System.arraycopy(data, offsets[rows[i]], taken, takenOffsets[i], takenOffsets[i + 1] - takenOffsets[i]);
            }
        }
        return new BytesColumn(taken, takenOffsets, Column.takeNulls(nulls, rows, count), count);
    }

    @Override
    public long heapBytes() {
        return data.length + 4L * offsets.length + (nulls == null ? 0 : nulls.length);
    }
}
