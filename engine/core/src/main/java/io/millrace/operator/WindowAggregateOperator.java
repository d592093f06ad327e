package io.millrace.operator;

import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.Selection;
import io.millrace.plan.WindowAggregate;
import io.millrace.state.GroupStore;
import io.millrace.state.HashOrder;
import io.millrace.state.SegmentedGroups;
import io.millrace.state.StateChunk;
import io.millrace.state.TimeRange;
import io.millrace.time.Watermarks;
import io.millrace.time.WindowAssignment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Aggregates by windows of panes and keys; gives a window when the watermark has passed its end.
 *
 * <p>A row goes into one pane, whatever the overlap of the windows; the state is one segment for each open pane. A closed
 * window is put together from its panes by the {@link PaneTree}.
 */
final class WindowAggregateOperator implements PreAggregated, PreparesAhead {
    private static final long NO_WINDOW = Long.MAX_VALUE;
    /** A window that closes after fewer micro-batches is not worth being prepared. */
    private static final int BATCHES_AHEAD_MIN = 4;
    /** In so many micro-batches before the window closes its rows are made: made sooner, they would get old on the heap. */
    private static final int RESULT_BATCHES = 8;
    /** A pane that takes less than one row in so many hardly changes any more. */
    private static final int CALM_SHARE = 16;

    private final WindowAggregate plan;
    private final WindowAssignment window;
    private final SegmentedGroups panes;
    private final PaneTree tree;
    private final PaneRows rows;
    private final int shard;
    private final int shards;
    private final WindowSlices slices;
    private final HashOrder order = new HashOrder();
    private final Fold fold = new Fold();
    private BatchContext context;
    /** Slots of the rows in hand. */
    private int[] slots = new int[0];
    /** Rows, or groups of rows, of the micro-batch; of panes that are not the newest. */
    private long rowsIn;

    private final Map<Long, Long> rowsOfPane = new HashMap<>();
    private boolean hasEmitted;

    WindowAggregateOperator(WindowAggregate plan, String id, boolean weightedInput, int shard, int shards) {
        this(plan, id, weightedInput, shard, shards, WindowSlices.SLICE_GROUPS);
    }

    WindowAggregateOperator(
            WindowAggregate plan, String id, boolean weightedInput, int shard, int shards, int sliceGroups) {
        this.plan = plan;
        this.window = plan.window();
        this.panes =
                new SegmentedGroups(id, plan.input().schema(), plan.keys(), plan.calls(), weightedInput, shard, shards);
        this.tree = new PaneTree(panes);
        this.slices = new WindowSlices(panes, shards, sliceGroups);
        this.rows = new PaneRows(window, plan.timeColumn());
        this.shard = shard;
        this.shards = shards;
    }

    @Override
    public void begin(BatchContext batchContext) {
        context = batchContext;
        rows.forgetLate();
        rowsIn = 0;
        rowsOfPane.clear();
    }

    @Override
    public void process(int input, ColumnBatch batch, Output out) {
        if (slots.length < batch.rowCount()) {
            slots = new int[batch.rowCount()];
        }
        rows.part(batch, context, fold);
    }

    /** Adds rows to their pane. */
    private final class Fold implements SegmentRows.Part {
        @Override
        public void accept(long pane, ColumnBatch batch, Selection selection) {
            GroupStore store = panes.open(pane);
            store.fold(batch, selection, slots);
            changed(pane, store, slots, selection.count());
        }

        @Override
        public int acceptRun(long pane, ColumnBatch batch, int from, TimeRange run) {
            if (slices.holds(pane)) {
                // the groups have to be known
                return from;
            }
            int end = panes.open(pane).foldRun(batch, from, run);
            count(pane, end - from);
            tree.invalidate(pane);
            return end;
        }
    }

    @Override
    public void merge(PartialGroups partial, Output out) {
        if (shard == 0) {
            rows.addLate(partial.lateRows());
        }
        partial.groups().segments().forEach((pane, store) -> {
            int[] own = store.slotsOf(shard, shards);
            if (own.length > 0) {
                GroupStore ours = panes.open(pane);
                changed(pane, ours, ours.fold(store, own), own.length);
            }
        });
    }

    private void changed(long pane, GroupStore store, int[] changedSlots, int count) {
        count(pane, count);
        tree.invalidate(pane);
        if (slices.holds(pane)) {
            slices.changed(pane, store, changedSlots, count);
        }
    }

    private void count(long pane, long rowCount) {
        rowsIn += rowCount;
        if (pane != panes.segments().lastKey()) {
            rowsOfPane.merge(pane, rowCount, Long::sum);
        }
    }

    @Override
    public void finish(Output out) {
        long watermark = context.watermark();
        hasEmitted = false;
        if (watermark == Watermarks.NONE || panes.segments().isEmpty()) {
            return;
        }
        long next = occupied(firstOpen(context.lateWatermark()));
        while (next != NO_WINDOW && window.windowEnd(next) <= watermark) {
            emit(next, out);
            hasEmitted = true;
            next = occupied(next + 1);
        }
        dropClosed(watermark);
    }

