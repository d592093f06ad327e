package io.millrace.aggregate;

/**
 * What a {@link LongSummary} has of each slot, side by side in one array: how many values, the low word of their sum, the least
 * and the greatest. These are the loops over it that need not look at overflow.
 *
 * <p>Most groups have few rows, so that a new extreme is neither rare nor foreseeable: no branches.
 */
public final class LongParts {
    static final int WIDTH = 4;
    static final int COUNT = 0;
    static final int LOW = 1;
    static final int MIN = 2;
    static final int MAX = 3;

    // No values yet: with values below 2^62, which all are while the reach is known, no difference to these wraps.
    private static final long NO_MIN = 1L << 62;
    private static final long NO_MAX = -(1L << 62);

    private LongParts() {}

    /** Adds a {@linkplain SumReach#isNear near} value to a slot. */
    public static void addNear(long[] parts, int slot, long value, boolean min, boolean max) {
        int at = WIDTH * slot;
        parts[at + COUNT]++;
        parts[at + LOW] += value;
        if (min) {
            parts[at + MIN] = lesser(parts[at + MIN], value);
        }
        if (max) {
            parts[at + MAX] = greater(parts[at + MAX], value);
        }
    }

    static void addMax(long[] parts, int[] groups, int[] rows, int count, long[] values) {
        for (int i = 0; i < count; i++) {
            addNear(parts, groups[i], values[rows == null ? i : rows[i]], false, true);
        }
    }

    static void addMin(long[] parts, int[] groups, int[] rows, int count, long[] values) {
        for (int i = 0; i < count; i++) {
            addNear(parts, groups[i], values[rows == null ? i : rows[i]], true, false);
        }
    }

    static void addBoth(long[] parts, int[] groups, int[] rows, int count, long[] values) {
        for (int i = 0; i < count; i++) {
            addNear(parts, groups[i], values[rows == null ? i : rows[i]], true, true);
        }
    }

    static void mergeNear(long[] parts, long[] others, int[] from, int[] to, int count) {
        for (int i = 0; i < count; i++) {
            int at = WIDTH * to[i];
            int other = WIDTH * from[i];
            parts[at + COUNT] += others[other + COUNT];
            parts[at + LOW] += others[other + LOW];
            parts[at + MIN] = lesser(parts[at + MIN], others[other + MIN]);
            parts[at + MAX] = greater(parts[at + MAX], others[other + MAX]);
        }
    }

    /** The greater of two numbers whose difference is a long. */
    private static long greater(long a, long b) {
        long more = b - a;
        return a + (more & ~(more >> 63));
    }

    /** The lesser of two numbers whose difference is a long. */
    private static long lesser(long a, long b) {
        long more = b - a;
        return a + (more & (more >> 63));
    }

    /** Takes the values of some slots away. */
    static void empty(long[] parts, int from, int to) {
        for (int at = WIDTH * from; at < WIDTH * to; at += WIDTH) {
            parts[at + COUNT] = 0;
            parts[at + LOW] = 0;
            parts[at + MIN] = NO_MIN;
            parts[at + MAX] = NO_MAX;
        }
    }

    /** A part of some slots. */
    static long[] take(long[] parts, int part, int[] slots, int count) {
        long[] taken = new long[count];
        for (int i = 0; i < count; i++) {
            taken[i] = parts[WIDTH * slots[i] + part];
        }
        return taken;
    }
}
