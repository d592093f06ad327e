package io.millrace.aggregate;

/** How far from 0 sums of longs can be: while that is known, none is beyond a long, and nobody has to look. */
public final class SumReach {
    private static final int NEAR_BITS = 40;
    private static final int NEAR_COUNT_BITS = 62 - NEAR_BITS;

    /** No sum is further from 0 than this; Long.MAX_VALUE when that is not known. */
    private long reach;

    SumReach() {}

    /** Whether a value is so near to 0 that many of its kind may be added without a look at each. */
    public static boolean isNear(long value) {
        return spread(value) >>> NEAR_BITS == 0;
    }

    /** Whether so many near values may be added, and sums be looked at after that. */
    boolean canAddNear(int count) {
        return reach < Long.MAX_VALUE / 2 && count < 1 << NEAR_COUNT_BITS;
    }

    /** The bits of a value that say how far from 0 it is. */
    public static long spread(long value) {
        return value ^ (value >> 63);
    }

    /** A number that no value with these bits is further from 0 than; not above 0 where it would be beyond a long. */
    static long magnitude(long bits) {
        return bits == 0 ? 1 : 2 * Long.highestOneBit(bits);
    }

    static long magnitude(long[] values, int[] rows, int count) {
        long bits = 0;
        if (rows == null) {
            for (int i = 0; i < count; i++) {
                bits |= spread(values[i]);
            }
        } else {
            for (int i = 0; i < count; i++) {
                bits |= spread(values[rows[i]]);
            }
        }
        return magnitude(bits);
    }

    /** Takes note that sums may grow by so much. Returns whether all of them still fit into 63 bits for sure. */
    boolean extend(long magnitude, long count) {
        boolean fits = magnitude >= 0 && Math.multiplyHigh(magnitude, count) == 0 && magnitude * count >= 0;
        reach = fits && reach + magnitude * count > 0 ? reach + magnitude * count : Long.MAX_VALUE;
        return isKnown();
    }

    /** Takes note that sums of another kind are added to these. Returns as above. */
    boolean extend(SumReach other) {
        return extend(other.reach, 1);
    }

    boolean isKnown() {
        return reach != Long.MAX_VALUE;
    }

    void lose() {
        reach = Long.MAX_VALUE;
    }

    /** There are no sums. */
    void reset() {
        reach = 0;
    }
}
