package io.millrace.state;

/** Sorts numbers together with what stands beside them. */
final class NumberPairs {
    private static final int INSERTION_MAX = 24;

    private NumberPairs() {}

    /** Sorts {@code [from, to)} by number; parts that are in order already cost next to nothing. */
    static void sort(long[] numbers, long[] beside, int from, int to) {
        sort(numbers, beside, from, to, new long[(to - from + 1) / 2], new long[(to - from + 1) / 2]);
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
