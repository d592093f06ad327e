package io.millrace.state;

import java.util.Arrays;

/** For each key that a micro-batch is about, the stretch of time in which its sessions may change. */
final class CellRegions {
    private final SlotSet keys = new SlotSet();
    private long[] from = new long[32];
    private long[] to = new long[32];

    void add(int key, long start, long end) {
        if (key >= from.length) {
            int capacity = Math.max(key + 1, from.length + (from.length >> 1));
            from = Arrays.copyOf(from, capacity);
            to = Arrays.copyOf(to, capacity);
        }
        boolean first = keys.add(key);
        from[key] = first ? start : Math.min(from[key], start);
        to[key] = first ? end : Math.max(to[key], end);
    }

    int[] keys() {
        return keys.toArray();
    }

    boolean isTouched(CellOrder.Run run) {
        return run.touches(from[run.key()], to[run.key()]);
    }

    void forget(int key) {
        keys.remove(key);
    }

    void clear() {
        keys.clear();
    }
}
