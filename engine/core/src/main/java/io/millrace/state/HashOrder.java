package io.millrace.state;

/**
 * Puts slots in the canonical order of results: by hash as an unsigned number, so by key group first, and equal hashes by
 * key. The order depends on the keys alone, not on when they came nor on how many workers there are.
 *
 * <p>Hashes are evenly spread: counting the first bits in which they differ, about as many parts as slots, puts nearly every
 * slot in its place, and an insertion sort does the rest.
 */
public final class HashOrder {
    private static final int PART_BITS_MAX = 20;

    private HashOrder() {}

    /** Sorts {@code slots[0..count)}. */
    public static void sort(GroupIndex index, int[] slots, int count) {
        if (count < 2) {
            return;
        }
        long[] hashes = new long[count];
        long differing = 0;
        for (int i = 0; i < count; i++) {
            hashes[i] = index.hash(slots[i]);
            differing |= hashes[i] ^ hashes[0];
        }
        long[] sortedHashes = new long[count];
        int[] sorted = new int[count];
        int bits = Math.min(PART_BITS_MAX, 32 - Integer.numberOfLeadingZeros(count));
        int left = Long.numberOfLeadingZeros(differing);
        int right = 64 - bits;
        int[] ends = partStarts(hashes, left, right, bits);
        for (int i = 0; i < count; i++) {
            int at = ends[(int) ((hashes[i] << left) >>> right)]++;
            sortedHashes[at] = hashes[i];
            sorted[at] = slots[i];
        }
        insertionSort(index, sortedHashes, sorted);
        System.arraycopy(sorted, 0, slots, 0, count);
    }

    private static int[] partStarts(long[] hashes, int left, int right, int bits) {
        int[] starts = new int[1 << bits];
        for (long hash : hashes) {
            starts[(int) ((hash << left) >>> right)]++;
        }
        int start = 0;
        for (int part = 0; part < starts.length; part++) {
            int size = starts[part];
            starts[part] = start;
            start += size;
        }
        return starts;
    }

    private static void insertionSort(GroupIndex index, long[] hashes, int[] slots) {
        for (int i = 1; i < slots.length; i++) {
            long hash = hashes[i];
            long before = hashes[i - 1];
            if (before + Long.MIN_VALUE < hash + Long.MIN_VALUE) {
                continue;
            }
            int slot = slots[i];
            int at = i;
            while (at > 0 && compare(index, hashes[at - 1], slots[at - 1], hash, slot) > 0) {
                hashes[at] = hashes[at - 1];
                slots[at] = slots[at - 1];
                at--;
            }
            hashes[at] = hash;
            slots[at] = slot;
        }
    }

    private static int compare(GroupIndex index, long hashA, int slotA, long hashB, int slotB) {
        int byHash = Long.compareUnsigned(hashA, hashB);
        return byHash != 0 ? byHash : index.compareKeys(slotA, slotB);
    }
}
