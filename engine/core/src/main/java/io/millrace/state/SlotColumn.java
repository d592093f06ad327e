package io.millrace.state;

import io.millrace.aggregate.ValueOrder;
import io.millrace.columnar.BytesColumn;
import io.millrace.columnar.Column;
import io.millrace.columnar.ColumnBuilder;
import io.millrace.columnar.DataType;
import io.millrace.columnar.DoubleColumn;
import io.millrace.columnar.LongColumn;
import io.millrace.columnar.ObjectColumn;
import java.util.Arrays;
import java.util.Comparator;

/** The values of one column by slot: written and read in any order. */
abstract sealed class SlotColumn {
    private boolean[] nulls = new boolean[0];
    private boolean anyNull;

    static SlotColumn of(DataType type) {
        return switch (type.storage()) {
            case LONG -> new Longs();
            case DOUBLE -> new Doubles();
            case BYTES -> new Bytes();
            case OBJECT -> new Objects(type);
        };
    }

    /** Makes room for slots below {@code limit}. */
    final void reserve(int limit) {
        if (limit > nulls.length) {
            int capacity = Math.max(limit, nulls.length + (nulls.length >> 1) + 16);
            nulls = Arrays.copyOf(nulls, capacity);
            grow(capacity);
        }
    }

    final void set(int slot, Column from, int row) {
        boolean isNull = from.isNull(row);
        nulls[slot] = isNull;
        anyNull |= isNull;
        if (isNull) {
            free(slot);
        } else {
            put(slot, from, row);
        }
    }

    final boolean isNull(int slot) {
        return nulls[slot];
    }

    final boolean[] nulls() {
        return anyNull ? nulls : null;
    }

    abstract void grow(int capacity);

    abstract void put(int slot, Column from, int row);

    /** Lets go of what the slot holds. */
    abstract void free(int slot);

    /** The order of two values that are not NULL. */
    abstract int compare(int slotA, int slotB);

    /** The values of these slots; -1 makes a NULL. */
    abstract Column take(int[] slots, int count);

    /** All slots as a column, row i being slot i, until the next {@link #reserve}; null where that would need a copy. */
    abstract Column view();

    /** Which slots are NULL, as a column without values. */
    final Column nullsOnly() {
        return new LongColumn(new long[0], nulls(), nulls.length);
    }

    abstract long heapBytes();

    static final class Longs extends SlotColumn {
        private long[] values = new long[0];

        long value(int slot) {
            return values[slot];
        }

        @Override
        void grow(int capacity) {
            values = Arrays.copyOf(values, capacity);
        }

        @Override
        void put(int slot, Column from, int row) {
            values[slot] = ((LongColumn) from).values()[row];
        }

        @Override
        void free(int slot) {}

        @Override
        int compare(int slotA, int slotB) {
            return Long.compare(values[slotA], values[slotB]);
        }

        @Override
        Column take(int[] slots, int count) {
            return view().take(slots, count);
        }

        @Override
        LongColumn view() {
            return new LongColumn(values, nulls(), values.length);
        }

        @Override
        long heapBytes() {
            return 9L * values.length;
        }
    }

    private static final class Doubles extends SlotColumn {
        private double[] values = new double[0];

        @Override
        void grow(int capacity) {
            values = Arrays.copyOf(values, capacity);
        }

        @Override
        void put(int slot, Column from, int row) {
            values[slot] = ((DoubleColumn) from).values()[row];
        }

        @Override
        void free(int slot) {}

        @Override
        int compare(int slotA, int slotB) {
            double a = values[slotA];
            double b = values[slotB];
            return a == b ? 0 : Double.compare(a, b);
        }

        @Override
        Column take(int[] slots, int count) {
            return view().take(slots, count);
        }

        @Override
        DoubleColumn view() {
            return new DoubleColumn(values, nulls(), values.length);
        }

        @Override
        long heapBytes() {
            return 9L * values.length;
        }
    }

    private static final class Objects extends SlotColumn {
        private final Comparator<Object> order;
        private Object[] values = new Object[0];

        Objects(DataType type) {
            order = ValueOrder.of(type);
        }

        @Override
        void grow(int capacity) {
            values = Arrays.copyOf(values, capacity);
        }

        @Override
        void put(int slot, Column from, int row) {
            values[slot] = ((ObjectColumn) from).values()[row];
        }

        @Override
        void free(int slot) {
            values[slot] = null;
        }

        @Override
        int compare(int slotA, int slotB) {
            return order.compare(values[slotA], values[slotB]);
        }

        @Override
        Column take(int[] slots, int count) {
            return view().take(slots, count);
        }

        @Override
        ObjectColumn view() {
            return new ObjectColumn(values, nulls(), values.length);
        }

        @Override
        long heapBytes() {
            return 49L * values.length;
        }
    }

    /** Texts and byte strings, end to end in one array; what is gone is squeezed out when it is more than half. */
    private static final class Bytes extends SlotColumn {
        private byte[] data = new byte[256];
        private int end;
        private int garbage;
        private int[] starts = new int[0];
        private int[] lengths = new int[0];

        @Override
        void grow(int capacity) {
            starts = Arrays.copyOf(starts, capacity);
            lengths = Arrays.copyOf(lengths, capacity);
        }

        @Override
        void put(int slot, Column from, int row) {
            garbage += lengths[slot];
            lengths[slot] = 0;
            BytesColumn bytes = (BytesColumn) from;
            int start = bytes.offsets()[row];
            int length = bytes.offsets()[row + 1] - start;
            makeRoom(length);
            System.arraycopy(bytes.data(), start, data, end, length);
            starts[slot] = end;
            lengths[slot] = length;
            end += length;
        }

        private void makeRoom(int length) {
            if (end + (long) length <= data.length) {
                return;
            }
            long live = (long) end - garbage + length;
            byte[] next = garbage > end / 2 && live <= data.length
                    ? new byte[data.length]
                    : new byte[Math.toIntExact(Math.min(Integer.MAX_VALUE - 8, 2 * live + 64))];
            int at = 0;
            for (int slot = 0; slot < starts.length; slot++) {
                System.arraycopy(data, starts[slot], next, at, lengths[slot]);
                starts[slot] = at;
                at += lengths[slot];
            }
            data = next;
            end = at;
            garbage = 0;
        }

        @Override
        void free(int slot) {
            garbage += lengths[slot];
            lengths[slot] = 0;
        }

        @Override
        int compare(int slotA, int slotB) {
            return Arrays.compareUnsigned(
                    data,
                    starts[slotA],
                    starts[slotA] + lengths[slotA],
                    data,
                    starts[slotB],
                    starts[slotB] + lengths[slotB]);
        }

        @Override
        Column take(int[] slots, int count) {
            ColumnBuilder taken = ColumnBuilder.of(DataType.VARBINARY, count);
            for (int i = 0; i < count; i++) {
                int slot = slots[i];
                if (slot < 0 || isNull(slot)) {
                    taken.appendNull();
                } else {
                    taken.append(data, starts[slot], lengths[slot]);
                }
            }
            return taken.build();
        }

        @Override
        Column view() {
            return null;
        }

        @Override
        long heapBytes() {
            return data.length + 9L * starts.length;
        }
    }
}
