package io.millrace.state;

import io.millrace.columnar.Column;
import io.millrace.columnar.LongColumn;
import io.millrace.columnar.Selection;
import java.util.Arrays;

/** Keys of one column with LONG storage. */
final class LongGroupIndex extends GroupIndex {
    private long[] values = new long[32];
    /** The slot of the NULL key, or ABSENT. */
    private int nullSlot = ABSENT;

    private long[] rowValues;
    private boolean[] rowNulls;

    @Override
    void open(Column[] keys) {
        LongColumn column = (LongColumn) keys[0];
        rowValues = column.values();
        rowNulls = column.nulls();
    }

    @Override
    void bind(Column[] keys, Selection rows, int[] groups, boolean add) {
        if (keys[0].nulls() != null || nullSlot != ABSENT) {
            super.bind(keys, rows, groups, add);
            return;
        }
        open(keys);
        int[] positions = rows.rows();
        long[] wanted = rowValues;
        int[] table = table();
        int mask = table.length - 1;
        long[] known = values;
        for (int i = 0; i < rows.count(); i++) {
            int row = positions == null ? i : positions[i];
            long value = wanted[row];
            long hash = KeyHash.ofLong(value);
            int at = (int) hash & mask;
            int slot = table[at];
            while (slot != EMPTY && known[slot] != value) {
                at = (at + 1) & mask;
                slot = table[at];
            }
            if (slot == EMPTY && add) {
                slot = insert(row, hash, at);
                table = table();
                mask = table.length - 1;
                known = values;
            }
            groups[i] = slot;
        }
    }

    @Override
    boolean matches(int slot, int row) {
        if (rowNulls != null && rowNulls[row]) {
            return slot == nullSlot;
        }
        return values[slot] == rowValues[row] && slot != nullSlot;
    }

    @Override
    void store(int slot, int row) {
        if (slot >= values.length) {
            values = Arrays.copyOf(values, 2 * values.length);
        }
        values[slot] = rowValues[row];
        if (rowNulls != null && rowNulls[row]) {
            nullSlot = slot;
        }
    }

    @Override
    void release(int slot) {
        if (slot == nullSlot) {
            nullSlot = ABSENT;
        }
    }

    @Override
    public Column[] keys(int[] slots, int count) {
        long[] keys = new long[count];
        boolean[] nulls = null;
        for (int i = 0; i < count; i++) {
            keys[i] = values[slots[i]];
            if (slots[i] == nullSlot) {
                nulls = nulls == null ? new boolean[count] : nulls;
                nulls[i] = true;
            }
        }
        return new Column[] {new LongColumn(keys, nulls, count)};
    }

    @Override
    int compareKeys(int slotA, int slotB) {
        if (slotA == nullSlot || slotB == nullSlot) {
            return Boolean.compare(slotA == nullSlot, slotB == nullSlot);
        }
        return Long.compare(values[slotA], values[slotB]);
    }

    @Override
    public void clear() {
        super.clear();
        nullSlot = ABSENT;
    }

    @Override
    public long heapBytes() {
        return super.heapBytes() + 8L * values.length;
    }
}
