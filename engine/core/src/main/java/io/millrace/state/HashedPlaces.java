package io.millrace.state;

import java.util.Arrays;

/** Slots in an open-addressing hash table, at most half full, each beside its key: a search looks at one cache line. */
final class HashedPlaces extends LongPlaces {
    private static final long SPREAD = 0x9E3779B97F4A7C15L;
    private static final int PLACES_MIN = 64;

    /** At 2i a key and at 2i + 1 its slot + 1, or 0 where the place is empty. */
    private final long[] pairs;

    private final int shift;
    private int size;

    /** For at least this many keys. */
    HashedPlaces(int keys) {
        int places = Math.max(PLACES_MIN, Integer.highestOneBit(Math.max(1, keys)) * 4);
        pairs = new long[2 * places];
        shift = 64 - Integer.numberOfTrailingZeros(places);
    }

    @Override
    int bind(long[] wanted, int[] rows, int from, int count, int[] groups, LongGroupIndex index) {
        long[] table = pairs;
        int mask = table.length - 1;
        int right = shift;
        for (int i = from; i < count; i++) {
            long key = wanted[rows == null ? i : rows[i]];
            int at = (int) ((key * SPREAD) >>> right) << 1;
            long slot = table[at + 1];
            while (slot != 0 && table[at] != key) {
                at = (at + 2) & mask;
                slot = table[at + 1];
            }
            if (slot == 0 && index != null) {
                if (isFull()) {
                    return i;
                }
                slot = index.insert(key) + 1L;
                fill(at, key, slot);
            }
            groups[i] = (int) slot - 1;
        }
        return count;
    }

    @Override
    int find(long key) {
        long[] table = pairs;
        int mask = table.length - 1;
        int at = home(key);
        long slot = table[at + 1];
        while (slot != 0 && table[at] != key) {
            at = (at + 2) & mask;
            slot = table[at + 1];
        }
        return (int) slot - 1;
    }

    @Override
    int[] direct() {
        return null;
    }

    @Override
    long base() {
        return 0;
    }

    @Override
    boolean fits(long key) {
        return !isFull();
    }

    private boolean isFull() {
        return 4 * (size + 1) > pairs.length;
    }

    private void fill(int at, long key, long slotAndOne) {
        pairs[at] = key;
        pairs[at + 1] = slotAndOne;
        size++;
    }

    private int home(long key) {
        return (int) ((key * SPREAD) >>> shift) << 1;
    }

    @Override
    void put(long key, int slot) {
        int at = home(key);
        while (pairs[at + 1] != 0) {
            at = (at + 2) & (pairs.length - 1);
        }
        fill(at, key, slot + 1L);
    }

    @Override
    void remove(long key) {
        int mask = pairs.length - 1;
        int at = home(key);
        while (pairs[at + 1] == 0 || pairs[at] != key) {
            at = (at + 2) & mask;
        }
        closeGap(at, mask);
        size--;
    }

    /** Moves later entries of the probe sequence up, so that no search ends early at the gap. */
    private void closeGap(int start, int mask) {
        int gap = start;
        int at = start;
        while (true) {
            at = (at + 2) & mask;
            if (pairs[at + 1] == 0) {
                pairs[gap + 1] = 0;
                return;
            }
            int home = home(pairs[at]);
            if (((at - home) & mask) >= ((at - gap) & mask)) {
                pairs[gap] = pairs[at];
                pairs[gap + 1] = pairs[at + 1];
                gap = at;
            }
        }
    }

    @Override
    void clear() {
        Arrays.fill(pairs, 0);
        size = 0;
    }

    @Override
    LongPlaces empty() {
        return new HashedPlaces(pairs.length / 8);
    }

    @Override
    boolean restart(long key) {
        return false;
    }

    @Override
    long heapBytes() {
        return 8L * pairs.length;
    }
}
