package io.millrace.state;

import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.util.Arrays;

/**
 * Numbers by group: each group has a slab of one array, with how often each number counts. Those that a checkpoint holds stand
 * in front of those that have come since; else they are in no order.
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
    /** By slot: how many of its numbers a checkpoint holds. */
    private int[] saved = new int[0];
    /** Slots with numbers that no checkpoint holds yet, some more than once, and some that have none any more. */
    private final IntList changed = new IntList();
    /** How many numbers are about to come to a slot. */
    private int[] coming = new int[0];

    private int[] touched = new int[0];

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
            saved = Arrays.copyOf(saved, capacity);
            coming = Arrays.copyOf(coming, capacity);
            touched = Arrays.copyOf(touched, capacity);
        }
    }

    /** Adds all that is in a log. */
    void add(NumberLog log) {
        int[] owners = log.owners();
        int size = log.size();
        int touchedCount = 0;
        for (int i = 0; i < size; i++) {
            if (coming[owners[i]]++ == 0) {
                touched[touchedCount++] = owners[i];
            }
        }
        for (int i = 0; i < touchedCount; i++) {
            int slot = touched[i];
            makeRoom(slot, coming[slot]);
            coming[slot] = 0;
        }
        if (log.counts() != null) {
            makeCounts();
        }
        place(owners, log.numbers(), log.counts(), size);
    }

    /** Adds {@code count} numbers of another array to a slot. */
    void add(int slot, long[] from, long[] fromCounts, int start, int count) {
        if (count == 0) {
            return;
        }
        makeRoom(slot, count);
        if (fromCounts != null) {
            makeCounts();
        }
        int at = starts[slot] + lengths[slot];
        System.arraycopy(from, start, numbers, at, count);
        if (fromCounts != null) {
            System.arraycopy(fromCounts, start, counts, at, count);
        } else if (counts != null) {
            Arrays.fill(counts, at, at + count, 1);
        }
        lengths[slot] += count;
    }

    private void place(int[] owners, long[] added, long[] addedCounts, int size) {
        long[] into = numbers;
        for (int i = 0; i < size; i++) {
            int owner = owners[i];
            int at = starts[owner] + lengths[owner]++;
            into[at] = added[i];
            if (counts != null) {
                counts[at] = addedCounts == null ? 1 : addedCounts[i];
            }
        }
    }

    /** Where the numbers begin that no checkpoint holds. */
    int unsavedStart(int slot) {
        return slot < starts.length ? starts[slot] + saved[slot] : 0;
    }

    /** Slots with numbers that no checkpoint holds, in the order in which the first of those came. */
    int[] unsavedSlots() {
        int[] slots = new int[changed.size()];
        int count = 0;
        SlotSet seen = new SlotSet();
        for (int i = 0; i < slots.length; i++) {
            int slot = changed.at(i);
            if (saved[slot] < lengths[slot] && seen.add(slot)) {
                slots[count++] = slot;
            }
        }
        return Arrays.copyOf(slots, count);
    }

    /** A checkpoint holds all that is there. */
    void save() {
        for (int i = 0; i < changed.size(); i++) {
            saved[changed.at(i)] = lengths[changed.at(i)];
        }
        changed.clear();
    }

    private void makeCounts() {
        if (counts == null) {
            counts = new long[numbers.length];
            Arrays.fill(counts, 1);
        }
    }

    private void makeRoom(int slot, int added) {
        if (saved[slot] == lengths[slot]) {
            changed.add(slot);
        }
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

    /** Puts equal numbers of a slab together, if it has many; what a checkpoint holds stays apart. */
    private void combine(int slot) {
        int from = starts[slot];
        int to = from + lengths[slot];
        if (!NumberPairs.manyEqual(numbers, from, to)) {
            return;
        }
        makeCounts();
        int savedTo = NumberPairs.combine(numbers, counts, from, from + saved[slot], from);
        lengths[slot] = NumberPairs.combine(numbers, counts, from + saved[slot], to, savedTo) - from;
        saved[slot] = savedTo - from;
    }

    /** The slot's numbers go. */
    void clear(int slot) {
        if (slot < starts.length) {
            garbage += capacities[slot];
            capacities[slot] = 0;
            lengths[slot] = 0;
            saved[slot] = 0;
            starts[slot] = 0;
        }
    }

    void clear() {
        Arrays.fill(capacities, 0);
        Arrays.fill(lengths, 0);
        Arrays.fill(saved, 0);
        Arrays.fill(starts, 0);
        changed.clear();
        end = 0;
        garbage = 0;
        counts = null;
    }

    long heapBytes() {
        return 8L * numbers.length + (counts == null ? 0 : 8L * counts.length) + 24L * starts.length;
    }
}
