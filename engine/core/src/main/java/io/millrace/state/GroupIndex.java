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
 */
public abstract sealed class GroupIndex permits LongGroupIndex, LongPairGroupIndex, BytesGroupIndex, RowGroupIndex {
    /** What {@link #find} gives for a key that is not there. */
    public static final int ABSENT = -1;

    private int[] free = new int[0];
    private int freeCount;
    private int slots;
    private int size;

    public static GroupIndex of(List<DataType> keyTypes) {
        List<DataType.Storage> storage =
                keyTypes.stream().map(DataType::storage).toList();
        if (storage.equals(List.of(DataType.Storage.LONG))) {
            return new LongGroupIndex();
        }
        if (storage.equals(List.of(DataType.Storage.LONG, DataType.Storage.LONG))) {
            return new LongPairGroupIndex();
        }
        if (storage.equals(List.of(DataType.Storage.BYTES))) {
            return new BytesGroupIndex();
        }
        return new RowGroupIndex(keyTypes);
    }

    /** Gives every selected row's key its slot, {@code groups[i]} for row {@code rows.row(i)}; new keys get new slots. */
    public final void assign(Column[] keys, Selection rows, int[] groups) {
        bind(keys, rows, groups, true);
    }

    /** As {@link #assign}, but keys that are not there give {@link #ABSENT}. */
    public final void find(Column[] keys, Selection rows, int[] groups) {
        bind(keys, rows, groups, false);
    }

    /** As {@link #assign}, for keys that another index of the same key types holds in these slots. */
    final void assign(GroupIndex other, int[] from, int count, int[] groups) {
        bind(other, from, count, groups);
    }

    /** Makes room, empty as this is, for as many keys as another index of the same key types has, and such keys. */
    void expect(GroupIndex like) {}

    /** Gives the rows their slots; keys that are not there get new ones if {@code add}, else {@link #ABSENT}. */
    abstract void bind(Column[] keys, Selection rows, int[] groups, boolean add);

    abstract void bind(GroupIndex other, int[] from, int count, int[] groups);

    /** A slot for a new key. */
    final int takeSlot() {
        size++;
        return freeCount > 0 ? free[--freeCount] : slots++;
    }

    /** Forgets the key of a slot; what the caller keeps by slot must be reset by then. */
    public final void remove(int slot) {
        release(slot);
        if (freeCount == free.length) {
            free = Arrays.copyOf(free, Math.max(16, 2 * freeCount));
        }
        free[freeCount++] = slot;
        size--;
    }

    /** Keys that are there. */
    public final int size() {
        return size;
    }

    /** All slots ever given are below this. */
    public final int slotLimit() {
        return slots;
    }

    /** The slots in use, ascending, into an array that has room for {@link #size()}. */
    final void liveSlots(int[] live) {
        if (freeCount > 0) {
            System.arraycopy(liveSlots(), 0, live, 0, size);
            return;
        }
        for (int slot = 0; slot < slots; slot++) {
            live[slot] = slot;
        }
    }

    /** The slots in use, ascending; the array is the caller's. */
    public final int[] liveSlots() {
        boolean[] gone = null;
        if (freeCount > 0) {
            gone = new boolean[slots];
            for (int i = 0; i < freeCount; i++) {
                gone[free[i]] = true;
            }
        }
        int[] live = new int[size];
        int count = 0;
        for (int slot = 0; slot < slots; slot++) {
            if (gone == null || !gone[slot]) {
                live[count++] = slot;
            }
        }
        return live;
    }

    public void clear() {
        slots = 0;
        size = 0;
        freeCount = 0;
    }

    public long heapBytes() {
        return 4L * free.length;
    }

    /** The {@link KeyHash} of a slot's key. */
    public abstract long hash(int slot);

    /** The hashes of these slots' keys. */
    void hashes(int[] of, int count, long[] hashes) {
        for (int i = 0; i < count; i++) {
            hashes[i] = hash(of[i]);
        }
    }

    /** The key columns of these slots. */
    public abstract Column[] keys(int[] slots, int count);

    /** An order of keys with equal hashes; which one does not matter, as long as it is always the same. */
    abstract int compareKeys(int slotA, int slotB);

    /** The slot's key goes. */
    abstract void release(int slot);
}
