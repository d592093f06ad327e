package io.millrace.state;

import io.millrace.aggregate.Numbers;
import io.millrace.columnar.Column;
import io.millrace.columnar.DoubleColumn;
import io.millrace.columnar.LongColumn;
import java.util.Arrays;

/**
 * Numbers in the order in which they came, each with its owner's slot and how often it counts. Doubles are there as {@link
 * Numbers#ordered} longs.
 */
final class NumberLog {
    private static final int SIZE_MIN = 64;

    private int[] owners = new int[0];
    private long[] numbers = new long[0];
    /** How often each number counts; of use where not all count once. */
    private long[] counts = new long[0];

    private boolean counted;
    private int size;

    int[] owners() {
        return owners;
    }

    long[] numbers() {
        return numbers;
    }

    /** How often each number counts; null while every one counts once. */
    long[] counts() {
        return counted ? counts : null;
    }

    int size() {
        return size;
    }

    /**
     * Adds rows of a column without NULLs among them.
     *
     * @param groups {@code groups[i]} owns row {@code rows[i]} (row i where rows is null)
     * @param weights by row position; null when each counts once
     */
    void add(int[] groups, int[] rows, int count, Column column, long[] weights) {
        reserve(count);
        System.arraycopy(groups, 0, owners, size, count);
        if (column instanceof DoubleColumn doubles) {
            double[] values = doubles.values();
            for (int i = 0; i < count; i++) {
                numbers[size + i] = Numbers.ordered(values[rows == null ? i : rows[i]]);
            }
        } else {
            take(((LongColumn) column).values(), rows, count, numbers, size);
        }
        if (weights != null) {
            makeCounts();
            take(weights, rows, count, counts, size);
        } else if (counted) {
            Arrays.fill(counts, size, size + count, 1);
        }
        size += count;
    }

    private static void take(long[] from, int[] rows, int count, long[] to, int at) {
        if (rows == null) {
            System.arraycopy(from, 0, to, at, count);
            return;
        }
        for (int i = 0; i < count; i++) {
            to[at + i] = from[rows[i]];
        }
    }

    private void reserve(int count) {
        int needed = Math.addExact(size, count);
        if (needed > owners.length) {
            int capacity = Math.max(needed, Math.max(SIZE_MIN, owners.length + (owners.length >> 1)));
            owners = Arrays.copyOf(owners, capacity);
            numbers = Arrays.copyOf(numbers, capacity);
            counts = counted ? Arrays.copyOf(counts, capacity) : counts;
        }
    }

    private void makeCounts() {
        if (!counted) {
            counts = counts.length < owners.length ? new long[owners.length] : counts;
            Arrays.fill(counts, 0, size, 1);
            counted = true;
        }
    }

    void clear() {
        size = 0;
        counted = false;
    }

    long heapBytes() {
        return 4L * owners.length + 8L * (numbers.length + counts.length);
    }
}
