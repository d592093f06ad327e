package io.millrace.state;

import io.millrace.columnar.Column;
import io.millrace.columnar.LongColumn;
import io.millrace.columnar.Selection;
import java.util.Arrays;

/**
 * Keys of one column with LONG storage. Where the keys lie close together their slots stand in an array by key ({@link
 * DirectPlaces}), else in a hash table ({@link HashedPlaces}); which it is, is looked at whenever the one in use is full.
 */
final class LongGroupIndex extends GroupIndex {
    private static final long DIRECT_SPAN_MIN = 1 << 10;
    private static final long DIRECT_SPAN_MAX = 1 << 28;
    /** An array by key may have this many places for each key; a hash table takes about as much memory. */
    private static final int PLACES_PER_KEY = 16;

    private LongPlaces places = new DirectPlaces((int) DIRECT_SPAN_MIN);
    private long[] values = new long[32];
    private long lowest = Long.MAX_VALUE;
    private long highest = Long.MIN_VALUE;
    /** The slot of the NULL key, or ABSENT. It has no place. */
    private int nullSlot = ABSENT;

    @Override
    void expect(GroupIndex like) {
        LongGroupIndex other = (LongGroupIndex) like;
        values = new long[other.values.length];
        places = other.places.empty();
    }

    @Override
    void bind(Column[] keys, Selection rows, int[] groups, boolean add) {
        LongColumn column = (LongColumn) keys[0];
        if (column.nulls() == null) {
            bind(column.values(), rows.rows(), rows.count(), groups, add);
        } else {
            bindNullable(column, rows, groups, add);
        }
    }

    private void bind(long[] wanted, int[] rows, int count, int[] groups, boolean add) {
        int done = places.bind(wanted, rows, 0, count, groups, add ? this : null);
        while (done < count) {
            widen(wanted[rows == null ? done : rows[done]]);
            done = places.bind(wanted, rows, done, count, groups, this);
        }
    }

    private void bindNullable(LongColumn column, Selection rows, int[] groups, boolean add) {
        int count = rows.count();
        int[] present = new int[count];
        int[] presentGroups = new int[count];
        int presentCount = 0;
        for (int i = 0; i < count; i++) {
            if (!column.nulls()[rows.row(i)]) {
                present[presentCount++] = rows.row(i);
            }
        }
        bind(column.values(), present, presentCount, presentGroups, add);
        int next = 0;
        for (int i = 0; i < count; i++) {
            groups[i] = column.nulls()[rows.row(i)] ? bindNull(add) : presentGroups[next++];
        }
    }

    private int bindNull(boolean add) {
        if (nullSlot == ABSENT && add) {
            nullSlot = store(0);
        }
        return nullSlot;
    }

    @Override
    void bind(GroupIndex other, int[] from, int count, int[] groups) {
        LongGroupIndex theirs = (LongGroupIndex) other;
        if (theirs.nullSlot == ABSENT) {
            bind(theirs.values, from, count, groups, true);
        } else {
            bind(other.keys(from, count), Selection.all(count), groups, true);
        }
    }

    LongPlaces places() {
        return places;
    }

    /** The slot of a key, which gets one if it has none. */
    int slotOf(long key) {
        int slot = places.find(key);
        while (slot == ABSENT) {
            slot = add(key);
            if (slot == ABSENT) {
                widen(key);
            }
        }
        return slot;
    }

    /** Gives a key that has no slot one; {@link #ABSENT} when there is no place for it. */
    int add(long key) {
        if (!places.fits(key)) {
            return ABSENT;
        }
        int slot = insert(key);
        places.put(key, slot);
        return slot;
    }

    /** Takes in a key that has no slot; the caller gives it its place. */
    int insert(long key) {
        lowest = Math.min(lowest, key);
        highest = Math.max(highest, key);
        return store(key);
    }

    private int store(long key) {
        int slot = takeSlot();
        if (slot >= values.length) {
            values = Arrays.copyOf(values, 2 * values.length);
        }
        values[slot] = key;
        return slot;
    }

    /** Makes room for a key that the places in use cannot take. */
    private void widen(long key) {
        int keys = size();
        if (keys == 0 && places.restart(key)) {
            return;
        }
        LongPlaces wider = wider(key, keys);
        for (int slot : liveSlots()) {
            if (slot != nullSlot) {
                wider.put(values[slot], slot);
            }
        }
        places = wider;
    }

    private LongPlaces wider(long key, int keys) {
        long from = Math.min(lowest, key);
        long to = Math.max(highest, key);
        long spanMax = Math.min(DIRECT_SPAN_MAX, Math.max(DIRECT_SPAN_MIN, (long) PLACES_PER_KEY * keys));
        if (DirectPlaces.canTake(from) && DirectPlaces.canTake(to) && to - from < spanMax) {
            return new DirectPlaces(from, to - from + 1, key > highest);
        }
        return new HashedPlaces(keys + 1);
    }

    @Override
    void release(int slot) {
        if (slot == nullSlot) {
            nullSlot = ABSENT;
        } else {
            places.remove(values[slot]);
        }
    }

    @Override
    public long hash(int slot) {
        return slot == nullSlot ? KeyHash.ofNull() : KeyHash.ofLong(values[slot]);
    }

    @Override
    void hashes(int[] of, int count, long[] hashes) {
        if (nullSlot != ABSENT) {
            super.hashes(of, count, hashes);
            return;
        }
        long[] keys = values;
        for (int i = 0; i < count; i++) {
            hashes[i] = KeyHash.ofLong(keys[of[i]]);
        }
    }

    @Override
    public Column[] keys(int[] slots, int count) {
        long[] keys = new long[count];
        for (int i = 0; i < count; i++) {
            keys[i] = values[slots[i]];
        }
        boolean[] nulls = null;
        for (int i = 0; nullSlot != ABSENT && i < count; i++) {
            if (slots[i] == nullSlot) {
                nulls = nulls == null ? new boolean[count] : nulls;
                nulls[i] = true;
            }
        }
        return new Column[] {new LongColumn(keys, nulls, count)};
    }

    @Override
    int compareKeys(int slotA, int slotB) {
        if (slotA == nullSlot || slotB == nullSlot) {
            return Boolean.compare(slotA == nullSlot, slotB == nullSlot);
        }
        return Long.compare(values[slotA], values[slotB]);
    }

    @Override
    public void clear() {
        super.clear();
        places.clear();
        lowest = Long.MAX_VALUE;
        highest = Long.MIN_VALUE;
        nullSlot = ABSENT;
    }

    @Override
    public long heapBytes() {
        return super.heapBytes() + 8L * values.length + places.heapBytes();
    }
}
