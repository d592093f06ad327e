package io.millrace.aggregate;

import java.util.Arrays;

/** Finds the number that would stand at a position if all were sorted, without sorting all. */
final class NumberSelection {
    /** Fewer numbers are sorted. */
    private static final int SORTED_MAX = 40;

    /** Numbers that are parted so badly so often are sorted. */
    private static final int ROUNDS_MAX = 64;

    private NumberSelection() {}

    /**
     * The number that belongs at {@code position} of {@code [from, to)}; it is there afterwards, smaller ones before and
     * greater ones behind it.
     */
    static long select(long[] numbers, int from, int to, int position) {
        int low = from;
        int high = to;
        for (int round = 0; high - low > SORTED_MAX && round < ROUNDS_MAX; round++) {
            int end = part(numbers, low, high);
            if (position < end) {
                high = end;
            } else {
                low = end;
            }
        }
        Arrays.sort(numbers, low, high);
        return numbers[position];
    }

    /** Puts the smaller numbers in front. Returns where they end, which is inside of the range. */
    private static int part(long[] numbers, int from, int to) {
        // among the first two of the three is one that is no smaller, so that the search from the left ends before the
        // last
        long pivot = median(numbers[from], numbers[(from + to) >>> 1], numbers[to - 1]);
        int left = from - 1;
        int right = to;
        while (true) {
            do {
                left++;
            } while (numbers[left] < pivot);
            do {
                right--;
            } while (numbers[right] > pivot);
            if (left >= right) {
                return right + 1;
            }
            long moved = numbers[left];
            numbers[left] = numbers[right];
            numbers[right] = moved;
        }
    }

    private static long median(long a, long b, long c) {
        return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
    }

    /** The least of {@code [from, to)}, which is not empty. */
    static long least(long[] numbers, int from, int to) {
        long least = numbers[from];
        for (int i = from + 1; i < to; i++) {
            least = Math.min(least, numbers[i]);
        }
        return least;
    }
}
