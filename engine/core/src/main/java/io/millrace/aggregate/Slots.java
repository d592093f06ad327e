package io.millrace.aggregate;

import io.millrace.columnar.Column;
import io.millrace.columnar.DoubleColumn;
import io.millrace.columnar.LongColumn;

/** Loops over arrays by slot that every accumulator needs. */
final class Slots {
    private Slots() {}

    /** Capacity to grow to, so that growing stays cheap on average. */
    static int grown(int capacity, int needed) {
        return Math.max(needed, Math.max(32, capacity + (capacity >> 1)));
    }

    static long[] take(long[] values, int[] slots, int count) {
        long[] taken = new long[count];
        for (int i = 0; i < count; i++) {
            taken[i] = values[slots[i]];
        }
        return taken;
    }

    static double[] take(double[] values, int[] slots, int count) {
        double[] taken = new double[count];
        for (int i = 0; i < count; i++) {
            taken[i] = values[slots[i]];
        }
        return taken;
    }

    static void put(long[] values, int[] slots, int count, Column column) {
        long[] source = ((LongColumn) column).values();
        for (int i = 0; i < count; i++) {
            values[slots[i]] = source[i];
        }
    }

    static void put(double[] values, int[] slots, int count, Column column) {
        double[] source = ((DoubleColumn) column).values();
        for (int i = 0; i < count; i++) {
            values[slots[i]] = source[i];
        }
    }

    /** Which of the slots hold a zero, as NULL flags; null when none does. */
    static boolean[] zeros(long[] counts, int[] slots, int count) {
        boolean[] nulls = null;
        for (int i = 0; i < count; i++) {
            if (counts[slots[i]] == 0) {
                nulls = nulls == null ? new boolean[count] : nulls;
                nulls[i] = true;
            }
        }
        return nulls;
    }

    /** Which of the slots are not present, as NULL flags; null when all are. */
    static boolean[] absent(boolean[] present, int[] slots, int count) {
        boolean[] nulls = null;
        for (int i = 0; i < count; i++) {
            if (!present[slots[i]]) {
                nulls = nulls == null ? new boolean[count] : nulls;
                nulls[i] = true;
            }
        }
        return nulls;
    }
}
