package io.millrace.state;

import java.util.Arrays;

/**
 * Slots in an array by key: for keys of a narrow range, such as identifiers given out one after the other. Keys at the ends
 * of what a long can hold are left to the hash table, so that no difference wraps.
 */
final class DirectPlaces extends LongPlaces {
    /** Slot + 1 by {@code key - base}; 0 where there is none. A power of two long. */
    private final int[] slots;

    private long base;

    DirectPlaces(int places) {
        slots = new int[places];
    }

    /** For a span of keys, with room to grow in one direction. */
    DirectPlaces(long lowest, long span, boolean upwards) {
        slots = new int[(int) (2 * Long.highestOneBit(span))];
        base = upwards ? lowest : lowest + span - slots.length;
    }

    static boolean canTake(long key) {
        return key >= Long.MIN_VALUE / 2 && key <= Long.MAX_VALUE / 2;
    }

    @Override
    int bind(long[] wanted, int[] rows, int from, int count, int[] groups, LongGroupIndex index) {
        int[] known = slots;
        int mask = known.length - 1;
        long first = base;
        for (int i = from; i < count; i++) {
            long key = wanted[rows == null ? i : rows[i]];
            long at = key - first;
            if ((at & mask) != at) {
                if (index != null) {
                    return i;
                }
                groups[i] = GroupIndex.ABSENT;
                continue;
            }
            int slot = known[(int) at & mask];
            if (slot == 0 && index != null) {
                slot = index.insert(key) + 1;
                known[(int) at & mask] = slot;
            }
            groups[i] = slot - 1;
        }
        return count;
    }

    @Override
    int find(long key) {
        int[] known = slots;
        int mask = known.length - 1;
        long at = key - base;
        return (at & mask) == at ? known[(int) at & mask] - 1 : GroupIndex.ABSENT;
    }

    @Override
    int[] direct() {
        return slots;
    }

    @Override
    long base() {
        return base;
    }

    @Override
    boolean fits(long key) {
        long at = key - base;
        return (at & (slots.length - 1)) == at;
    }

    @Override
    void put(long key, int slot) {
        slots[(int) (key - base)] = slot + 1;
    }

    @Override
    void remove(long key) {
        slots[(int) (key - base)] = 0;
    }

    @Override
    void clear() {
        Arrays.fill(slots, 0);
    }

    @Override
    LongPlaces empty() {
        DirectPlaces places = new DirectPlaces(slots.length);
        places.base = base;
        return places;
    }

    @Override
    boolean restart(long key) {
        if (!canTake(key)) {
            return false;
        }
        // keys of the same range again, or of one further up
        long at = key - base;
        if (at < 0 || at >= slots.length - slots.length / 4) {
            base = key - slots.length / 4;
        }
        return true;
    }

    @Override
    long heapBytes() {
        return 4L * slots.length;
    }
}
