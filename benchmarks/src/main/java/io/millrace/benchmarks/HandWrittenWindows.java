package io.millrace.benchmarks;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * COUNT, SUM, MAX and AVG by key and sliding window as one would write them for this one query: a loop that takes row after
 * row from primitive arrays into the hash table of the row's pane, and panes merged when a window closes.
 *
 * <p>What it leaves out, and the engine does: sums beyond 64 bits, NULLs, late rows, results in an order that does not
 * depend on the table, state for a checkpoint.
 */
final class HandWrittenWindows {
    private final long slideMicros;
    private final long sizeMicros;
    private final TreeMap<Long, Table> panes = new TreeMap<>();
    private final Deque<Table> pool = new ArrayDeque<>();
    private long emittedTo = Long.MIN_VALUE;

    /** The size is a multiple of the slide: a pane is as long as the slide. */
    HandWrittenWindows(long slideMicros, long sizeMicros) {
        this.slideMicros = slideMicros;
        this.sizeMicros = sizeMicros;
    }

    void add(long[] keys, long[] values, long[] times, int from, int to) {
        Table table = null;
        long paneFrom = 1;
        long paneTo = 0;
        for (int i = from; i < to; i++) {
            long time = times[i];
            if (time < paneFrom || time >= paneTo) {
                paneFrom = time - Math.floorMod(time, slideMicros);
                paneTo = paneFrom + slideMicros;
                table = panes.computeIfAbsent(paneFrom, start -> table());
            }
            table.add(keys[i], values[i]);
        }
    }

    /** Gives the windows that have ended, and forgets the panes that no other window needs. */
    void close(long watermark, Consumer<Result> out) {
        if (panes.isEmpty()) {
            return;
        }
        long end = Math.max(emittedTo, panes.firstKey()) + slideMicros;
        for (; end <= watermark; end += slideMicros) {
            Map<Long, Table> parts = panes.subMap(end - sizeMicros, end);
            if (parts.size() == 1) {
                out.accept(parts.values().iterator().next().result(end));
            } else if (!parts.isEmpty()) {
                Table merged = table();
                parts.values().forEach(merged::merge);
                out.accept(merged.result(end));
                recycle(merged);
            }
            emittedTo = end;
        }
        Map<Long, Table> closed = panes.headMap(watermark - sizeMicros, true);
        closed.values().forEach(this::recycle);
        closed.clear();
    }

    /** Takes over what another has of other rows. */
    void take(HandWrittenWindows other) {
        other.panes.forEach((start, pane) -> {
            Table own = panes.putIfAbsent(start, pane);
            if (own != null) {
                own.merge(pane);
            }
        });
    }

    private Table table() {
        Table pooled = pool.poll();
        return pooled == null ? new Table() : pooled;
    }

    private void recycle(Table table) {
        table.clear();
        pool.add(table);
    }

    /** The rows of one window. */
    record Result(long windowEnd, long[] keys, long[] counts, long[] sums, long[] maxima, double[] averages) {}

    /** An open-addressing table of dense numbers, and what is kept by number. */
    private static final class Table {
        private int[] slots = new int[64];
        private long[] keys = new long[32];
        private long[] counts = new long[32];
        private long[] sums = new long[32];
        private long[] maxima = new long[32];
        private int size;

        void add(long key, long value) {
            int slot = slot(key);
            counts[slot]++;
            sums[slot] += value;
            maxima[slot] = Math.max(maxima[slot], value);
        }

        void merge(Table other) {
            for (int i = 0; i < other.size; i++) {
                int slot = slot(other.keys[i]);
                counts[slot] += other.counts[i];
                sums[slot] += other.sums[i];
                maxima[slot] = Math.max(maxima[slot], other.maxima[i]);
            }
        }

        private int slot(long key) {
            int mask = slots.length - 1;
            int at = home(key) & mask;
            while (true) {
                int slot = slots[at] - 1;
                if (slot < 0) {
                    return insert(key, at);
                }
                if (keys[slot] == key) {
                    return slot;
                }
                at = (at + 1) & mask;
            }
        }

        private static int home(long key) {
            long mixed = key * 0x9E3779B97F4A7C15L;
            return (int) (mixed >>> 32);
        }

        private int insert(long key, int at) {
            int slot = size++;
            if (slot == keys.length) {
                grow();
            }
            keys[slot] = key;
            counts[slot] = 0;
            sums[slot] = 0;
            maxima[slot] = Long.MIN_VALUE;
            slots[at] = size;
            if (2 * size > slots.length) {
                rehash();
            }
            return slot;
        }

        private void grow() {
            int capacity = 2 * keys.length;
            keys = Arrays.copyOf(keys, capacity);
            counts = Arrays.copyOf(counts, capacity);
            sums = Arrays.copyOf(sums, capacity);
            maxima = Arrays.copyOf(maxima, capacity);
        }

        private void rehash() {
            slots = new int[2 * slots.length];
            int mask = slots.length - 1;
            for (int slot = 0; slot < size; slot++) {
                int at = home(keys[slot]) & mask;
                while (slots[at] != 0) {
                    at = (at + 1) & mask;
                }
                slots[at] = slot + 1;
            }
        }

        Result result(long windowEnd) {
            double[] averages = new double[size];
            for (int i = 0; i < size; i++) {
                averages[i] = (double) sums[i] / counts[i];
            }
            return new Result(
                    windowEnd,
                    Arrays.copyOf(keys, size),
                    Arrays.copyOf(counts, size),
                    Arrays.copyOf(sums, size),
                    Arrays.copyOf(maxima, size),
                    averages);
        }

        void clear() {
            Arrays.fill(slots, 0);
            size = 0;
        }
    }
}
