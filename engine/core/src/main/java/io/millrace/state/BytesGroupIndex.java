package io.millrace.state;

import io.millrace.columnar.BytesColumn;
import io.millrace.columnar.Column;
import io.millrace.columnar.Selection;
import java.util.Arrays;

/** Keys of one column of texts or byte strings. */
final class BytesGroupIndex extends GroupIndex {
    /** A dictionary that is larger, for each row, is not worth to be remembered. */
    private static final int CODES_PER_ROW_MAX = 4;

    private final SlotTable table = new SlotTable();
    private final KeyBytes keys = new KeyBytes();
    private long[] rowHashes = new long[0];
    /** The slot of the NULL key, or ABSENT. It is not in the table. */
    private int nullSlot = ABSENT;

    /** The slots of what this dictionary holds, as far as they are known, by position in it; else ABSENT. */
    private int[] slotsOfCodes = new int[0];

    private BytesColumn dictionary;

    @Override
    void bind(Column[] columns, Selection rows, int[] groups, boolean add) {
        BytesColumn column = (BytesColumn) columns[0];
        if (column.codes() != null) {
            bindCodes(column, rows, groups, add);
            return;
        }
        int count = rows.count();
        if (rowHashes.length < count) {
            rowHashes = new long[count];
        }
        KeyHash.hash(columns, rows, rowHashes);
        byte[] data = column.data();
        int[] offsets = column.offsets();
        boolean[] nulls = column.nulls();
        for (int i = 0; i < count; i++) {
            int row = rows.row(i);
            if (nulls != null && nulls[row]) {
                groups[i] = bindNull(add);
            } else {
                groups[i] = bind(rowHashes[i], data, offsets[row], offsets[row + 1] - offsets[row], add);
            }
        }
    }

    /** Looks a value up once for all rows that have its code, in this batch and those that follow with the same dictionary. */
    private void bindCodes(BytesColumn column, Selection rows, int[] groups, boolean add) {
        BytesColumn values = column.dictionary();
        int count = rows.count();
        if (values != dictionary && values.rowCount() <= CODES_PER_ROW_MAX * count) {
            use(values);
        }
        boolean known = values == dictionary;
        int[] codes = column.codes();
        boolean[] nulls = column.nulls();
        for (int i = 0; i < count; i++) {
            int row = rows.row(i);
            int code = codes[row];
            if (nulls != null && nulls[row]) {
                groups[i] = bindNull(add);
            } else if (known && slotsOfCodes[code] != ABSENT) {
                groups[i] = slotsOfCodes[code];
            } else {
                groups[i] = bindValue(values, code, add);
                if (known) {
                    slotsOfCodes[code] = groups[i];
                }
            }
        }
    }

    private void use(BytesColumn values) {
        int size = values.rowCount();
        slotsOfCodes = slotsOfCodes.length < size ? new int[size + (size >> 2)] : slotsOfCodes;
        Arrays.fill(slotsOfCodes, 0, size, ABSENT);
        dictionary = values;
    }

    private int bindValue(BytesColumn values, int code, boolean add) {
        int from = values.offsets()[code];
        int to = values.offsets()[code + 1];
        return bind(KeyHash.ofBytes(values.data(), from, to), values.data(), from, to - from, add);
    }

    private int bindNull(boolean add) {
        if (nullSlot == ABSENT && add) {
            nullSlot = takeSlot();
            keys.put(nullSlot, new byte[0], 0, 0);
        }
        return nullSlot;
    }

    private int bind(long hash, byte[] data, int from, int length, boolean add) {
        int at = table.first(hash);
        int slot = table.slot(at);
        while (slot != ABSENT && !(table.hash(slot) == hash && keys.equal(slot, data, from, length))) {
            at = table.next(at);
            slot = table.slot(at);
        }
        if (slot == ABSENT && add) {
            slot = takeSlot();
            keys.put(slot, data, from, length);
            table.add(slot, hash);
        }
        return slot;
    }

    @Override
    void bind(GroupIndex other, int[] from, int count, int[] groups) {
        BytesGroupIndex theirs = (BytesGroupIndex) other;
        if (size() == 0) {
            table.reserve(count);
        }
        byte[] data = theirs.keys.bytes();
        for (int i = 0; i < count; i++) {
            int slot = from[i];
            int start = theirs.keys.start(slot);
            groups[i] = slot == theirs.nullSlot
                    ? bindNull(true)
                    : bind(theirs.table.hash(slot), data, start, theirs.keys.end(slot) - start, true);
        }
    }

    @Override
    void release(int slot) {
        dictionary = null;
        keys.remove(slot);
        if (slot == nullSlot) {
            nullSlot = ABSENT;
        } else {
            table.remove(slot);
        }
    }

    @Override
    public long hash(int slot) {
        return slot == nullSlot ? KeyHash.ofNull() : table.hash(slot);
    }

    @Override
    public Column[] keys(int[] slots, int count) {
        int[] offsets = new int[count + 1];
        boolean[] nulls = null;
        for (int i = 0; i < count; i++) {
            int slot = slots[i];
            offsets[i + 1] = Math.addExact(offsets[i], keys.end(slot) - keys.start(slot));
            if (slot == nullSlot) {
                nulls = nulls == null ? new boolean[count] : nulls;
                nulls[i] = true;
            }
        }
        byte[] data = new byte[offsets[count]];
        for (int i = 0; i < count; i++) {
            System.arraycopy(keys.bytes(), keys.start(slots[i]), data, offsets[i], offsets[i + 1] - offsets[i]);
        }
        return new Column[] {new BytesColumn(data, offsets, nulls, count)};
    }

    @Override
    int compareKeys(int slotA, int slotB) {
        if (slotA == nullSlot || slotB == nullSlot) {
            return Boolean.compare(slotA == nullSlot, slotB == nullSlot);
        }
        return keys.compare(slotA, slotB);
    }

    @Override
    public void clear() {
        super.clear();
        table.clear();
        keys.clear();
        nullSlot = ABSENT;
        dictionary = null;
    }

    @Override
    public long heapBytes() {
        return 4L * slotsOfCodes.length
                + super.heapBytes()
                + table.heapBytes()
                + keys.heapBytes()
                + 8L * rowHashes.length;
    }
}
