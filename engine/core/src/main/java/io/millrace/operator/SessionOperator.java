package io.millrace.operator;

import io.millrace.columnar.Column;
import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.Columns;
import io.millrace.columnar.LongColumn;
import io.millrace.columnar.Schema;
import io.millrace.columnar.Selection;
import io.millrace.plan.Aggregate.Emit;
import io.millrace.plan.AssignSessions;
import io.millrace.plan.SessionAggregate;
import io.millrace.plan.SessionGap;
import io.millrace.state.Changelog;
import io.millrace.state.SessionCells;
import io.millrace.state.SessionGroups;
import io.millrace.state.SessionRows;
import io.millrace.state.Sessions;
import io.millrace.state.StateChunk;
import io.millrace.time.Watermarks;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Finds sessions and gives what is worked out over each, or their rows: when a session is final, or whenever it changes.
 * Results stand in the order of their keys' hash, of a key in order of time.
 */
final class SessionOperator implements StatefulOperator {
    private final Sessions sessions;
    private final int timeColumn;
    private final SessionGap gap;
    private final Emit emit;
    private final Long closeMicros;
    private final Schema schema;
    /** Whether a session gives one row, so that old and new rows meet by its key and start. */
    private final boolean oneRow;

    private BatchContext context;
    private long lateRows;
    private int[] kept = new int[0];

    private SessionOperator(
            Sessions sessions,
            int timeColumn,
            SessionGap gap,
            Emit emit,
            Long closeMicros,
            Schema schema,
            boolean oneRow) {
        this.sessions = sessions;
        this.timeColumn = timeColumn;
        this.gap = gap;
        this.emit = emit;
        this.closeMicros = closeMicros;
        this.schema = schema;
        this.oneRow = oneRow;
    }

    static SessionOperator of(SessionAggregate plan, String id, boolean weightedInput, int shard, int shards) {
        Schema input = plan.input().schema();
        SessionGap gap = plan.gap();
        Sessions sessions = weightedInput
                ? SessionCells.aggregating(
                        id,
                        input,
                        plan.keys(),
                        plan.timeColumn(),
                        gap.column(),
                        gap.micros(),
                        plan.calls(),
                        shard,
                        shards)
                : new SessionGroups(
                        id,
                        input,
                        plan.keys(),
                        plan.timeColumn(),
                        gap.column(),
                        gap.micros(),
                        plan.calls(),
                        shard,
                        shards);
        return new SessionOperator(
                sessions, plan.timeColumn(), gap, plan.emit(), plan.closeMicros(), plan.schema(), true);
    }

    static SessionOperator of(AssignSessions plan, String id, int shard, int shards) {
        SessionGap gap = plan.gap();
        Sessions sessions = SessionCells.ofRows(
                id, plan.input().schema(), plan.keys(), plan.timeColumn(), gap.column(), gap.micros(), shard, shards);
        return new SessionOperator(
                sessions, plan.timeColumn(), gap, plan.emit(), plan.closeMicros(), plan.schema(), false);
    }

    @Override
    public void begin(BatchContext batchContext) {
        context = batchContext;
        lateRows = 0;
    }

    @Override
    public void process(int input, ColumnBatch batch, Output out) {
        LongColumn times = batch.longs(timeColumn);
        LongColumn gaps = gap.column() < 0 ? null : batch.longs(gap.column());
        Selection rows = kept(batch, times, gaps);
        if (!rows.isEmpty()) {
            sessions.add(batch, rows, emit == Emit.CHANGES);
        }
    }

    /** The rows that are in a session and not late. */
    private Selection kept(ColumnBatch batch, LongColumn times, LongColumn gaps) {
        long late = limit(context.lateWatermark());
        int rowCount = times.rowCount();
        if (kept.length < rowCount) {
            kept = new int[rowCount];
        }
        long[] values = times.values();
        boolean[] nulls = times.nulls();
        int count = 0;
        for (int row = 0; row < rowCount; row++) {
            if (nulls != null && nulls[row] || gaps != null && (gaps.isNull(row) || gaps.values()[row] <= 0)) {
                continue;
            }
            if (values[row] < late) {
                lateRows++;
                context.late().add(batch, row, context.lateWatermark());
            } else {
                kept[count++] = row;
            }
        }
        return count == rowCount ? Selection.all(rowCount) : new Selection(kept, count);
    }

