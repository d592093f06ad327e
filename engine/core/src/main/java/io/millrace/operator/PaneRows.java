package io.millrace.operator;

import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.LongColumn;
import io.millrace.columnar.LongView;
import io.millrace.columnar.Selection;
import io.millrace.state.TimeRange;
import io.millrace.time.Watermarks;
import io.millrace.time.WindowAssignment;

/** Rows by the pane of a window that their time is in. Event time is nearly sorted: most batches lie in one pane or two. */
final class PaneRows extends SegmentRows {
    /** Shorter runs are the mark of rows out of order, which are better parted than handed out in turns. */
    private static final int RUN_ROWS_MIN = 16;

    private final WindowAssignment window;
    private final int timeColumn;

    PaneRows(WindowAssignment window, int timeColumn) {
        this.window = window;
        this.timeColumn = timeColumn;
    }

    @Override
    void part(ColumnBatch batch, BatchContext context, Part out) {
        int rowCount = batch.rowCount();
        if (rowCount == 0) {
            return;
        }
        int from = acceptRuns(batch, context, out);
        if (from == rowCount) {
            return;
        }
        LongColumn times = batch.longs(timeColumn);
        long pane = window.pane(times.values()[0]);
        if (from > 0) {
            partRuns(batch, from, times, context, out);
        } else if (times.nulls() == null
                && isWithin(times.values(), rowCount, window.paneStart(pane), window.paneStart(pane + 1))) {
            partPane(batch, pane, context, out);
        } else {
            partRuns(batch, 0, times, context, out);
        }
    }

    /** Hands out rows as runs as long as they are worth it and get taken; returns the first row after them. */
    private int acceptRuns(ColumnBatch batch, BatchContext context, Part out) {
        LongView times = batch.longView(timeColumn);
        int row = 0;
        while (times != null && row < batch.rowCount()) {
            long pane = window.pane(times.at(row));
            if (!isInWindow(pane) || isClosed(pane, context.lateWatermark())) {
                break;
            }
            TimeRange run = new TimeRange(timeColumn, times, window.paneStart(pane), window.paneStart(pane + 1));
            int end = out.acceptRun(pane, batch, row, run);
            boolean worthIt = end - row >= RUN_ROWS_MIN;
            row = end;
            if (!worthIt) {
                break;
            }
        }
        return row;
    }

    /** Whether all times are in {@code [from, to)}. A loop without branches. */
    private static boolean isWithin(long[] times, int count, long from, long to) {
        long outside = 0;
        for (int i = 0; i < count; i++) {
            outside |= (times[i] - from) | (to - 1 - times[i]);
        }
        return outside >= 0;
    }

    private void partPane(ColumnBatch batch, long pane, BatchContext context, Part out) {
        if (!isInWindow(pane)) {
            return;
        }
        if (isClosed(pane, context.lateWatermark())) {
            addLate(batch.rowCount());
            context.late().addAll(batch, context.lateWatermark(), lastStart(pane), lastEnd(pane));
        } else {
            out.accept(pane, batch, Selection.all(batch.rowCount()));
        }
    }

    private void partRuns(ColumnBatch batch, int from, LongColumn times, BatchContext context, Part out) {
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
        for (int row = from; row < rowCount; row++) {
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
                addLate(1);
                context.late().add(batch, row, context.lateWatermark(), lastStart(pane), lastEnd(pane));
            } else if (open) {
                numbers[count] = pane;
                rows[count++] = row;
            }
        }
        Selection selection = count == rowCount ? Selection.all(rowCount) : new Selection(rows, count);
        RowRuns.part(numbers, selection, (number, part) -> out.accept(number, batch, part));
    }

    /** Whether a window is over the pane: there may be gaps between windows. */
    private boolean isInWindow(long pane) {
        return window.firstWindow(pane) <= window.lastWindow(pane);
    }

    /** Whether all windows over a pane have ended. */
    boolean isClosed(long pane, long watermark) {
        return watermark != Watermarks.NONE && lastEnd(pane) <= watermark;
    }

    private long lastStart(long pane) {
        return window.windowStart(window.lastWindow(pane));
    }

    private long lastEnd(long pane) {
        return window.windowEnd(window.lastWindow(pane));
    }
}
