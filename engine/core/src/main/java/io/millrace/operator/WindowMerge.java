package io.millrace.operator;

import io.millrace.state.GroupStore;
import io.millrace.state.HashOrder;
import io.millrace.state.SegmentedGroups;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Windows put together from parts, one after the other. Windows that overlap have most keys in common: their groups stay from
 * one to the next in one store, already in order, with the places of every part's groups; only what is aggregated begins anew.
 *
 * <p>Parts are merged in the order given, so floating sums depend on the parts alone. Only for groups that are never removed.
 */
final class WindowMerge {
    /** Groups of earlier windows that may stay, beside as many as the last window has. */
    private static final int STALE_MAX = 1_024;

    /** Where the groups of a part are in the merged store. */
    private record Places(long version, int[] from, int[] to) {}

    private final SegmentedGroups panes;
    private final HashOrder order = new HashOrder();
    private Map<GroupStore, Places> places = new IdentityHashMap<>();
    private GroupStore merged;
    /** By slot, the number of the last window that it is in. */
    private int[] lastWindow = new int[0];

    private int window;
    private int[] live = new int[0];
    private int liveCount;

    WindowMerge(SegmentedGroups panes) {
        this.panes = panes;
    }

    /** Merges the parts of a window. The store is borrowed until the next call; groups that count are {@link #slots()}. */
    GroupStore merge(List<GroupStore> parts) {
        if (merged == null) {
            merged = panes.newStore();
        } else if (merged.size() > 2 * liveCount + STALE_MAX) {
            forget();
            merged = panes.newStore();
        }
        merged.clearValues();
        int known = merged.size();
        window++;
        Map<GroupStore, Places> used = new IdentityHashMap<>();
        for (GroupStore part : parts) {
            Places at = places.get(part);
            if (at == null || at.version() != part.version()) {
                int[] from = part.index().liveSlots();
                at = new Places(part.version(), from, merged.assign(part, from));
            }
            used.put(part, at);
            mark(at.to());
            merged.add(part, at.from(), at.to());
        }
        places = used;
        takeNew(known);
        takeLive();
        return merged;
    }

    private void mark(int[] slots) {
        int limit = merged.index().slotLimit();
        if (limit > lastWindow.length) {
            lastWindow = Arrays.copyOf(lastWindow, Math.max(limit, 2 * lastWindow.length));
        }
        for (int slot : slots) {
            lastWindow[slot] = window;
        }
    }

    private void takeNew(int known) {
        int added = merged.size() - known;
        if (added > 0) {
            int[] slots = new int[added];
            Arrays.setAll(slots, i -> known + i);
            order.add(merged.index(), slots, added);
        }
    }

    private void takeLive() {
        int count = 0;
        int all = order.count();
        if (live.length < all) {
            live = new int[Math.max(all, live.length + (live.length >> 1))];
        }
        int[] ordered = order.slots();
        for (int i = 0; i < all; i++) {
            int slot = ordered[i];
            live[count] = slot;
            count += lastWindow[slot] == window ? 1 : 0;
        }
        liveCount = count;
    }

    /** The window's groups in canonical order; the first {@link #count()} count. Borrowed until the next merge. */
    int[] slots() {
        return live;
    }

    int count() {
        return liveCount;
    }

    /** Gives the memory back. */
    void forget() {
        if (merged != null) {
            panes.recycle(merged);
            merged = null;
        }
        places = new IdentityHashMap<>();
        order.clear();
        Arrays.fill(lastWindow, 0);
        window = 0;
        liveCount = 0;
    }

    long bytes() {
        return (merged == null ? 0 : merged.heapBytes()) + 4L * (lastWindow.length + live.length) + order.heapBytes();
    }
}
