package io.millrace.state;

import java.util.Arrays;

/**
 * Slots in an open-addressing table by the hash of their key, at most half full. The full hash of every slot is kept beside
 * it: a search compares hashes before keys, and growing never touches the keys.
 */
final class SlotTable {
    private static final int EMPTY = GroupIndex.ABSENT;
    private static final int PLACES_MIN = 64;

    private int[] table = newTable(PLACES_MIN);
    private long[] hashes = new long[32];
    private int size;

    /** The place where a search for a key with this hash begins. */
    int first(long hash) {
        return (int) hash & (table.length - 1);
    }

    int next(int place) {
        return (place + 1) & (table.length - 1);
    }

    /** The slot at a place, or {@link GroupIndex#ABSENT} where the search ends. */
    int slot(int place) {
        return table[place];
    }

    /** Adds a slot whose key is not there. */
    void add(int slot, long hash) {
        if (slot >= hashes.length) {
            hashes = Arrays.copyOf(hashes, Math.max(slot + 1, 2 * hashes.length));
        }
        hashes[slot] = hash;
        if (++size * 2 > table.length) {
            grow(table.length * 2);
        }
        place(table, slot);
    }

    /** Makes room for this many keys. */
    void reserve(int keys) {
        int capacity = table.length;
        while (capacity < 2L * keys && capacity < 1 << 30) {
            capacity *= 2;
        }
        if (capacity > table.length) {
            grow(capacity);
        }
    }

    private void grow(int capacity) {
        int[] grown = newTable(capacity);
        for (int slot : table) {
            if (slot != EMPTY) {
                place(grown, slot);
            }
        }
        table = grown;
    }

    private void place(int[] into, int slot) {
        int mask = into.length - 1;
        int at = (int) hashes[slot] & mask;
        while (into[at] != EMPTY) {
            at = (at + 1) & mask;
        }
        into[at] = slot;
    }

    void remove(int slot) {
        int mask = table.length - 1;
        int at = (int) hashes[slot] & mask;
        while (table[at] != slot) {
            at = (at + 1) & mask;
        }
        closeGap(at, mask);
        size--;
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

    long hash(int slot) {
        return hashes[slot];
    }

    void clear() {
        Arrays.fill(table, EMPTY);
        size = 0;
    }

    long heapBytes() {
        return 4L * table.length + 8L * hashes.length;
    }

    private static int[] newTable(int capacity) {
        int[] table = new int[capacity];
        Arrays.fill(table, EMPTY);
        return table;
    }
}
