package io.millrace.state;

import io.millrace.columnar.BytesColumn;
import io.millrace.columnar.Column;
import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.Schema;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * The numbers of groups as rows of a checkpoint: group keys, then bytes. A group may have several rows, to be added up.
 *
 * <pre>  1, 2, 4 or 8: bytes of each number, + 16 when counts follow | numbers | counts, 8 bytes each  </pre>
 */
final class NumberPacking {
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int COUNTED = 16;
    /** More numbers go into several rows. */
    private static final int ROW_NUMBERS_MAX = 1 << 16;
    /** More bytes go into several batches. */
    private static final int BATCH_BYTES_MAX = 16 << 20;

    private final Schema schema;
    private final GroupIndex keys;
    private final Consumer<ColumnBatch> out;
    private final IntList owners = new IntList();
    private final IntList ends = new IntList();
    private byte[] data = new byte[1024];
    private int size;

    NumberPacking(Schema schema, GroupIndex keys, Consumer<ColumnBatch> out) {
        this.schema = schema;
        this.keys = keys;
        this.out = out;
    }

    /** Adds numbers of a group; {@code counts} is null where each counts once. */
    void add(int slot, long[] numbers, long[] counts, int from, int to) {
        for (int at = from; at < to; at += ROW_NUMBERS_MAX) {
            row(slot, numbers, counts, at, Math.min(to, at + ROW_NUMBERS_MAX));
        }
    }

    private void row(int slot, long[] numbers, long[] counts, int from, int to) {
        int width = width(numbers, from, to);
        int count = to - from;
        int need = size + 1 + (width + (counts == null ? 0 : 8)) * count;
        if (need > data.length) {
            data = Arrays.copyOf(data, Math.max(need, 2 * data.length));
        }
        data[size] = (byte) (counts == null ? width : width + COUNTED);
        write(numbers, from, to, width, size + 1);
        if (counts != null) {
            write(counts, from, to, 8, size + 1 + width * count);
        }
        size = need;
        owners.add(slot);
        ends.add(size);
        if (size >= BATCH_BYTES_MAX) {
            finish();
        }
    }

    private static int width(long[] numbers, int from, int to) {
        long bits = 0;
        for (int i = from; i < to; i++) {
            bits |= numbers[i] ^ numbers[i] >> 63;
        }
        int needed = 65 - Long.numberOfLeadingZeros(bits);
        return needed <= 8 ? 1 : needed <= 16 ? 2 : needed <= 32 ? 4 : 8;
    }

    private void write(long[] values, int from, int to, int width, int start) {
        int at = start;
        for (int i = from; i < to; i++) {
            switch (width) {
                case 1 -> data[at] = (byte) values[i];
                case 2 -> SHORT.set(data, at, (short) values[i]);
                case 4 -> INT.set(data, at, (int) values[i]);
                default -> LONG.set(data, at, values[i]);
            }
            at += width;
        }
    }

    /** Gives what was added, if anything. */
    void finish() {
        int rows = owners.size();
        if (rows == 0) {
            return;
        }
        int[] offsets = new int[rows + 1];
        for (int i = 0; i < rows; i++) {
            offsets[i + 1] = ends.at(i);
        }
        Column[] columns = Arrays.copyOf(keys.keys(owners.toArray(), rows), schema.size());
        columns[columns.length - 1] = new BytesColumn(Arrays.copyOf(data, size), offsets, null, rows);
        out.accept(ColumnBatch.of(schema, rows, columns));
        owners.clear();
        ends.clear();
        size = 0;
    }

    /** Adds rows to their groups. */
    static void unpack(BytesColumn rows, int[] groups, NumberSlabs into) {
        byte[] data = rows.data();
        long[] numbers = new long[0];
        for (int row = 0; row < rows.rowCount(); row++) {
            int from = rows.offsets()[row];
            boolean counted = (data[from] & COUNTED) != 0;
            int width = data[from] & ~COUNTED;
            int count = (rows.offsets()[row + 1] - from - 1) / (width + (counted ? 8 : 0));
            numbers = numbers.length < count ? new long[count] : numbers;
            read(data, from + 1, width, numbers, count);
            long[] counts = counted ? new long[count] : null;
            if (counted) {
                read(data, from + 1 + width * count, 8, counts, count);
            }
            into.add(groups[row], numbers, counts, 0, count);
        }
    }

    private static void read(byte[] data, int from, int width, long[] values, int count) {
        int at = from;
        for (int i = 0; i < count; i++) {
            values[i] = switch (width) {
                case 1 -> data[at];
                case 2 -> (short) SHORT.get(data, at);
                case 4 -> (int) INT.get(data, at);
                default -> (long) LONG.get(data, at);
            };
            at += width;
        }
    }
}
