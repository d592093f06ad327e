package io.millrace.state;

import java.util.Arrays;

/** A set of slots that remembers the order in which they came. */
final class SlotSet {
    private static final int[] NONE = {};

    private boolean[] member = new boolean[32];
    private int[] slots = new int[32];
    private int size;
    private int members;
    /** All slots below this are in. */
    private int allBelow;

    /** Whether the slot was not in the set before. */
    boolean add(int slot) {
        if (slot >= member.length) {
            member = Arrays.copyOf(member, Math.max(slot + 1, 2 * member.length));
        }
        if (member[slot]) {
            return false;
        }
        member[slot] = true;
        members++;
        if (size == slots.length) {
            slots = Arrays.copyOf(slots, 2 * size);
        }
        slots[size++] = slot;
        return true;
    }

    /** Adds all of {@code added[0..count)}, each below {@code limit}. */
    void addAll(int[] added, int count, int limit) {
        addAll(added, count, limit, limit);
    }

    /**
     * Adds all of {@code added[0..count)}, each below {@code limit}; those from {@code newFrom} on are new, and all of them
     * are among the added.
     */
    void addAll(int[] added, int count, int newFrom, int limit) {
        if (limit > member.length) {
            member = Arrays.copyOf(member, Math.max(limit, 2 * member.length));
        }
        if (allBelow < newFrom) {
            boolean[] in = member;
            for (int i = 0; i < count; i++) {
                if (!in[added[i]]) {
                    add(added[i]);
                }
            }
        }
        for (int slot = Math.max(newFrom, allBelow); slot < limit; slot++) {
            add(slot);
        }
        if (members == limit) {
            allBelow = limit;
        }
    }

    /** Whether all slots below this are in, as far as that is known. */
    boolean hasAll(int limit) {
        return allBelow >= limit;
    }

    /** Adds all from {@code from} up to {@code limit}. */
    void addNew(int from, int limit) {
        addAll(NONE, 0, from, limit);
    }

    boolean contains(int slot) {
        return slot < member.length && member[slot];
    }

    /** Takes a slot out; the others keep their order. */
    void remove(int slot) {
        if (contains(slot)) {
            member[slot] = false;
            members--;
            allBelow = Math.min(allBelow, slot);
        }
    }

    /** The members in the order they came, as an array of the caller's; slots taken out are passed over. */
    int[] toArray() {
        if (members == size) {
            return Arrays.copyOf(slots, size);
        }
        int[] live = new int[size];
        int count = 0;
        boolean[] seen = new boolean[member.length];
        for (int i = 0; i < size; i++) {
            if (member[slots[i]] && !seen[slots[i]]) {
                seen[slots[i]] = true;
                live[count++] = slots[i];
            }
        }
        return Arrays.copyOf(live, count);
    }

    boolean isEmpty() {
        return members == 0;
    }

    void clear() {
        for (int i = 0; i < size; i++) {
            member[slots[i]] = false;
        }
        size = 0;
        members = 0;
        allBelow = 0;
    }
}
