package io.millrace.state;

import io.millrace.columnar.Selection;
import java.util.Arrays;

/**
 * For each key disjoint ranges of time, which rows open, lengthen and join: the bounds of sessions, without what is
 * aggregated in them. A row covers {@code [time, time + gap)}; ranges that overlap or touch become one.
 *
 * <p>Ranges have dense ids; those of a key form a list in order of time, entered at its end, since rows come nearly sorted.
 * A range that has joined another one leads to it ({@link #root}) until {@link #releaseJoined}. Threads: one at a time.
 */
final class SessionRanges {
    static final int NONE = -1;

    /** What happens to ranges, in order. */
    interface Events {
        /** A row opened a range. */
        void opened(int id, int row);

        /** A range that was there is about to change, for the first time since {@link #forgetTouched}. */
        void touched(int id);

        /** A range has joined another one of its key. */
        void joined(int from, int into);
    }

    private final Events events;
    private long[] start = new long[32];
    private long[] end = new long[32];
    private int[] key = new int[32];
    private int[] previous = new int[32];
    private int[] next = new int[32];
    private int[] joinedTo = new int[32];
    private int[] last = new int[0];
    private int limit;
    private int[] free = new int[16];
    private int freeCount;
    private int[] joined = new int[16];
    private int joinedCount;
    private int size;
    private final SlotSet touched = new SlotSet();

    SessionRanges(Events events) {
        this.events = events;
    }

    /** Makes room for keys below this number. */
    void reserveKeys(int keyLimit) {
        if (keyLimit > last.length) {
            int from = last.length;
            last = Arrays.copyOf(last, Math.max(keyLimit, Math.max(32, from + (from >> 1))));
            Arrays.fill(last, from, last.length, NONE);
        }
    }

    /**
     * Finds each row its range.
     *
     * @param keys {@code keys[i]} is the key of row {@code rows.row(i)}
     * @param times by row
     * @param gaps by row, all positive; or null where all are {@code gapMicros}
     * @param ids {@code ids[i]} becomes the range of row {@code rows.row(i)}, to be looked up by {@link #root}
     */
    void assign(int[] keys, Selection rows, long[] times, long[] gaps, long gapMicros, int[] ids) {
        int count = rows.count();
        for (int i = 0; i < count; i++) {
            int row = rows.row(i);
            long from = times[row];
            long to = from + (gaps == null ? gapMicros : gaps[row]);
            int id = last[keys[i]];
            if (id == NONE || from < start[id] || from > end[id]) {
                ids[i] = place(keys[i], row, from, to);
                continue;
            }
            touch(id);
            if (to > end[id]) {
                end[id] = to;
            }
            ids[i] = id;
        }
    }

    private void touch(int id) {
        if (!touched.contains(id)) {
            events.touched(id);
            touched.add(id);
        }
    }

    private int place(int ofKey, int row, long from, long to) {
        int behind = NONE;
        int at = last[ofKey];
        while (at != NONE && start[at] > to) {
            behind = at;
            at = previous[at];
        }
        if (at == NONE || end[at] < from) {
            int id = insert(ofKey, from, to, at, behind);
            touched.add(id);
            events.opened(id, row);
            return id;
        }
        touch(at);
        start[at] = Math.min(start[at], from);
        end[at] = Math.max(end[at], to);
        while (previous[at] != NONE && end[previous[at]] >= start[at]) {
            join(previous[at], at);
        }
        return at;
    }

    private void join(int from, int into) {
        touch(from);
        start[into] = Math.min(start[into], start[from]);
        end[into] = Math.max(end[into], end[from]);
        unlink(from);
        joinedTo[from] = into;
        touched.remove(from);
        if (joinedCount == joined.length) {
            joined = Arrays.copyOf(joined, 2 * joinedCount);
        }
        joined[joinedCount++] = from;
        events.joined(from, into);
    }

    /** Puts in a range as it was. */
    int restore(int ofKey, long from, long to) {
        int behind = NONE;
        int at = last[ofKey];
        while (at != NONE && start[at] > from) {
            behind = at;
            at = previous[at];
        }
        return insert(ofKey, from, to, at, behind);
    }

    private int insert(int ofKey, long from, long to, int before, int behind) {
        int id = freeCount > 0 ? free[--freeCount] : limit++;
        if (id >= start.length) {
            int capacity = start.length + (start.length >> 1);
            start = Arrays.copyOf(start, capacity);
            end = Arrays.copyOf(end, capacity);
            key = Arrays.copyOf(key, capacity);
            previous = Arrays.copyOf(previous, capacity);
            next = Arrays.copyOf(next, capacity);
            joinedTo = Arrays.copyOf(joinedTo, capacity);
        }
        start[id] = from;
        end[id] = to;
        key[id] = ofKey;
        joinedTo[id] = NONE;
        previous[id] = before;
        next[id] = behind;
        if (before != NONE) {
            next[before] = id;
        }
        if (behind == NONE) {
            last[ofKey] = id;
        } else {
            previous[behind] = id;
        }
        size++;
        return id;
    }

    private void unlink(int id) {
        if (previous[id] != NONE) {
            next[previous[id]] = next[id];
        }
        if (next[id] == NONE) {
            last[key[id]] = previous[id];
        } else {
            previous[next[id]] = previous[id];
        }
        size--;
    }

    /** The range that a range has become part of; itself when it has joined none. */
    int root(int id) {
        int at = id;
        while (joinedTo[at] != NONE) {
            at = joinedTo[at];
        }
        return at;
    }

    /** Gives the ids of ranges that have joined others to later ones. */
    void releaseJoined() {
        for (int i = 0; i < joinedCount; i++) {
            release(joined[i]);
        }
        joinedCount = 0;
    }

    /** Takes out a range for good. Returns whether it was the last one of its key. */
    boolean remove(int id) {
        unlink(id);
        touched.remove(id);
        release(id);
        return last[key[id]] == NONE;
    }

    private void release(int id) {
        if (freeCount == free.length) {
            free = Arrays.copyOf(free, 2 * freeCount);
        }
        joinedTo[id] = id;
        free[freeCount++] = id;
    }

    /** Whether the id is that of a range of its own. */
    boolean isThere(int id) {
        return joinedTo[id] == NONE;
    }

    /** Ranges opened or changed since the last {@link #forgetTouched}, in the order of their first change. */
    int[] touched() {
        return touched.toArray();
    }

    void forgetTouched() {
        touched.clear();
    }

    long start(int id) {
        return start[id];
    }

    long end(int id) {
        return end[id];
    }

    int key(int id) {
        return key[id];
    }

    /** All ids are below this. */
    int idLimit() {
        return limit;
    }

    int size() {
        return size;
    }

    long heapBytes() {
        return 32L * start.length + 4L * last.length + 4L * free.length;
    }
}