    /** Times before this are past at a watermark: rows there are late, sessions that end there final. */
    private long limit(long watermark) {
        if (closeMicros == null) {
            return watermark == Watermarks.END && emit == Emit.WHEN_FINAL ? watermark : Watermarks.NONE;
        }
        return Watermarks.minus(watermark, closeMicros - 1);
    }

    @Override
    public void finish(Output out) {
        long limit = limit(context.watermark());
        if (emit == Emit.CHANGES) {
            emitChanges(out);
        } else if (limit != Watermarks.NONE) {
            emitFinal(sessions.closed(limit), out);
        }
        if (limit != Watermarks.NONE && sessions.earliestEnd() < limit) {
            sessions.drop(limit);
        }
    }

    private void emitFinal(SessionRows rows, Output out) {
        if (rows.count() > 0) {
            int[] order = SessionOrder.of(sessions.keys(), rows.keys(), rows.starts(), null, rows.count());
            out.emit(ColumnBatch.of(schema, rows.count(), rows.columns()).take(new Selection(order, rows.count())));
        }
    }

    /** For every session that changed its old row retracted and its new one inserted, unless they are equal. */
    private void emitChanges(Output out) {
        List<SessionRows> parts = new ArrayList<>(sessions.takeOld());
        int oldParts = parts.size();
        parts.add(sessions.changed());
        int count = parts.stream().mapToInt(SessionRows::count).sum();
        if (count == 0) {
            return;
        }
        int[] keys = new int[count];
        long[] starts = new long[count];
        long[] weights = new long[count];
        List<ColumnBatch> batches = new ArrayList<>();
        int at = 0;
        for (int i = 0; i < parts.size(); i++) {
            SessionRows part = parts.get(i);
            batches.add(ColumnBatch.of(schema, part.count(), part.columns()));
            for (int row = 0; row < part.count(); row++) {
                keys[at] = part.keys()[row];
                starts[at] = part.starts()[row];
                weights[at++] = i < oldParts ? -1 : 1;
            }
        }
        int[] order = SessionOrder.of(sessions.keys(), keys, starts, weights, count);
        ColumnBatch all = Columns.concat(schema, batches).withWeights(weights);
        ColumnBatch changes = oneRow ? all.take(changed(all, keys, starts, order)) : net(all, order);
        if (changes.rowCount() > 0) {
            out.emit(changes);
        }
    }

    /** The rows in order, less those that go and come again as they were. */
    private static Selection changed(ColumnBatch all, int[] keys, long[] starts, int[] order) {
        int[] rows = new int[order.length];
        int count = 0;
        for (int i = 0; i < order.length; i++) {
            int row = order[i];
            int next = i + 1 < order.length ? order[i + 1] : row;
            boolean meets = next != row && keys[row] == keys[next] && starts[row] == starts[next];
            if (meets && same(all, row, next)) {
                i++;
            } else {
                rows[count++] = row;
            }
        }
        return new Selection(rows, count);
    }

    private static boolean same(ColumnBatch batch, int rowA, int rowB) {
        for (int i = 0; i < batch.schema().size(); i++) {
            Column column = batch.column(i);
            if (!Columns.same(column, rowA, column, rowB)) {
                return false;
            }
        }
        return true;
    }

    private ColumnBatch net(ColumnBatch all, int[] order) {
        return Changelog.consolidate(schema, List.of(all.take(new Selection(order, order.length))));
    }

    @Override
    public void changes(Consumer<StateChunk> out) {
        sessions.changes(out);
    }

    @Override
    public void snapshot(Consumer<StateChunk> out) {
        sessions.snapshot(out);
    }

    @Override
    public void restore(StateChunk chunk) {
        sessions.restore(chunk);
    }

    @Override
    public long nextWakeUp() {
        long end = sessions.earliestEnd();
        return closeMicros == null || end == Long.MAX_VALUE ? Long.MAX_VALUE : end + closeMicros;
    }

    @Override
    public long stateRows() {
        return sessions.rows();
    }

    @Override
    public long stateBytes() {
        return sessions.bytes();
    }

    @Override
    public long lateRows() {
        return lateRows;
    }
}
