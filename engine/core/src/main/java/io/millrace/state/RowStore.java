package io.millrace.state;

import io.millrace.columnar.Column;
import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.Columns;
import io.millrace.columnar.Field;
import java.util.Arrays;
import java.util.List;

/**
 * Rows by slot, each with the number of its arrival. A removed row's slot is given to a later row; what it held can be read
 * until then.
 */
public final class RowStore {
    private final SlotColumn[] columns;
    private long[] arrivals = new long[0];
    private boolean[] live = new boolean[0];
    private int[] free = new int[0];
    private int freeCount;
    private int limit;
    private int size;

    RowStore(List<Field> fields) {
        columns = fields.stream().map(field -> SlotColumn.of(field.type())).toArray(SlotColumn[]::new);
    }

    /** Takes in the first {@code width} columns of a row. */
    int add(ColumnBatch batch, int row, int width, long arrival) {
        int slot = freeCount > 0 ? free[--freeCount] : limit++;
        if (slot >= arrivals.length) {
            int capacity = Math.max(32, slot + (slot >> 1));
            arrivals = Arrays.copyOf(arrivals, capacity);
            live = Arrays.copyOf(live, capacity);
            for (SlotColumn column : columns) {
                column.reserve(capacity);
            }
        }
        arrivals[slot] = arrival;
        live[slot] = true;
        for (int i = 0; i < width; i++) {
            columns[i].set(slot, batch.column(i), row);
        }
        size++;
        return slot;
    }

    void remove(int slot) {
        for (SlotColumn column : columns) {
            column.free(slot);
        }
        live[slot] = false;
        if (freeCount == free.length) {
            free = Arrays.copyOf(free, Math.max(32, 2 * freeCount));
        }
        free[freeCount++] = slot;
        size--;
    }

    boolean isLive(int slot) {
        return live[slot];
    }

    long arrival(int slot) {
        return arrivals[slot];
    }

    SlotColumn column(int index) {
        return columns[index];
    }

    /** Writes {@code from[0..count)} into a column at these slots. */
    public void set(int column, int[] slots, int count, Column from) {
        for (int i = 0; i < count; i++) {
            columns[column].set(slots[i], from, i);
        }
    }

    /** A column of these slots; -1 makes a NULL. */
    public Column take(int column, int[] slots, int count) {
        return columns[column].take(slots, count);
    }

    /** A column of all slots, row i being slot i, until a row is added; null for texts and byte strings. */
    public Column view(int column) {
        return columns[column].view();
    }

    /** As {@link #view}, of any column, but with its NULLs only. */
    public Column nulls(int column) {
        return columns[column].nullsOnly();
    }

    /** Whether a row here is, in its first {@code width} columns, a row of the batch. */
    boolean isSame(int slot, ColumnBatch batch, int row, int width) {
        int[] one = {slot};
        for (int i = 0; i < width; i++) {
            if (!Columns.same(columns[i].take(one, 1), 0, batch.column(i), row)) {
                return false;
            }
        }
        return true;
    }

    /** All slots are below this. */
    public int slotLimit() {
        return limit;
    }

    int size() {
        return size;
    }

    long heapBytes() {
        long bytes = 9L * arrivals.length + 4L * free.length;
        for (SlotColumn column : columns) {
            bytes += column.heapBytes();
        }
        return bytes;
    }
}
