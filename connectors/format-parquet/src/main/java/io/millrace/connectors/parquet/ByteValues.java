package io.millrace.connectors.parquet;

import java.util.Arrays;

/** Byte strings one behind the other, under construction: value {@code i} is {@code data[offsets[i] .. offsets[i + 1])}. */
final class ByteValues {
    /** Room that is always left behind the last value, so that short values are copied in steps of 8 bytes. */
    private static final int SLACK_BYTES = 16;

    /** Longer ones are left to the JVM. */
    private static final int LONGS_BYTES_MAX = 16;

    byte[] data;
    final int[] offsets;
    int count;

    ByteValues(int capacity, int bytes) {
        data = new byte[bytes + SLACK_BYTES];
        offsets = new int[capacity + 1];
    }

    int bytes() {
        return offsets[count];
    }

    /** Makes room for that many bytes more. */
    void reserve(int more) {
        int need = Math.addExact(offsets[count], Math.addExact(more, SLACK_BYTES));
        if (need > data.length) {
            data = Arrays.copyOf(data, (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(need, data.length * 2L)));
        }
    }

    /** Appends a value; {@code source} must reach 16 bytes beyond it, and there must be room. */
    void append(byte[] source, int from, int length) {
        int at = offsets[count];
        if (length <= LONGS_BYTES_MAX) {
            LittleEndian.putLong(data, at, LittleEndian.longAt(source, from));
            for (int i = 8; i < length; i += 8) {
                LittleEndian.putLong(data, at + i, LittleEndian.longAt(source, from + i));
            }
        } else {
            System.arraycopy(source, from, data, at, length);
        }
        offsets[++count] = at + length;
    }

    /** Moves the last {@code present} values to where rows {@code at} to {@code at + rows} are not NULL. */
    void spread(boolean[] nulls, int at, int rows, int present) {
        int from = at + present;
        int end = offsets[from];
        for (int row = at + rows - 1; row >= at; row--) {
            offsets[row + 1] = end;
            if (!nulls[row]) {
                end = offsets[--from];
            }
        }
        count = at + rows;
    }
}