    /** The first window over the first pane that a watermark has not closed. */
    private long firstOpen(long watermark) {
        long first = window.firstWindow(panes.segments().firstKey());
        boolean noneClosed = watermark == Watermarks.NONE || window.windowEnd(first) > watermark;
        return noneClosed ? first : window.firstWindowEndingAfter(watermark);
    }

    /** The first window from {@code number} on that there are panes of. */
    private long occupied(long number) {
        long next = number;
        while (true) {
            Long pane = panes.segments().ceilingKey(window.firstPane(next));
            if (pane == null) {
                return NO_WINDOW;
            }
            if (pane >= window.endPane(next)) {
                // nothing in this window, nor in any before the first one over that pane
                next = Math.max(next + 1, window.firstWindow(pane));
            } else if (window.repeats(next)) {
                next++;
            } else {
                return next;
            }
        }
    }

    private void emit(long number, Output out) {
        WindowRows results = new WindowRows(plan, number);
        Consumer<ColumnBatch> rowsOut = batch -> out.emit(results.endMicros(), batch);
        List<WindowPart> parts = tree.cover(window.firstPane(number), window.endPane(number));
        if (parts.size() == 1 && !slices.hasBegun(number)) {
            GroupStore whole = parts.get(0).groups();
            whole.liveSlots(order);
            results.of(whole, order.slots(), order.count(), rowsOut);
        } else {
            slices.emit(number, parts, results, rowsOut);
        }
    }

    private void dropClosed(long watermark) {
        while (!panes.segments().isEmpty()) {
            long pane = panes.segments().firstKey();
            if (!rows.isClosed(pane, watermark)) {
                tree.dropBelow(pane);
                return;
            }
            panes.drop(pane);
        }
        slices.forget();
        tree.dropBelow(Long.MAX_VALUE);
    }

    // ---- ahead of a window's end

    /**
     * Prepares a part of the window that closes next: where the watermark goes on at the pace of this micro-batch, all of it
     * is done when the window closes.
     */
    @Override
    public void prepare() {
        long watermark = context.watermark();
        long before = context.lateWatermark();
        boolean rises = before != Watermarks.NONE && watermark > before && watermark != Watermarks.END;
        if (!rises || hasEmitted || panes.segments().isEmpty()) {
            return;
        }
        long next = occupied(firstOpen(watermark));
        if (next == NO_WINDOW) {
            return;
        }
        double batches = (double) (window.windowEnd(next) - watermark) / (watermark - before);
        if (slices.hasBegun(next) || batches >= BATCHES_AHEAD_MIN) {
            prepare(next, batches);
        }
    }

    /** @param batches up to the one in which the window closes, about */
    private void prepare(long number, double batches) {
        long first = window.firstPane(number);
        long end = window.endPane(number);
        long calm = Math.max(slices.preparedTo(number), calmTo(first, end));
        List<WindowPart> parts = tree.coverAhead(first, end, calm);
        boolean small = !slices.hasBegun(number) && !slices.isLarge(parts);
        boolean fewer = !parts.isEmpty() && parts.get(parts.size() - 1).end() < slices.preparedTo(number);
        if (parts.isEmpty() || small || fewer) {
            return;
        }
        boolean whole = parts.get(parts.size() - 1).end() > lastPane(end);
        boolean results = whole && batches <= RESULT_BATCHES;
        if (results || !whole || parts.size() > 1) {
            double more = batches - (results || batches <= RESULT_BATCHES ? 0 : RESULT_BATCHES);
            slices.prepare(number, first, parts, results, 1 / (more + 1), new WindowRows(plan, number));
        }
    }

    /** The last pane before another one. */
    private long lastPane(long end) {
        return panes.segments().lowerKey(end);
    }

    /** The first pane from {@code first} on that takes many of the rows that come now, or {@code end}. */
    private long calmTo(long first, long end) {
        long calm = Math.min(end, panes.segments().lastKey());
        for (long pane : panes.segments().subMap(first, Math.max(first, calm)).keySet()) {
            if (rowsOfPane.getOrDefault(pane, 0L) > rowsIn / CALM_SHARE) {
                return pane;
            }
        }
        return calm;
    }

    @Override
    public void forgetPrepared() {
        slices.clear();
    }

    // ---- state

    @Override
    public void changes(Consumer<StateChunk> out) {
        panes.changes(out);
    }

    @Override
    public void snapshot(Consumer<StateChunk> out) {
        panes.snapshot(out);
    }

    @Override
    public void restore(StateChunk chunk) {
        panes.restore(chunk);
    }

    @Override
    public long nextWakeUp() {
        if (panes.segments().isEmpty()) {
            return Long.MAX_VALUE;
        }
        return window.windowEnd(firstOpen(context == null ? Watermarks.NONE : context.watermark()));
    }

    @Override
    public long stateRows() {
        return panes.rows();
    }

    @Override
    public long stateBytes() {
        return panes.bytes() + tree.bytes() + slices.bytes() + order.heapBytes();
    }

    @Override
    public long lateRows() {
        return rows.lateRows();
    }
}
