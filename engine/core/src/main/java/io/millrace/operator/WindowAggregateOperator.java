package io.millrace.operator;

import io.millrace.columnar.Column;
import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.LongColumn;
import io.millrace.columnar.Selection;
import io.millrace.plan.WindowAggregate;
import io.millrace.state.GroupStore;
import io.millrace.state.HashOrder;
import io.millrace.state.SegmentedGroups;
import io.millrace.state.StateChunk;
import io.millrace.state.TimeRange;
import io.millrace.time.Watermarks;
import io.millrace.time.WindowAssignment;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Aggregates by windows of panes and keys; gives a window when the watermark has passed its end.
 *
 * <p>A row goes into one pane, whatever the overlap of the windows; the state is one segment for each open pane. A closed
 * window is put together from its panes by the {@link PaneTree}.
 */
final class WindowAggregateOperator implements PreAggregated {
    /** So that no reader has to hold a window of a million groups at once. */
    private static final int BATCH_ROWS_MAX = 4_096;

    private final WindowAggregate plan;
    private final WindowAssignment window;
    private final SegmentedGroups panes;
    private final PaneTree tree;
    private final PaneRows rows;
    private final int shard;
    private final int shards;
    private final WindowMerge merge;
    private final HashOrder order = new HashOrder();
    private final boolean weighted;
    private final Fold fold = new Fold();
    private BatchContext context;
    /** Slots of the rows in hand. */
    private int[] slots = new int[0];
    /** Slots of the results in hand. */
    private final int[] resultSlots = new int[BATCH_ROWS_MAX];

    WindowAggregateOperator(WindowAggregate plan, String id, boolean weightedInput, int shard, int shards) {
        this.plan = plan;
        this.window = plan.window();
        this.panes =
                new SegmentedGroups(id, plan.input().schema(), plan.keys(), plan.calls(), weightedInput, shard, shards);
        this.tree = new PaneTree(panes);
        this.merge = new WindowMerge(panes);
        this.weighted = weightedInput;
        this.rows = new PaneRows(window, plan.timeColumn());
        this.shard = shard;
        this.shards = shards;
    }

    @Override
    public void begin(BatchContext batchContext) {
        context = batchContext;
        rows.forgetLate();
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
            panes.open(pane).fold(batch, selection, slots);
            tree.invalidate(pane);
        }

        @Override
        public int acceptRun(long pane, ColumnBatch batch, int from, TimeRange run) {
            int end = panes.open(pane).foldRun(batch, from, run);
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
                panes.open(pane).fold(store, own);
                tree.invalidate(pane);
            }
        });
    }

    @Override
    public void finish(Output out) {
        long watermark = context.watermark();
        if (watermark == Watermarks.NONE || panes.segments().isEmpty()) {
            return;
        }
        long next = firstOpen(context.lateWatermark());
        while (window.windowEnd(next) <= watermark) {
            Long pane = panes.segments().ceilingKey(window.firstPane(next));
            if (pane == null) {
                break;
            }
            if (pane >= window.endPane(next)) {
                // nothing in this window, nor in any before the first one over that pane
                next = Math.max(next + 1, window.firstWindow(pane));
            } else {
                if (!window.repeats(next)) {
                    emit(next, out);
                }
                next++;
            }
        }
        dropClosed(watermark);
    }

    /** The first window over the first pane that a watermark has not closed. */
    private long firstOpen(long watermark) {
        long first = window.firstWindow(panes.segments().firstKey());
        boolean noneClosed = watermark == Watermarks.NONE || window.windowEnd(first) > watermark;
        return noneClosed ? first : window.firstWindowEndingAfter(watermark);
    }

    private void emit(long number, Output out) {
        long start = window.windowStart(number);
        long end = window.windowEnd(number);
        List<GroupStore> parts = tree.cover(window.firstPane(number), window.endPane(number));
        if (parts.size() == 1) {
            emit(start, end, parts.get(0), out);
        } else if (weighted) {
            GroupStore whole = panes.newStore();
            parts.forEach(whole::merge);
            emit(start, end, whole, out);
            panes.recycle(whole);
        } else {
            GroupStore whole = merge.merge(parts);
            emit(start, end, whole, merge.slots(), merge.count(), out);
        }
    }

    private void emit(long start, long end, GroupStore store, Output out) {
        store.liveSlots(order);
        emit(start, end, store, order.slots(), order.count(), out);
    }

    /** Gives the results of a window, in batches of which all have the same columns of times. */
    private void emit(long start, long end, GroupStore store, int[] ordered, int count, Output out) {
        int keys = plan.keys().size();
        int most = Math.min(count, BATCH_ROWS_MAX);
        long[][] times = {constant(start, most), constant(end, most), constant(end - 1, most)};
        for (int from = 0; from < count; from += BATCH_ROWS_MAX) {
            int rowCount = Math.min(BATCH_ROWS_MAX, count - from);
            System.arraycopy(ordered, from, resultSlots, 0, rowCount);
            Column[] results = store.results(resultSlots, rowCount);
            Column[] columns = new Column[plan.schema().size()];
            System.arraycopy(results, 0, columns, 0, keys);
            for (int i = 0; i < times.length; i++) {
                columns[keys + i] = new LongColumn(times[i], null, rowCount);
            }
            System.arraycopy(
                    results, keys, columns, keys + times.length, plan.calls().size());
            out.emit(end, ColumnBatch.of(plan.schema(), rowCount, columns));
        }
    }

    private static long[] constant(long value, int count) {
        long[] values = new long[count];
        Arrays.fill(values, value);
        return values;
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
        merge.forget();
        tree.dropBelow(Long.MAX_VALUE);
    }

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
        return panes.bytes() + tree.bytes() + merge.bytes() + order.heapBytes();
    }

    @Override
    public long lateRows() {
        return rows.lateRows();
    }
}
