package io.millrace.state;

import java.util.Arrays;

/**
 * The groups of a store by the first bits of their hashes, so that slices of several stores can be put together each by
 * itself. Groups that come later are {@linkplain #extend taken in}; only for groups that are never removed.
 */
public final class HashSlices {
    /** From so many on it is worth making room first. */
    private static final int RESERVED_MIN = 16;

    private final GroupStore store;
    private final long generation;
    private final int bits;
    private final IntList[] slots;
    private int known;

    /** None of the store's groups yet, in {@code 2^bits} slices. */
    public HashSlices(GroupStore store, int bits) {
        this.store = store;
        this.generation = store.generation();
        this.bits = bits;
        this.slots = new IntList[1 << bits];
        Arrays.setAll(slots, slice -> new IntList());
    }

    /** The slice of a hash. */
    public static int slice(long hash, int bits) {
        // a shift by 64 would be none
        return bits == 0 ? 0 : (int) (hash >>> 64 - bits);
    }

    /** Whether the store still is what it was made for: it has not been emptied since. */
    public boolean isCurrent() {
        return generation == store.generation();
    }

    /** Takes in the groups that came since the last call. */
    public void extend() {
        int limit = store.index().slotLimit();
        reserve((limit - known) >> bits);
        for (int slot = known; slot < limit; slot++) {
            slots[slice(store.hash(slot), bits)].add(slot);
        }
        known = limit;
    }

    /** Makes room at once for about so many more in each slice: hashes spread evenly, but for a few roots of the number. */
    private void reserve(int more) {
        if (more >= RESERVED_MIN) {
            int room = more + 4 * (int) Math.sqrt(more);
            for (IntList list : slots) {
                list.reserve(room);
            }
        }
    }

    public int count(int slice) {
        return slots[slice].size();
    }

    /** Slots of a slice, in the order they came, from a position in that order on; the array is the caller's. */
    public int[] slots(int slice, int from) {
        return slots[slice].toArray(from);
    }

    public long heapBytes() {
        long bytes = 0;
        for (IntList list : slots) {
            bytes += list.heapBytes();
        }
        return bytes;
    }
}
