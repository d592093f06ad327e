package io.millrace.state;

import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.util.Arrays;

/**
 * Numbers by group: each group has a slab of one array, in no order, with how often each number counts.
 *
 * <p>A slab that is full moves to the array's end, twice as large; what it leaves is squeezed out when that is more than half
 * of the array. Equal numbers of a slab are put together before it grows, so that a group takes as much room as it has
 * different numbers.
 */
final class NumberSlabs {
    private static final int SIZE_MAX = Integer.MAX_VALUE - 8;
    /** Smaller slabs may hold a number more than once. */
    private static final int COMBINED_MIN = 64;

    private long[] numbers = new long[0];
    /** Null while every number counts once. */
    private long[] counts;

    private int end;
    private int garbage;
    /** By slot: where its slab is, how much of it is taken, and how large it is. */
    private int[] starts = new int[0];

    private int[] lengths = new int[0];
    private int[] capacities = new int[0];
    /** How many numbers are about to come to a slot. */
    private int[] coming = new int[0];

    private int[] touched = new int[0];
    private int touchedCount;

    long[] numbers() {
        return numbers;
    }

    /** By position in {@link #numbers}; null when every number counts once. */
    long[] counts() {
        return counts;
    }

    int start(int slot) {
        return slot < starts.length ? starts[slot] : 0;
    }

    int end(int slot) {
        return slot < starts.length ? starts[slot] + lengths[slot] : 0;
    }

    /** Makes room for slots below {@code slotLimit}. */
    void reserve(int slotLimit) {
        if (slotLimit > starts.length) {
            int capacity = Math.max(slotLimit, starts.length + (starts.length >> 1) + 32);
            starts = Arrays.copyOf(starts, capacity);
            lengths = Arrays.copyOf(lengths, capacity);
            capacities = Arrays.copyOf(capacities, capacity);
            coming = Arrays.copyOf(coming, capacity);
            touched = Arrays.copyOf(touched, capacity);
        }
    }

    /** Adds the entries of a log from {@code from} on. Returns how many groups they came to: see {@link #touched}. */
    int add(NumberLog log, int from) {
        int[] owners = log.owners();
        int to = log.size();
        touchedCount = 0;
        for (int i = from; i < to; i++) {
            if (coming[owners[i]]++ == 0) {
                touched[touchedCount++] = owners[i];
            }
        }
        for (int i = 0; i < touchedCount; i++) {
            makeRoom(touched[i], coming[touched[i]]);
            coming[touched[i]] = 0;
        }
        if (log.counts() != null) {
            makeCounts();
        }
        place(owners, log.numbers(), log.counts(), from, to);
        return touchedCount;
    }

    private void place(int[] owners, long[] added, long[] addedCounts, int from, int to) {
        long[] into = numbers;
        for (int i = from; i < to; i++) {
            int owner = owners[i];
            int at = starts[owner] + lengths[owner]++;
            into[at] = added[i];
            if (counts != null) {
                counts[at] = addedCounts == null ? 1 : addedCounts[i];
            }
        }
    }

    /** The slots that the last {@link #add} gave numbers to, in the order of their first; the array is the caller's. */
    int[] touched() {
        return Arrays.copyOf(touched, touchedCount);
    }

    private void makeCounts() {
        if (counts == null) {
            counts = new long[numbers.length];
            Arrays.fill(counts, 1);
        }
    }

    private void makeRoom(int slot, int added) {
        if (added <= capacities[slot] - lengths[slot]) {
            return;
        }
        if (lengths[slot] >= COMBINED_MIN) {
            combine(slot);
            if (added <= capacities[slot] - lengths[slot]) {
                return;
            }
        }
        long needed = (long) lengths[slot] + added;
        long capacity = Math.min(SIZE_MAX, Math.max(needed, 2L * capacities[slot]));
        long live = (long) end - garbage + capacity;
        if (needed > capacity || live > SIZE_MAX) {
            throw new MillraceException(
                    ErrorCode.MEMORY_LIMIT,
                    "the groups of a window hold more than " + SIZE_MAX
                            + " values for one aggregate; use an approximate one, or smaller windows");
        }
        int at = allocate((int) capacity);
        System.arraycopy(numbers, starts[slot], numbers, at, lengths[slot]);
        if (counts != null) {
            System.arraycopy(counts, starts[slot], counts, at, lengths[slot]);
        }
        garbage += capacities[slot];
        starts[slot] = at;
        capacities[slot] = (int) capacity;
    }

    private int allocate(int capacity) {
        if ((long) end + capacity > numbers.length) {
            long live = (long) end - garbage + capacity;
            boolean squeezes = garbage > end / 2 || (long) end + capacity > SIZE_MAX;
            long needed = squeezes ? live : (long) end + capacity;
            int size = (int) Math.min(SIZE_MAX, needed + (needed >> 1));
            if (squeezes) {
                squeeze(size);
            } else {
                numbers = Arrays.copyOf(numbers, size);
                counts = counts == null ? null : Arrays.copyOf(counts, size);
            }
        }
        int at = end;
        end += capacity;
        return at;
    }

    /** Moves all slabs to the front of new arrays. */
    private void squeeze(int size) {
        long[] newNumbers = new long[size];
        long[] newCounts = counts == null ? null : new long[size];
        int at = 0;
        for (int slot = 0; slot < starts.length; slot++) {
            System.arraycopy(numbers, starts[slot], newNumbers, at, lengths[slot]);
            if (newCounts != null) {
                System.arraycopy(counts, starts[slot], newCounts, at, lengths[slot]);
            }
            starts[slot] = at;
            at += capacities[slot];
        }
        numbers = newNumbers;
        counts = newCounts;
        end = at;
        garbage = 0;
    }

    /** Puts equal numbers of a slab together, if it has many. */
    private void combine(int slot) {
        sort(slot);
        int from = starts[slot];
        int to = from + lengths[slot];
        int different = 1;
        for (int i = from + 1; i < to; i++) {
            different += numbers[i] == numbers[i - 1] ? 0 : 1;
        }
        if (counts == null && different > lengths[slot] / 2) {
            return;
        }
        makeCounts();
        int kept = from;
        for (int i = from; i < to; ) {
            long number = numbers[i];
            long count = 0;
            for (; i < to && numbers[i] == number; i++) {
                count += counts[i];
            }
            if (count != 0) {
                numbers[kept] = number;
                counts[kept++] = count;
            }
        }
        lengths[slot] = kept - from;
    }

    /** Puts the numbers of a slab in ascending order. */
    void sort(int slot) {
        int from = start(slot);
        int to = end(slot);
        if (counts == null) {
            Arrays.sort(numbers, from, to);
        } else if (to - from > 1) {
            NumberPairs.sort(numbers, counts, from, to);
        }
    }

    /** The slot's numbers go. */
    void clear(int slot) {
        if (slot < starts.length) {
            garbage += capacities[slot];
            capacities[slot] = 0;
            lengths[slot] = 0;
            starts[slot] = 0;
        }
    }

    void clear() {
        Arrays.fill(capacities, 0);
        Arrays.fill(lengths, 0);
        Arrays.fill(starts, 0);
        end = 0;
        garbage = 0;
        counts = null;
    }

    long heapBytes() {
        return 8L * numbers.length + (counts == null ? 0 : 8L * counts.length) + 20L * starts.length;
    }
}
