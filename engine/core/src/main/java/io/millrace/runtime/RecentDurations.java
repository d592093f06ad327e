package io.millrace.runtime;

import java.util.Arrays;

/** The last so many durations and their percentiles, kept in order since every micro-batch asks for them. */
final class RecentDurations {
    private final double[] inOrderOfArrival;
    private final double[] sorted;
    private long count;

    /** @param kept how many, at least one */
    RecentDurations(int kept) {
        inOrderOfArrival = new double[kept];
        sorted = new double[kept];
    }

    /** Adds one; the oldest goes when there are too many. */
    void add(double duration) {
        int size = size();
        int place = (int) (count % sorted.length);
        if (count >= sorted.length) {
            int gone = Arrays.binarySearch(sorted, inOrderOfArrival[place]);
            System.arraycopy(sorted, gone + 1, sorted, gone, size - gone - 1);
            size--;
        }
        int found = Arrays.binarySearch(sorted, 0, size, duration);
        int at = found < 0 ? -found - 1 : found;
        System.arraycopy(sorted, at, sorted, at + 1, size - at);
        sorted[at] = duration;
        inOrderOfArrival[place] = duration;
        count++;
    }

    /** The duration that such a share of the others does not exceed; at least one was added. */
    double percentile(double share) {
        return sorted[(int) Math.min(size() - 1L, (long) (share * size()))];
    }

    private int size() {
        return (int) Math.min(count, sorted.length);
    }
}
