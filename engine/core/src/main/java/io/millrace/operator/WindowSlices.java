package io.millrace.operator;

import io.millrace.columnar.ColumnBatch;
import io.millrace.state.GroupStore;
import io.millrace.state.HashSlices;
import io.millrace.state.SegmentedGroups;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Windows put together from their parts. The keys are in slices by the first bits of their hashes, as many as there are
 * many groups, and each {@link WindowSlice slice} is put together by itself: those that there was time for before the
 * window closes are then done, and the others are small enough for a cache.
 */
final class WindowSlices {
    /** Groups of all parts of a window that one slice has, about: a millisecond's work. */
    static final int SLICE_GROUPS = 32_768;

    private static final int BITS_MAX = 10;
    private static final long NONE = Long.MIN_VALUE;

    private final SegmentedGroups panes;
    private final int shards;
    private final int sliceGroups;
    private int bits;
    private WindowSlice[] slices;
    private Map<GroupStore, HashSlices> bySlice = new IdentityHashMap<>();
    /** The window that is prepared or was put together last. */
    private long window = NONE;

    private long firstPane;
    /** The pane behind the last one that slices may have. */
    private long preparedTo;
    /** The slice to look at next. */
    private int next;

    /** @param shards this is the work of one of so many: its hashes are that part of all */
    WindowSlices(SegmentedGroups panes, int shards, int sliceGroups) {
        this.panes = panes;
        this.shards = shards;
        this.sliceGroups = sliceGroups;
        cut(0);
    }

    private void cut(int newBits) {
        bits = newBits;
        slices = new WindowSlice[1 << newBits];
        Arrays.setAll(slices, number -> new WindowSlice(panes, number, newBits == 0, this::bySlice));
    }

    // ---- ahead of the window's end

    /** Whether a window of these parts is worth being prepared: it takes more than one slice. */
    boolean isLarge(List<WindowPart> parts) {
        return wantedBits(parts) > 0;
    }

    /** Whether something of a window is prepared. */
    boolean hasBegun(long number) {
        return window == number;
    }

    /** The pane behind the last one that was given for a window. */
    long preparedTo(long number) {
        return window == number ? preparedTo : NONE;
    }

    /**
     * Prepares some of the slices of a window that is still open.
     *
     * @param first its first pane
     * @param parts the first of its parts
     * @param results whether these are all, and its rows are to be made, too
     * @param share of what there is left to do
     */
    void prepare(long number, long first, List<WindowPart> parts, boolean results, double share, WindowRows rows) {
        begin(number, parts);
        // those of later windows too, as their groups come
        panes.segments().values().forEach(this::bySlice);
        firstPane = first;
        long end = parts.get(parts.size() - 1).end();
        preparedTo = Math.max(preparedTo, end);
        int left = 0;
        for (WindowSlice slice : slices) {
            left += slice.isPrepared(number, end, results) ? 0 : 1;
        }
        int now = (int) Math.min(left, Math.ceil(left * share));
        for (int i = 0; now > 0 && i < slices.length; i++) {
            WindowSlice slice = slices[next];
            next = (next + 1) & (slices.length - 1);
            if (!slice.isPrepared(number, end, results)) {
                slice.prepare(number, parts, results, rows);
                now--;
            }
        }
    }

    /** Whether a change to a pane has to be told. */
    boolean holds(long pane) {
        return window != NONE && pane >= firstPane && pane < preparedTo;
    }

    /** Groups of a pane have changed, or come. */
    void changed(long pane, GroupStore groups, int[] slots, int count) {
        for (int i = 0; i < count; i++) {
            slices[HashSlices.slice(groups.hash(slots[i]), bits)].changed(window, pane, groups, slots[i]);
        }
    }

    // ---- at its end

    /** Gives the results of a window, of which these are all parts. */
    void emit(long number, List<WindowPart> parts, WindowRows rows, Consumer<ColumnBatch> out) {
        begin(number, parts);
        for (WindowSlice slice : slices) {
            slice.emit(number, parts, rows, out);
        }
        preparedTo = NONE;
    }

    // ---- slices

    private void begin(long number, List<WindowPart> parts) {
        if (window == number) {
            return;
        }
        int wanted = wantedBits(parts);
        if (Math.abs(wanted - bits) > 1) {
            clear();
            cut(wanted);
        }
        window = number;
        preparedTo = NONE;
        next = 0;
        Map<GroupStore, HashSlices> before = bySlice;
        bySlice = new IdentityHashMap<>();
        if (bits > 0) {
            // what is prepared is for panes of later windows, too
            panes.segments().values().forEach(store -> keep(store, before));
        }
        for (WindowPart part : parts) {
            keep(part.groups(), before);
        }
    }

    private void keep(GroupStore store, Map<GroupStore, HashSlices> before) {
        HashSlices known = before.get(store);
        if (known != null) {
            bySlice.put(store, known);
        }
    }

    private int wantedBits(List<WindowPart> parts) {
        long groups = 0;
        for (WindowPart part : parts) {
            groups += part.groups().size();
        }
        long wanted = groups * shards / sliceGroups;
        return Math.min(BITS_MAX, 64 - Long.numberOfLeadingZeros(wanted));
    }

    /** The groups of a store by slice. */
    private HashSlices bySlice(GroupStore store) {
        HashSlices found = bySlice.get(store);
        if (found == null || !found.isCurrent()) {
            found = new HashSlices(store, bits);
            bySlice.put(store, found);
        }
        found.extend();
        return found;
    }

    /** Gives all memory back. */
    void clear() {
        forget();
        cut(0);
    }

    /** Forgets all groups. */
    void forget() {
        for (WindowSlice slice : slices) {
            slice.forget();
        }
        bySlice = new IdentityHashMap<>();
        window = NONE;
    }

    long bytes() {
        long bytes = 0;
        for (WindowSlice slice : slices) {
            bytes += slice.bytes();
        }
        for (HashSlices store : bySlice.values()) {
            bytes += store.heapBytes();
        }
        return bytes;
    }
}
