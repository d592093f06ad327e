package io.millrace.aggregate;

import io.millrace.columnar.Column;
import io.millrace.columnar.ColumnBuilder;
import io.millrace.columnar.DataType;
import io.millrace.columnar.DoubleColumn;
import io.millrace.columnar.LongColumn;
import java.util.Arrays;
import java.util.Comparator;

/** A value of one type for each slot, NULL to begin with; numbers as they are, others as objects. */
abstract sealed class SlotValues {
    static SlotValues of(DataType type) {
        return switch (type.storage()) {
            case LONG -> new Longs();
            case DOUBLE -> new Doubles();
            case BYTES, OBJECT -> new Objects(type);
        };
    }

    abstract void reserve(int slotLimit);

    /** Takes the value of a row. */
    abstract void put(int slot, Column column, int row);

    /** Takes the value of a slot of others of the same type. */
    abstract void put(int slot, SlotValues others, int otherSlot);

    abstract void clear(int slot);

    /** Compares what a slot and a row hold, neither NULL. */
    abstract int compare(int slot, Column column, int row);

    /** Compares what two slots hold, neither NULL. */
    abstract int compare(int slot, SlotValues others, int otherSlot);

    abstract Column take(int[] slots, int count);

    final void load(int[] slots, int count, Column column) {
        for (int i = 0; i < count; i++) {
            put(slots[i], column, i);
        }
    }

    abstract long heapBytes();

    private static final class Longs extends SlotValues {
        private long[] values = new long[0];
        private boolean[] present = new boolean[0];

        @Override
        void reserve(int slotLimit) {
            if (slotLimit > values.length) {
                int capacity = Slots.grown(values.length, slotLimit);
                values = Arrays.copyOf(values, capacity);
                present = Arrays.copyOf(present, capacity);
            }
        }

        @Override
        void put(int slot, Column column, int row) {
            present[slot] = !column.isNull(row);
            values[slot] = ((LongColumn) column).values()[row];
        }

        @Override
        void put(int slot, SlotValues others, int otherSlot) {
            values[slot] = ((Longs) others).values[otherSlot];
            present[slot] = ((Longs) others).present[otherSlot];
        }

        @Override
        void clear(int slot) {
            present[slot] = false;
        }

        @Override
        int compare(int slot, Column column, int row) {
            return Long.compare(values[slot], ((LongColumn) column).values()[row]);
        }

        @Override
        int compare(int slot, SlotValues others, int otherSlot) {
            return Long.compare(values[slot], ((Longs) others).values[otherSlot]);
        }

        @Override
        Column take(int[] slots, int count) {
            return new LongColumn(Slots.take(values, slots, count), Slots.absent(present, slots, count), count);
        }

        @Override
        long heapBytes() {
            return 9L * values.length;
        }
    }

    private static final class Doubles extends SlotValues {
        private double[] values = new double[0];
        private boolean[] present = new boolean[0];

        @Override
        void reserve(int slotLimit) {
            if (slotLimit > values.length) {
                int capacity = Slots.grown(values.length, slotLimit);
                values = Arrays.copyOf(values, capacity);
                present = Arrays.copyOf(present, capacity);
            }
        }

        @Override
        void put(int slot, Column column, int row) {
            present[slot] = !column.isNull(row);
            values[slot] = ((DoubleColumn) column).values()[row];
        }

        @Override
        void put(int slot, SlotValues others, int otherSlot) {
            values[slot] = ((Doubles) others).values[otherSlot];
            present[slot] = ((Doubles) others).present[otherSlot];
        }

        @Override
        void clear(int slot) {
            present[slot] = false;
        }

        @Override
        int compare(int slot, Column column, int row) {
            return compare(values[slot], ((DoubleColumn) column).values()[row]);
        }

        @Override
        int compare(int slot, SlotValues others, int otherSlot) {
            return compare(values[slot], ((Doubles) others).values[otherSlot]);
        }

        private static int compare(double a, double b) {
            return a == b ? 0 : Double.compare(a, b);
        }

        @Override
        Column take(int[] slots, int count) {
            return new DoubleColumn(Slots.take(values, slots, count), Slots.absent(present, slots, count), count);
        }

        @Override
        long heapBytes() {
            return 9L * values.length;
        }
    }

    private static final class Objects extends SlotValues {
        private final DataType type;
        private final Comparator<Object> order;
        private final ObjectSlots values = new ObjectSlots();

        Objects(DataType type) {
            this.type = type;
            this.order = ValueOrder.of(type);
        }

        @Override
        void reserve(int slotLimit) {
            values.reserve(slotLimit);
        }

        @Override
        void put(int slot, Column column, int row) {
            values.set(slot, column.isNull(row) ? null : ValueOrder.comparable(column, row, type));
        }

        @Override
        void put(int slot, SlotValues others, int otherSlot) {
            values.set(slot, ((Objects) others).values.get(otherSlot));
        }

        @Override
        void clear(int slot) {
            values.set(slot, null);
        }

        @Override
        int compare(int slot, Column column, int row) {
            return order.compare(values.get(slot), ValueOrder.comparable(column, row, type));
        }

        @Override
        int compare(int slot, SlotValues others, int otherSlot) {
            return order.compare(values.get(slot), ((Objects) others).values.get(otherSlot));
        }

        @Override
        Column take(int[] slots, int count) {
            ColumnBuilder builder = ColumnBuilder.of(type, count);
            for (int i = 0; i < count; i++) {
                builder.append(values.get(slots[i]));
            }
            return builder.build();
        }

        @Override
        long heapBytes() {
            return values.heapBytes();
        }
    }
}
