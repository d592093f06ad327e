package io.millrace.state;

/** Numbers together with how often each counts. */
final class NumberPairs {
    private static final int INSERTION_MAX = 24;

    private NumberPairs() {}

    /** Whether about half of the numbers or more are there already among the others, by a look at their hashes. */
    static boolean manyEqual(long[] numbers, int from, int to) {
        int count = to - from;
        int bits = 32 - Integer.numberOfLeadingZeros(Math.max(63, count - 1));
        long[] seen = new long[1 << (bits - 6)];
        for (int i = from; i < to; i++) {
            long hash = numbers[i] * 0x9E3779B97F4A7C15L;
            int bit = (int) ((hash ^ hash >>> 32) * 0x9E3779B97F4A7C15L >>> (64 - bits));
            seen[bit >>> 6] |= 1L << bit;
        }
        double places = 1L << bits;
        double free = places;
        for (long word : seen) {
            free -= Long.bitCount(word);
        }
        // of n different numbers, each e^-n/m-th of m places stays free
        return free >= places * Math.exp(-count / (2 * places));
    }

    /**
     * Puts equal numbers of {@code [from, to)} together, in ascending order; those that count 0 times in all go.
     *
     * @param into where to put the result: not behind {@code from}
     * @return where the result ends
     */
    static int combine(long[] numbers, long[] counts, int from, int to, int into) {
        sort(numbers, counts, from, to);
        int kept = into;
        for (int i = from; i < to; ) {
            long number = numbers[i];
            long count = 0;
            for (; i < to && numbers[i] == number; i++) {
                count += counts[i];
            }
            if (count != 0) {
                numbers[kept] = number;
                counts[kept++] = count;
            }
        }
        return kept;
    }

    /** Sorts {@code [from, to)} by number; parts that are in order already cost next to nothing. */
    static void sort(long[] numbers, long[] beside, int from, int to) {
        int spare = to - from <= INSERTION_MAX ? 0 : (to - from + 1) / 2;
        sort(numbers, beside, from, to, new long[spare], new long[spare]);
    }

    private static void sort(long[] numbers, long[] beside, int from, int to, long[] spareNumbers, long[] spareBeside) {
        if (to - from <= INSERTION_MAX) {
            insertionSort(numbers, beside, from, to);
            return;
        }
        int middle = (from + to) >>> 1;
        sort(numbers, beside, from, middle, spareNumbers, spareBeside);
        sort(numbers, beside, middle, to, spareNumbers, spareBeside);
        if (numbers[middle - 1] <= numbers[middle]) {
            return;
        }
        int leftCount = middle - from;
        System.arraycopy(numbers, from, spareNumbers, 0, leftCount);
        System.arraycopy(beside, from, spareBeside, 0, leftCount);
        int left = 0;
        int right = middle;
        for (int at = from; left < leftCount; at++) {
            if (right < to && numbers[right] < spareNumbers[left]) {
                numbers[at] = numbers[right];
                beside[at] = beside[right++];
            } else {
                numbers[at] = spareNumbers[left];
                beside[at] = spareBeside[left++];
            }
        }
    }

    private static void insertionSort(long[] numbers, long[] beside, int from, int to) {
        for (int i = from + 1; i < to; i++) {
            long number = numbers[i];
            long other = beside[i];
            int at = i;
            while (at > from && numbers[at - 1] > number) {
                numbers[at] = numbers[at - 1];
                beside[at] = beside[at - 1];
                at--;
            }
            numbers[at] = number;
            beside[at] = other;
        }
    }
}
