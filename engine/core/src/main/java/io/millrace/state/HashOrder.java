package io.millrace.state;

import java.util.Arrays;

/**
 * Puts slots in the canonical order of results: by hash as an unsigned number, so by key group first, and equal hashes by
 * key. The order depends on the keys alone, not on when they came nor on how many workers there are.
 */
public final class HashOrder {
    private static final int PART_BITS_MAX = 20;

    private HashOrder() {}

    /** Sorts {@code slots[0..count)}. */
    public static void sort(GroupIndex index, int[] slots, int count) {
        if (count < 2) {
            return;
        }
        // the upper bits of the hash and the position in one long: one primitive sort, ties mended after
        int positionBits = 64 - Long.numberOfLeadingZeros(count - 1L);
        long[] order = new long[count];
        for (int i = 0; i < count; i++) {
            order[i] = (((index.hash(slots[i]) >>> positionBits) << positionBits) | i) ^ Long.MIN_VALUE;
        }
        order = sortByParts(order, count);
        int[] sorted = new int[count];
        long positionMask = (1L << positionBits) - 1;
        for (int i = 0; i < count; i++) {
            sorted[i] = slots[(int) (order[i] & positionMask)];
        }
        mendTies(index, sorted, count, positionBits);
        System.arraycopy(sorted, 0, slots, 0, count);
    }

    /**
     * Sorts by counting the upper bits in which the values differ, about as many parts as values: hashes are evenly spread,
     * so most parts hold one or two.
     */
    private static long[] sortByParts(long[] values, int count) {
        long differing = 0;
        for (int i = 1; i < count; i++) {
            differing |= values[i] ^ values[0];
        }
        int shared = Long.numberOfLeadingZeros(differing);
        int bits = Math.min(PART_BITS_MAX, 32 - Integer.numberOfLeadingZeros(count));
        int[] ends = new int[1 << bits];
        for (int i = 0; i < count; i++) {
            ends[part(values[i], shared, bits)]++;
        }
        int end = 0;
        for (int part = 0; part < ends.length; part++) {
            int size = ends[part];
            ends[part] = end;
            end += size;
        }
        long[] sorted = new long[count];
        for (int i = 0; i < count; i++) {
            sorted[ends[part(values[i], shared, bits)]++] = values[i];
        }
        int from = 0;
        for (int to : ends) {
            if (to - from > 1) {
                Arrays.sort(sorted, from, to);
            }
            from = to;
        }
        return sorted;
    }

    private static int part(long value, int shared, int bits) {
        return (int) (((value ^ Long.MIN_VALUE) << shared) >>> (64 - bits));
    }

    private static void mendTies(GroupIndex index, int[] sorted, int count, int positionBits) {
        int from = 0;
        for (int i = 1; i <= count; i++) {
            boolean same =
                    i < count && index.hash(sorted[i]) >>> positionBits == index.hash(sorted[from]) >>> positionBits;
            if (!same) {
                if (i - from > 1) {
                    insertionSort(index, sorted, from, i);
                }
                from = i;
            }
        }
    }

    private static void insertionSort(GroupIndex index, int[] sorted, int from, int to) {
        for (int i = from + 1; i < to; i++) {
            int slot = sorted[i];
            int at = i;
            while (at > from && compare(index, sorted[at - 1], slot) > 0) {
                sorted[at] = sorted[at - 1];
                at--;
            }
            sorted[at] = slot;
        }
    }

    private static int compare(GroupIndex index, int a, int b) {
        int byHash = Long.compareUnsigned(index.hash(a), index.hash(b));
        return byHash != 0 ? byHash : index.compareKeys(a, b);
    }
}
