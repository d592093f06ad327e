package io.millrace.state;

import io.millrace.columnar.Column;
import io.millrace.columnar.LongColumn;
import io.millrace.columnar.Selection;
import java.util.Arrays;

/** Keys of two columns with LONG storage. */
final class LongPairGroupIndex extends GroupIndex {
    private static final int FIRST_NULL = 1;
    private static final int SECOND_NULL = 2;

    private final SlotTable table = new SlotTable();
    /** The key of slot i at 2i and 2i + 1; 0 for NULL. */
    private long[] values = new long[64];
    /** Which parts of a slot's key are NULL. */
    private byte[] nullParts = new byte[32];

    private long[] rowHashes = new long[0];

    @Override
    void bind(Column[] keys, Selection rows, int[] groups, boolean add) {
        LongColumn first = (LongColumn) keys[0];
        LongColumn second = (LongColumn) keys[1];
        int count = rows.count();
        if (rowHashes.length < count) {
            rowHashes = new long[count];
        }
        KeyHash.hash(keys, rows, rowHashes);
        boolean nullable = first.nulls() != null || second.nulls() != null;
        long[] firsts = first.values();
        long[] seconds = second.values();
        for (int i = 0; i < count; i++) {
            int row = rows.row(i);
            if (nullable) {
                boolean firstNull = first.isNull(row);
                boolean secondNull = second.isNull(row);
                int nulls = (firstNull ? FIRST_NULL : 0) | (secondNull ? SECOND_NULL : 0);
                groups[i] = bind(
                        rowHashes[i], firstNull ? 0 : firsts[row], secondNull ? 0 : seconds[row], (byte) nulls, add);
            } else {
                groups[i] = bind(rowHashes[i], firsts[row], seconds[row], (byte) 0, add);
            }
        }
    }

    private int bind(long hash, long first, long second, byte nulls, boolean add) {
        int at = table.first(hash);
        int slot = table.slot(at);
        while (slot != ABSENT
                && (values[2 * slot] != first || values[2 * slot + 1] != second || nullParts[slot] != nulls)) {
            at = table.next(at);
            slot = table.slot(at);
        }
        if (slot == ABSENT && add) {
            slot = takeSlot();
            store(slot, first, second, nulls);
            table.add(slot, hash);
        }
        return slot;
    }

    private void store(int slot, long first, long second, byte nulls) {
        if (slot >= nullParts.length) {
            nullParts = Arrays.copyOf(nullParts, 2 * nullParts.length);
            values = Arrays.copyOf(values, 2 * values.length);
        }
        values[2 * slot] = first;
        values[2 * slot + 1] = second;
        nullParts[slot] = nulls;
    }

    @Override
    void bind(GroupIndex other, int[] from, int count, int[] groups) {
        LongPairGroupIndex theirs = (LongPairGroupIndex) other;
        if (size() == 0) {
            table.reserve(count);
        }
        for (int i = 0; i < count; i++) {
            int slot = from[i];
            groups[i] = bind(
                    theirs.table.hash(slot),
                    theirs.values[2 * slot],
                    theirs.values[2 * slot + 1],
                    theirs.nullParts[slot],
                    true);
        }
    }

    @Override
    void release(int slot) {
        table.remove(slot);
    }

    @Override
    public long hash(int slot) {
        return table.hash(slot);
    }

    @Override
    public Column[] keys(int[] slots, int count) {
        return new Column[] {keys(slots, count, 0, FIRST_NULL), keys(slots, count, 1, SECOND_NULL)};
    }

    private LongColumn keys(int[] slots, int count, int part, int nullBit) {
        long[] taken = new long[count];
        boolean[] nulls = null;
        for (int i = 0; i < count; i++) {
            taken[i] = values[2 * slots[i] + part];
            if ((nullParts[slots[i]] & nullBit) != 0) {
                nulls = nulls == null ? new boolean[count] : nulls;
                nulls[i] = true;
            }
        }
        return new LongColumn(taken, nulls, count);
    }

    @Override
    int compareKeys(int slotA, int slotB) {
        int byNulls = Byte.compare(nullParts[slotA], nullParts[slotB]);
        if (byNulls != 0) {
            return byNulls;
        }
        int byFirst = Long.compare(values[2 * slotA], values[2 * slotB]);
        return byFirst != 0 ? byFirst : Long.compare(values[2 * slotA + 1], values[2 * slotB + 1]);
    }

    @Override
    public void clear() {
        super.clear();
        table.clear();
    }

    @Override
    public long heapBytes() {
        return super.heapBytes() + table.heapBytes() + 8L * (values.length + rowHashes.length) + nullParts.length;
    }
}
