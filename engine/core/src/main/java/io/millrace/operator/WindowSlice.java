package io.millrace.operator;

import io.millrace.columnar.ColumnBatch;
import io.millrace.error.MillraceException;
import io.millrace.state.GroupStore;
import io.millrace.state.HashOrder;
import io.millrace.state.HashSlices;
import io.millrace.state.IntList;
import io.millrace.state.SegmentedGroups;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The keys of one slice of the hashes, put together from the parts of one window after the other. Windows that overlap have
 * most keys in common: their groups stay from one to the next in one store, already in order, with the places of every
 * part's groups; only what is aggregated begins anew.
 *
 * <p>Parts are merged in their order, and of a group that changes afterwards all parts are merged again: floating sums
 * depend on the parts alone. Only for groups that are never removed.
 */
final class WindowSlice {
    /** Groups of earlier windows that may stay, beside as many as the last window has. */
    private static final int STALE_MAX = 1_024;
    /** Where more than one group in so many has changed since it was merged, all are merged again. */
    private static final int CHANGED_SHARE = 8;

    private static final long NONE = Long.MIN_VALUE;

    /** Where the groups of a part are in the merged store. */
    private record Places(HashSlices part, int[] from, int[] to) {}

    private final SegmentedGroups panes;
    private final int number;
    private final boolean only;
    private final Function<GroupStore, HashSlices> slices;

    private final HashOrder order = new HashOrder();
    private Map<GroupStore, Places> places = new IdentityHashMap<>();
    private Map<GroupStore, Places> placesBefore = new IdentityHashMap<>();
    private GroupStore merged;
    /** By slot, the stamp of the last window that it is in. */
    private int[] lastStamp = new int[0];

    private int stamp;
    private int[] live = new int[0];
    private int liveCount;

    private long window = NONE;
    /** Parts that end here or before are merged. */
    private long mergedTo = NONE;
    /** Groups of parts that have changed since they were merged. */
    private final Map<GroupStore, IntList> changed = new IdentityHashMap<>();

    private int changedCount;
    /** Null when they are not prepared. */
    private List<ColumnBatch> results;

    private boolean resultsTried;

    /**
     * @param only whether there is no other slice
     * @param slices the groups of a store by slice, up to date
     */
    WindowSlice(SegmentedGroups panes, int number, boolean only, Function<GroupStore, HashSlices> slices) {
        this.panes = panes;
        this.number = number;
        this.only = only;
        this.slices = slices;
    }

    // ---- ahead of the window's end

    /** Whether there is nothing to prepare. */
    boolean isPrepared(long ofWindow, long end, boolean withResults) {
        return window == ofWindow && (withResults ? resultsTried : mergedTo >= end);
    }

    /** Merges the first parts of a window; makes its rows, too, when these are all. */
    void prepare(long ofWindow, List<WindowPart> parts, boolean withResults, WindowRows rows) {
        if (window != ofWindow) {
            begin(ofWindow);
        }
        resultsTried |= withResults;
        try {
            if (!withResults || parts.size() > 1) {
                merge(parts);
            }
            if (withResults) {
                List<ColumnBatch> made = new ArrayList<>();
                makeResults(parts, rows, made::add);
                results = made;
            }
        } catch (MillraceException e) {
            // a sum beyond its type, say: it counts when the window closes, if it still is
            mergedTo = NONE;
        }
    }

    /** A group of a part has changed, or come. */
    void changed(long ofWindow, long pane, GroupStore part, int slot) {
        if (window != ofWindow) {
            return;
        }
        results = null;
        if (pane < mergedTo) {
            changed.computeIfAbsent(part, p -> new IntList()).add(slot);
            changedCount++;
            if (changedCount > merged.size() / CHANGED_SHARE) {
                forgetChanged();
                mergedTo = NONE;
            }
        }
    }

    private void forgetChanged() {
        changed.clear();
        changedCount = 0;
    }

    // ---- at its end

    /** Gives the results of a window, of which these are all parts. */
    void emit(long ofWindow, List<WindowPart> parts, WindowRows rows, Consumer<ColumnBatch> out) {
        if (window != ofWindow) {
            begin(ofWindow);
        }
        if (results != null) {
            results.forEach(out);
            results = null;
            return;
        }
        if (parts.size() > 1) {
            merge(parts);
        }
        makeResults(parts, rows, out);
    }

    private void makeResults(List<WindowPart> parts, WindowRows rows, Consumer<ColumnBatch> out) {
        if (parts.size() == 1) {
            GroupStore only = parts.get(0).groups();
            int[] slots = slices.apply(only).slots(number, 0);
            int count = keepLive(only, slots, slots.length);
            HashOrder.sort(only.index(), slots, count);
            rows.of(only, slots, count, out);
        } else {
            takeNew();
            takeLive();
            rows.of(merged, live, liveCount, out);
        }
    }

