package io.millrace.state;

import io.millrace.columnar.Column;
import io.millrace.columnar.DataType;
import io.millrace.columnar.Selection;
import java.util.Arrays;
import java.util.List;

/**
 * Interns keys to dense slots 0, 1, 2 ... Knows nothing of what is kept by slot. A removed key's slot is given to a later
 * key.
 *
 * <p>NULL keys are keys like any other. Threads: one at a time.
 *
 * <p>An open-addressing table of slots, kept at most half full, with the full hash of every slot beside it: a probe
 * compares hashes first, growing never touches the keys, and results can be put in hash order.
 */
public abstract sealed class GroupIndex permits LongGroupIndex, RowGroupIndex {
    /** What {@link #find} gives for a key that is not there. */
    public static final int ABSENT = -1;

    static final int EMPTY = -1;

    private int[] table = newTable(1024);
    private long[] hashes = new long[32];
    private int[] free = new int[0];
    private int freeCount;
    private int slots;
    private int size;
    private long[] rowHashes = new long[0];

    public static GroupIndex of(List<DataType> keyTypes) {
        boolean oneLong = keyTypes.size() == 1 && keyTypes.get(0).storage() == DataType.Storage.LONG;
        return oneLong ? new LongGroupIndex() : new RowGroupIndex(keyTypes);
    }

    /** Gives every selected row's key its slot, {@code groups[i]} for row {@code rows.row(i)}; new keys get new slots. */
    public final void assign(Column[] keys, Selection rows, int[] groups) {
        bind(keys, rows, groups, true);
    }

    /** As {@link #assign}, but keys that are not there give {@link #ABSENT}. */
    public final void find(Column[] keys, Selection rows, int[] groups) {
        bind(keys, rows, groups, false);
    }

    /** Gives the rows their slots; keys that are not there get new ones if {@code add}, else {@link #ABSENT}. */
    void bind(Column[] keys, Selection rows, int[] groups, boolean add) {
        int count = rows.count();
        if (rowHashes.length < count) {
            rowHashes = new long[count];
        }
        KeyHash.hash(keys, rows, rowHashes);
        open(keys);
        for (int i = 0; i < count; i++) {
            groups[i] = bind(rows.row(i), rowHashes[i], add);
        }
    }

    /** As {@link #assign}, for keys that another index of the same key types holds in these slots. */
    final void assign(GroupIndex other, int[] from, int count, int[] groups) {
        if (size == 0) {
            reserve(count);
        }
        bind(other.keys(from, count), Selection.all(count), groups, true);
    }

    /** Makes an empty table large enough for this many keys. */
    private void reserve(int keys) {
        int capacity = table.length;
        while (capacity < 2L * keys && capacity < 1 << 30) {
            capacity *= 2;
        }
        if (capacity > table.length) {
            table = newTable(capacity);
        }
    }

    /** The table of slots, a power of two long, with {@link #EMPTY} where there is none; until the next insertion. */
    final int[] table() {
        return table;
    }

    private int bind(int row, long hash, boolean add) {
        int mask = table.length - 1;
        int at = (int) hash & mask;
        while (true) {
            int slot = table[at];
            if (slot == EMPTY) {
                return add ? insert(row, hash, at) : ABSENT;
            }
            if (hashes[slot] == hash && matches(slot, row)) {
                return slot;
            }
            at = (at + 1) & mask;
        }
    }

    /** Takes in a row's key, whose search ended at an empty place. */
    final int insert(int row, long hash, int at) {
        int slot = freeCount > 0 ? free[--freeCount] : slots++;
        if (slot >= hashes.length) {
            hashes = Arrays.copyOf(hashes, 2 * hashes.length);
        }
        hashes[slot] = hash;
        store(slot, row);
        table[at] = slot;
        if (++size * 2 > table.length) {
            rehash(table.length * 2);
        }
        return slot;
    }

    private void rehash(int capacity) {
        int[] live = liveSlots();
        int[] grown = newTable(capacity);
        int mask = capacity - 1;
        for (int slot : live) {
            int at = (int) hashes[slot] & mask;
            while (grown[at] != EMPTY) {
                at = (at + 1) & mask;
            }
            grown[at] = slot;
        }
        table = grown;
    }

    /** Forgets the key of a slot; what the caller keeps by slot must be reset by then. */
    public final void remove(int slot) {
        int mask = table.length - 1;
        int at = (int) hashes[slot] & mask;
        while (table[at] != slot) {
            at = (at + 1) & mask;
        }
        closeGap(at, mask);
        if (freeCount == free.length) {
            free = Arrays.copyOf(free, Math.max(16, 2 * freeCount));
        }
        free[freeCount++] = slot;
        size--;
        release(slot);
    }

    /** Moves later entries of the probe sequence up, so that no search ends early at the gap. */
    private void closeGap(int start, int mask) {
        int gap = start;
        int at = start;
        while (true) {
            at = (at + 1) & mask;
            if (table[at] == EMPTY) {
                table[gap] = EMPTY;
                return;
            }
            int home = (int) hashes[table[at]] & mask;
            if (((at - home) & mask) >= ((at - gap) & mask)) {
                table[gap] = table[at];
                gap = at;
            }
        }
    }

    /** Keys that are there. */
    public final int size() {
        return size;
    }

    /** All slots ever given are below this. */
    public final int slotLimit() {
        return slots;
    }

    public final long hash(int slot) {
        return hashes[slot];
    }

    /** The slots in use, in no particular order; the array is the caller's. */
    public final int[] liveSlots() {
        int[] found = new int[size];
        if (size == slots) {
            // nothing was ever removed, or all of it given out again
            Arrays.setAll(found, slot -> slot);
            return found;
        }
        int count = 0;
        for (int slot : table) {
            if (slot != EMPTY) {
                found[count++] = slot;
            }
        }
        return found;
    }

    public void clear() {
        Arrays.fill(table, EMPTY);
        slots = 0;
        size = 0;
        freeCount = 0;
    }

    public long heapBytes() {
        return 4L * table.length + 8L * hashes.length + 4L * free.length + 8L * rowHashes.length;
    }

    /** The key columns of these slots. */
    public abstract Column[] keys(int[] slots, int count);

    /** An order of keys with equal hashes; which one does not matter, as long as it is always the same. */
    abstract int compareKeys(int slotA, int slotB);

    /** Makes these key columns the ones that rows refer to. */
    abstract void open(Column[] keys);

    abstract boolean matches(int slot, int row);

    abstract void store(int slot, int row);

    abstract void release(int slot);

    private static int[] newTable(int capacity) {
        int[] table = new int[capacity];
        Arrays.fill(table, EMPTY);
        return table;
    }
}
