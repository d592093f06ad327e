package io.millrace.state;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

/** Cells of sessions by key, each with the range of time it covers, in the order of their times. Threads: one at a time. */
final class CellOrder {
    private static final int NONE = -1;

    private final GroupIndex index;
    private long[] start = new long[32];
    private long[] end = new long[32];
    private int[] keyOf = newSlots(32);
    private int[][] cells = new int[32][];
    private int[] sizes = new int[32];

    /** @param index of the cells; cells of one time stand by its hash, which no restart changes */
    CellOrder(GroupIndex index) {
        this.index = index;
    }

    /** Cells of one key that follow each other without a gap: a session. */
    record Run(int key, long start, long end, int[] cells) {
        boolean touches(long from, long to) {
            return start <= to && end >= from;
        }
    }

    private static int[] newSlots(int capacity) {
        int[] slots = new int[capacity];
        Arrays.fill(slots, NONE);
        return slots;
    }

    boolean contains(int cell) {
        return cell < keyOf.length && keyOf[cell] != NONE;
    }

    void insert(int key, int cell, long from, long to) {
        reserve(key, cell);
        start[cell] = from;
        end[cell] = to;
        keyOf[cell] = key;
        int size = sizes[key]++;
        if (cells[key] == null) {
            cells[key] = new int[4];
        } else if (size == cells[key].length) {
            cells[key] = Arrays.copyOf(cells[key], 2 * size);
        }
        int[] ofKey = cells[key];
        int at = size;
        while (at > 0 && isAfter(ofKey[at - 1], cell)) {
            ofKey[at] = ofKey[at - 1];
            at--;
        }
        ofKey[at] = cell;
    }

    private boolean isAfter(int a, int b) {
        if (start[a] != start[b]) {
            return start[a] > start[b];
        }
        int byHash = Long.compareUnsigned(index.hash(a), index.hash(b));
        return byHash == 0 ? index.compareKeys(a, b) > 0 : byHash > 0;
    }

    private void reserve(int key, int cell) {
        if (cell >= keyOf.length) {
            int from = keyOf.length;
            int capacity = Math.max(cell + 1, from + (from >> 1));
            start = Arrays.copyOf(start, capacity);
            end = Arrays.copyOf(end, capacity);
            keyOf = Arrays.copyOf(keyOf, capacity);
            Arrays.fill(keyOf, from, capacity, NONE);
        }
        if (key >= sizes.length) {
            int capacity = Math.max(key + 1, sizes.length + (sizes.length >> 1));
            cells = Arrays.copyOf(cells, capacity);
            sizes = Arrays.copyOf(sizes, capacity);
        }
    }

    /** The sessions of a key, made of those of its cells that are live. */
    List<Run> runs(int key, IntPredicate live) {
        List<Run> runs = new ArrayList<>();
        IntList open = new IntList();
        long from = 0;
        long to = 0;
        for (int i = 0; i < size(key); i++) {
            int cell = cells[key][i];
            if (!live.test(cell)) {
                continue;
            }
            if (open.size() > 0 && start[cell] > to) {
                runs.add(new Run(key, from, to, open.toArray()));
                open.clear();
            }
            if (open.size() == 0) {
                from = start[cell];
                to = end[cell];
            }
            to = Math.max(to, end[cell]);
            open.add(cell);
        }
        if (open.size() > 0) {
            runs.add(new Run(key, from, to, open.toArray()));
        }
        return runs;
    }

    int size(int key) {
        return key < sizes.length ? sizes[key] : 0;
    }

    /** Takes out the cells of a key that are gone. */
    void removeIf(int key, IntPredicate gone) {
        int kept = 0;
        for (int i = 0; i < size(key); i++) {
            int cell = cells[key][i];
            if (gone.test(cell)) {
                keyOf[cell] = NONE;
            } else {
                cells[key][kept++] = cell;
            }
        }
        if (key < sizes.length) {
            sizes[key] = kept;
        }
    }

    long heapBytes() {
        return 20L * keyOf.length
                + 12L * sizes.length
                + 8L * Arrays.stream(sizes).sum();
    }
}
