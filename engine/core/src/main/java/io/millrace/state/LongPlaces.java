package io.millrace.state;

/** Where the slots of long keys are found. Holds no keys of removed slots and no NULL. */
abstract sealed class LongPlaces permits DirectPlaces, HashedPlaces {
    /**
     * Finds the slots of keys.
     *
     * @param wanted the key of row i is {@code wanted[rows[i]]}, or {@code wanted[i]} where {@code rows} is null
     * @param groups takes the slot of row i at i
     * @param index makes slots for keys that have none; null to give {@link GroupIndex#ABSENT} for them
     * @return {@code count}, or the first row whose key has no slot and for which there is no place
     */
    abstract int bind(long[] wanted, int[] rows, int from, int count, int[] groups, LongGroupIndex index);

    /** The slot of a key, or {@link GroupIndex#ABSENT}. */
    abstract int find(long key);

    /**
     * Slot + 1 by key - {@link #base()}, 0 where there is none, a power of two long; for loops. Null where slots are found
     * another way.
     */
    abstract int[] direct();

    /** The key of the first of the {@link #direct()} places. */
    abstract long base();

    /** Whether there is a place for a key that is not there. */
    abstract boolean fits(long key);

    /** Adds a key that is known to fit and not to be there. */
    abstract void put(long key, int slot);

    abstract void remove(long key);

    /** Forgets all keys. */
    abstract void clear();

    /** Others of the same size, empty. */
    abstract LongPlaces empty();

    /** Makes ready, empty as this is, for keys about {@code key}; false when something else serves better. */
    abstract boolean restart(long key);

    abstract long heapBytes();
}
