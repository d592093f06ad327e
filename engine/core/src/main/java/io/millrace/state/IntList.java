package io.millrace.state;

import java.util.Arrays;

/** A list of ints that keeps its array when it is cleared. */
final class IntList {
    private int[] values = new int[16];
    private int size;

    void add(int value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, 2 * size);
        }
        values[size++] = value;
    }

    int at(int index) {
        return values[index];
    }

    int size() {
        return size;
    }

    void clear() {
        size = 0;
    }

    /** A copy of the caller's. */
    int[] toArray() {
        return Arrays.copyOf(values, size);
    }
}
