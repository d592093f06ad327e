package io.millrace.operator;

import io.millrace.columnar.ColumnBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Consumer;

/**
 * The rows of a micro-batch by key: those of one key and one input stand together, in order of arrival.
 *
 * <pre>
 *   added     a b a | b a        two batches, keys by slot
 *   settled   a: 0.0 0.2 1.1     b: 0.1 1.0     (batch.row)
 * </pre>
 */
final class KeyRows {
    private final List<ColumnBatch> batches = new ArrayList<>();
    private final List<int[]> slotsOf = new ArrayList<>();
    private final List<Integer> inputOf = new ArrayList<>();
    private int rows;
    private int[] starts = new int[0];
    private int[] ends = new int[0];
    private int[] batchOf = new int[0];
    private int[] rowOf = new int[0];

    /** Adds rows with the slot of the key of each; inputs come in ascending order. */
    void add(int input, ColumnBatch arguments, int[] slots) {
        batches.add(arguments);
        slotsOf.add(slots);
        inputOf.add(input);
        rows += slots.length;
    }

    /** Orders the rows by key. Gives the slots of the keys, as they have come. */
    int[] settle(int slotLimit) {
        int[] numbers = new int[slotLimit];
        int[] counts = new int[Math.min(slotLimit, rows) + 1];
        int[] keys = new int[counts.length];
        int keyCount = 0;
        for (int[] slots : slotsOf) {
            for (int slot : slots) {
                if (numbers[slot] == 0) {
                    keys[keyCount] = slot;
                    numbers[slot] = ++keyCount;
                }
                counts[numbers[slot] - 1]++;
            }
        }
        keys = Arrays.copyOf(keys, keyCount);
        starts = new int[slotLimit + 1];
        int start = 0;
        int[] next = new int[keyCount];
        for (int i = 0; i < keyCount; i++) {
            starts[keys[i]] = start;
            next[i] = start;
            start += counts[i];
        }
        batchOf = new int[rows];
        rowOf = new int[rows];
        ends = new int[slotLimit];
        for (int batch = 0; batch < slotsOf.size(); batch++) {
            int[] slots = slotsOf.get(batch);
            for (int row = 0; row < slots.length; row++) {
                int at = next[numbers[slots[row]] - 1]++;
                batchOf[at] = batch;
                rowOf[at] = row;
                ends[slots[row]] = at + 1;
            }
        }
        return keys;
    }

    /** The rows of a key in one input, each made when it is asked for and told to {@code seen}. */
    Iterator<List<Object>> of(int slot, int input, Consumer<List<Object>> seen) {
        int from = starts[slot];
        while (from < ends[slot] && inputOf.get(batchOf[from]) < input) {
            from++;
        }
        int first = from;
        return new Iterator<>() {
            private int at = first;

            @Override
            public boolean hasNext() {
                return at < ends[slot] && inputOf.get(batchOf[at]) == input;
            }

            @Override
            public List<Object> next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                List<Object> row = batches.get(batchOf[at]).row(rowOf[at]);
                at++;
                seen.accept(row);
                return row;
            }
        };
    }

    void clear() {
        batches.clear();
        slotsOf.clear();
        inputOf.clear();
        rows = 0;
    }
}
