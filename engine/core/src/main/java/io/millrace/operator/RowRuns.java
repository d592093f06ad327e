package io.millrace.operator;

import io.millrace.columnar.Selection;
import java.util.Arrays;
import java.util.TreeMap;

/**
 * Parts the rows of a batch by a number (their pane or window), each part in row order. Event time is nearly sorted, so
 * most batches are a few runs; a batch that is not is parted by counting.
 */
final class RowRuns {
    /** Takes one part. */
    interface Part {
        void accept(long number, Selection rows);
    }

    private RowRuns() {}

    /**
     * Gives the parts in ascending order of their number.
     *
     * @param numbers of row {@code rows.row(i)} at i
     */
    static void part(long[] numbers, Selection rows, Part out) {
        int count = rows.count();
        if (count == 0) {
            return;
        }
        TreeMap<Long, IntList> parts = new TreeMap<>();
        int from = 0;
        long current = numbers[0];
        for (int i = 1; i <= count; i++) {
            if (i == count || numbers[i] != current) {
                if (from == 0 && i == count) {
                    out.accept(current, rows);
                    return;
                }
                int size = i - from;
                parts.computeIfAbsent(current, n -> new IntList(size)).addRange(rows, from, i);
                if (i < count) {
                    from = i;
                    current = numbers[i];
                }
            }
        }
        parts.forEach((number, positions) -> out.accept(number, positions.selection()));
    }

    private static final class IntList {
        private int[] values;
        private int size;

        IntList(int capacity) {
            values = new int[capacity];
        }

        void addRange(Selection rows, int from, int to) {
            int needed = size + to - from;
            if (needed > values.length) {
                values = Arrays.copyOf(values, Math.max(needed, 2 * values.length));
            }
            for (int i = from; i < to; i++) {
                values[size++] = rows.row(i);
            }
        }

        Selection selection() {
            return new Selection(values, size);
        }
    }
}
