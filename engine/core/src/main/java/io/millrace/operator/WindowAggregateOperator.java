package io.millrace.operator;

import io.millrace.columnar.Column;
import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.Columns;
import io.millrace.columnar.LongColumn;
import io.millrace.columnar.Selection;
import io.millrace.plan.WindowAggregate;
import io.millrace.state.GroupStore;
import io.millrace.state.SegmentedGroups;
import io.millrace.state.StateChunk;
import io.millrace.time.Watermarks;
import io.millrace.time.WindowAssignment;
import java.util.List;
import java.util.function.Consumer;

/**
 * Aggregates by windows of panes and keys; gives a window when the watermark has passed its end.
 *
 * <p>A row goes into one pane, whatever the overlap of the windows; the state is one segment for each open pane. A closed
 * window is put together from its panes by the {@link PaneTree}.
 */
final class WindowAggregateOperator implements StatefulOperator {
    private final WindowAggregate plan;
    private final WindowAssignment window;
    private final SegmentedGroups panes;
    private final PaneTree tree;
    private BatchContext context;
    private long lateRows;
    /** Slots of the rows in hand. */
    private int[] slots = new int[0];

    WindowAggregateOperator(WindowAggregate plan, String id, boolean weightedInput, int shard, int shards) {
        this.plan = plan;
        this.window = plan.window();
        this.panes =
                new SegmentedGroups(id, plan.input().schema(), plan.keys(), plan.calls(), weightedInput, shard, shards);
        this.tree = new PaneTree(panes);
    }

    @Override
    public void begin(BatchContext batchContext) {
        context = batchContext;
        lateRows = 0;
    }

    @Override
    public void process(int input, ColumnBatch batch, Output out) {
        int rowCount = batch.rowCount();
        if (rowCount == 0) {
            return;
        }
        if (slots.length < rowCount) {
            slots = new int[rowCount];
        }
        LongColumn times = batch.longs(plan.timeColumn());
        long pane = window.pane(times.values()[0]);
        if (times.nulls() == null
                && isWithin(times.values(), rowCount, window.paneStart(pane), window.paneStart(pane + 1))) {
            processPane(batch, pane);
        } else {
            processRuns(batch, times);
        }
    }

    /** Whether all times are in {@code [from, to)}. A loop without branches. */
    private static boolean isWithin(long[] times, int count, long from, long to) {
        long outside = 0;
        for (int i = 0; i < count; i++) {
            outside |= (times[i] - from) | (to - 1 - times[i]);
        }
        return outside >= 0;
    }

    private void processPane(ColumnBatch batch, long pane) {
        if (!isInWindow(pane)) {
            return;
        }
        if (isClosed(pane, context.lateWatermark())) {
            lateRows += batch.rowCount();
            context.late().addAll(batch, context.lateWatermark(), lastStart(pane), lastEnd(pane));
        } else {
            fold(pane, batch, Selection.all(batch.rowCount()));
        }
    }

    private void processRuns(ColumnBatch batch, LongColumn times) {
        boolean[] nulls = times.nulls();
        long[] values = times.values();
        int rowCount = batch.rowCount();
        long[] numbers = new long[rowCount];
        int[] rows = new int[rowCount];
        int count = 0;
        // the pane that the last row was in: [paneFrom, paneTo)
        long paneFrom = 1;
        long paneTo = 0;
        long pane = 0;
        boolean open = false;
        boolean late = false;
        for (int row = 0; row < rowCount; row++) {
            if (nulls != null && nulls[row]) {
                continue;
            }
            long time = values[row];
            if (time < paneFrom || time >= paneTo) {
                pane = window.pane(time);
                paneFrom = window.paneStart(pane);
                paneTo = window.paneStart(pane + 1);
                open = isInWindow(pane);
                late = open && isClosed(pane, context.lateWatermark());
            }
            if (late) {
                lateRows++;
                context.late().add(batch, row, context.lateWatermark(), lastStart(pane), lastEnd(pane));
            } else if (open) {
                numbers[count] = pane;
                rows[count++] = row;
            }
        }
        Selection selection = count == rowCount ? Selection.all(rowCount) : new Selection(rows, count);
        RowRuns.part(numbers, selection, (number, part) -> fold(number, batch, part));
    }

    private void fold(long pane, ColumnBatch batch, Selection rows) {
        panes.open(pane).fold(batch, rows, slots);
        tree.invalidate(pane);
    }

    /** Whether a window is over the pane: there may be gaps between windows. */
    private boolean isInWindow(long pane) {
        return window.firstWindow(pane) <= window.lastWindow(pane);
    }

    /** Whether all windows over a pane have ended. */
    private boolean isClosed(long pane, long watermark) {
        return watermark != Watermarks.NONE && lastEnd(pane) <= watermark;
    }

    private long lastStart(long pane) {
        return window.windowStart(window.lastWindow(pane));
    }

    private long lastEnd(long pane) {
        return window.windowEnd(window.lastWindow(pane));
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
                emit(next++, out);
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
            return;
        }
        GroupStore merged = panes.newStore();
        parts.forEach(merged::merge);
        emit(start, end, merged, out);
        panes.recycle(merged);
    }

    private void emit(long start, long end, GroupStore store, Output out) {
        int[] live = store.liveSlots();
        int count = live.length;
        if (count == 0) {
            return;
        }
        Column[] results = store.results(live, count);
        int keys = plan.keys().size();
        Column[] columns = new Column[plan.schema().size()];
        System.arraycopy(results, 0, columns, 0, keys);
        columns[keys] = Columns.constant(start, count);
        columns[keys + 1] = Columns.constant(end, count);
        columns[keys + 2] = Columns.constant(end - 1, count);
        System.arraycopy(results, keys, columns, keys + 3, plan.calls().size());
        out.emit(end, ColumnBatch.of(plan.schema(), count, columns));
    }

    private void dropClosed(long watermark) {
        while (!panes.segments().isEmpty()) {
            long pane = panes.segments().firstKey();
            if (!isClosed(pane, watermark)) {
                tree.dropBelow(pane);
                return;
            }
            panes.drop(pane);
        }
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
        return panes.bytes() + tree.bytes();
    }

    @Override
    public long lateRows() {
        return lateRows;
    }
}
