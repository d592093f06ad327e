package io.millrace.state;

import java.util.Arrays;

/** A list of ints that keeps its array when it is cleared. */
public final class IntList {
    private int[] values = new int[16];
    private int size;

    public void add(int value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, 2 * size);
        }
        values[size++] = value;
    }

    /** Makes room for so many more. A list that has grown before grows by half at least. */
    void reserve(int more) {
        int needed = size + more;
        if (needed > values.length) {
            values = Arrays.copyOf(values, size == 0 ? needed : Math.max(needed, values.length + (values.length >> 1)));
        }
    }

    int at(int index) {
        return values[index];
    }

    public int size() {
        return size;
    }

    void clear() {
        size = 0;
    }

    /** A copy of the caller's. */
    public int[] toArray() {
        return toArray(0);
    }

    /** A copy of those from {@code from} on. */
    int[] toArray(int from) {
        return Arrays.copyOfRange(values, from, size);
    }

    long heapBytes() {
        return 4L * values.length;
    }
}
