package io.millrace.state;

import java.util.Arrays;

/**
 * Slots in the canonical order of results: by hash as an unsigned number, so by key group first, and equal hashes by key.
 * The order depends on the keys alone, not on when they came nor on how many workers there are.
 *
 * <p>Hashes are evenly spread: counting the first bits in which they differ, about as many parts as slots, puts nearly every
 * slot in its place, and an insertion sort does the rest. An order keeps its arrays for the next slots.
 */
public final class HashOrder {
    private static final int PART_BITS_MAX = 20;

    private int count;
    private int[] slots = new int[0];
    private long[] hashes = new long[0];
    private int[] before = new int[0];
    private long[] beforeHashes = new long[0];
    private int[] starts = new int[0];

    /** Sorts {@code slots[0..count)}. */
    public static void sort(GroupIndex index, int[] slots, int count) {
        HashOrder order = new HashOrder();
        order.take(index, slots, count);
        System.arraycopy(order.slots, 0, slots, 0, count);
    }

    /** The slots in order; the first {@link #count()} count. Valid until the order changes. */
    public int[] slots() {
        return slots;
    }

    public int count() {
        return count;
    }

    public void clear() {
        count = 0;
    }

    /** Takes these slots in place of those it has. */
    void take(GroupIndex index, int[] taken, int takenCount) {
        count = takenCount;
        reserve();
        swap();
        index.hashes(taken, takenCount, beforeHashes);
        System.arraycopy(taken, 0, before, 0, takenCount);
        long differing = 0;
        for (int i = 1; i < takenCount; i++) {
            differing |= beforeHashes[i] ^ beforeHashes[0];
        }
        int bits = Math.min(PART_BITS_MAX, 32 - Integer.numberOfLeadingZeros(takenCount));
        part(Long.numberOfLeadingZeros(differing), bits);
        insertionSort(index);
    }

    /** Takes more slots, none of which it has. */
    public void add(GroupIndex index, int[] added, int addedCount) {
        HashOrder more = new HashOrder();
        more.take(index, added, addedCount);
        int have = count;
        count += addedCount;
        reserve();
        swap();
        int from = 0;
        int next = 0;
        for (int at = 0; at < count; at++) {
            boolean old = next == addedCount
                    || (from < have
                            && compare(index, beforeHashes[from], before[from], more.hashes[next], more.slots[next])
                                    < 0);
            hashes[at] = old ? beforeHashes[from] : more.hashes[next];
            slots[at] = old ? before[from++] : more.slots[next++];
        }
    }

    private void reserve() {
        if (count > slots.length) {
            int capacity = Math.max(count, slots.length + (slots.length >> 1));
            slots = Arrays.copyOf(slots, capacity);
            hashes = Arrays.copyOf(hashes, capacity);
            before = new int[capacity];
            beforeHashes = new long[capacity];
        }
    }

    private void swap() {
        int[] swapped = slots;
        slots = before;
        before = swapped;
        long[] swappedHashes = hashes;
        hashes = beforeHashes;
        beforeHashes = swappedHashes;
    }

    /** Heap bytes of the arrays. */
    public long heapBytes() {
        return 24L * slots.length + 4L * starts.length;
    }

    /** Puts all from before into parts by some bits of their hashes. */
    private void part(int left, int bits) {
        int right = 64 - bits;
        int parts = 1 << bits;
        if (starts.length < parts) {
            starts = new int[parts];
        } else {
            Arrays.fill(starts, 0, parts, 0);
        }
        for (int i = 0; i < count; i++) {
            starts[(int) ((beforeHashes[i] << left) >>> right)]++;
        }
        int start = 0;
        for (int part = 0; part < parts; part++) {
            int size = starts[part];
            starts[part] = start;
            start += size;
        }
        for (int i = 0; i < count; i++) {
            long hash = beforeHashes[i];
            int at = starts[(int) ((hash << left) >>> right)]++;
            hashes[at] = hash;
            slots[at] = before[i];
        }
    }

    private void insertionSort(GroupIndex index) {
        for (int i = 1; i < count; i++) {
            long hash = hashes[i];
            if (hashes[i - 1] + Long.MIN_VALUE < hash + Long.MIN_VALUE) {
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