    private static int keepLive(GroupStore store, int[] slots, int count) {
        if (!store.canBeEmpty()) {
            return count;
        }
        int kept = 0;
        for (int i = 0; i < count; i++) {
            slots[kept] = slots[i];
            kept += store.rowCount(slots[i]) > 0 ? 1 : 0;
        }
        return kept;
    }

    // ---- merging

    private void begin(long newWindow) {
        window = newWindow;
        mergedTo = NONE;
        forgetChanged();
        results = null;
        resultsTried = false;
    }

    /** Merges those parts that are not merged yet. */
    private void merge(List<WindowPart> parts) {
        if (mergedTo == NONE) {
            startStore();
        } else if (changedCount > 0) {
            mergeChanged(parts);
        }
        for (WindowPart part : parts) {
            if (part.end() > mergedTo) {
                Places at = places(part.groups());
                merged.add(part.groups(), at.from(), at.to());
                mergedTo = part.end();
            }
        }
    }

    private void startStore() {
        if (merged != null && merged.size() > 2 * liveCount + STALE_MAX) {
            forgetStore();
        }
        if (merged == null) {
            merged = only ? panes.newStore() : panes.newSlice();
        }
        merged.clearValues();
        placesBefore = places;
        places = new IdentityHashMap<>();
        stamp++;
    }

    /** Merges the groups that have changed again from all parts that they are in. */
    private void mergeChanged(List<WindowPart> parts) {
        BitSet again = new BitSet();
        changed.forEach((part, slots) -> {
            for (int slot : merged.assign(part, slots.toArray())) {
                again.set(slot);
            }
        });
        merged.clearValues(again.stream().toArray());
        for (WindowPart part : parts) {
            if (part.end() <= mergedTo) {
                Places at = places(part.groups());
                int[] picked = IntStream.range(0, at.to().length)
                        .filter(i -> again.get(at.to()[i]))
                        .toArray();
                merged.add(part.groups(), pick(at.from(), picked), pick(at.to(), picked));
            }
        }
        forgetChanged();
    }

    private static int[] pick(int[] values, int[] positions) {
        int[] picked = new int[positions.length];
        Arrays.setAll(picked, i -> values[positions[i]]);
        return picked;
    }

    /** The places of a part of this window; its groups count from now on. */
    private Places places(GroupStore part) {
        HashSlices own = slices.apply(part);
        Places at = places.get(part);
        boolean first = at == null;
        if (first) {
            at = placesBefore.get(part);
        }
        if (at == null || at.part() != own) {
            at = new Places(own, new int[0], new int[0]);
        }
        int known = at.from().length;
        if (known < own.count(number)) {
            int[] more = own.slots(number, known);
            at = new Places(own, concat(at.from(), more), concat(at.to(), merged.assign(part, more)));
        }
        mark(at.to(), first ? 0 : known);
        places.put(part, at);
        return at;
    }

    private static int[] concat(int[] first, int[] second) {
        if (first.length == 0) {
            return second;
        }
        int[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    private void mark(int[] slots, int from) {
        int limit = merged.index().slotLimit();
        if (limit > lastStamp.length) {
            lastStamp = Arrays.copyOf(lastStamp, Math.max(limit, 2 * lastStamp.length));
        }
        for (int i = from; i < slots.length; i++) {
            lastStamp[slots[i]] = stamp;
        }
    }

    /** Puts groups that have come since into the order. */
    private void takeNew() {
        int known = order.count();
        int added = merged.size() - known;
        if (added > 0) {
            int[] slots = new int[added];
            Arrays.setAll(slots, i -> known + i);
            order.add(merged.index(), slots, added);
        }
    }

    /** Takes the window's groups in canonical order. */
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
            count += lastStamp[slot] == stamp ? 1 : 0;
        }
        liveCount = keepLive(merged, live, count);
    }

    /** Forgets all groups, and what is prepared. */
    void forget() {
        begin(NONE);
        forgetStore();
    }

    private void forgetStore() {
        if (merged != null && only) {
            panes.recycle(merged);
        }
        merged = null;
        places = new IdentityHashMap<>();
        order.clear();
        Arrays.fill(lastStamp, 0);
        stamp = 0;
        liveCount = 0;
    }

    long bytes() {
        long bytes = merged == null ? 0 : merged.heapBytes() + 4L * (lastStamp.length + live.length);
        for (int i = 0; results != null && i < results.size(); i++) {
            bytes += results.get(i).heapBytes();
        }
        return bytes + order.heapBytes();
    }
}
