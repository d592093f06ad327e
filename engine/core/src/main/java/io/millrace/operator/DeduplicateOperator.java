package io.millrace.operator;

import io.millrace.columnar.Column;
import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.Columns;
import io.millrace.columnar.DataType;
import io.millrace.columnar.LongColumn;
import io.millrace.columnar.Schema;
import io.millrace.columnar.Selection;
import io.millrace.plan.Deduplicate;
import io.millrace.state.Arrangement;
import io.millrace.state.GroupIndex;
import io.millrace.state.StateChunk;
import io.millrace.time.Watermarks;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * Keeps, of each row that was given, its keys and its time, until the watermark is so far past that time that a row within
 * reach of it would be late.
 *
 * <p>Forgetting looks at all that is kept, so it waits until the watermark has come some way since the last time. What is
 * kept longer than it has to be is out of reach of all rows to come, and changes nothing.
 */
final class DeduplicateOperator implements StatefulOperator {
    /** The state is larger by so many parts of what it has to be, at most. */
    private static final int SLACK_PARTS = 8;

    private final Deduplicate plan;
    private final List<Integer> kept;
    private final int[] keyPlaces;
    private final List<DataType> keyTypes;
    private final Arrangement given;
    private final List<ColumnBatch> results = new ArrayList<>();
    private BatchContext context;
    private long swept = Watermarks.NONE;
    private long lateRows;

    DeduplicateOperator(Deduplicate plan, String id, int shard, int shards) {
        this.plan = plan;
        this.kept = new ArrayList<>(plan.keys());
        if (!kept.contains(plan.timeColumn())) {
            kept.add(plan.timeColumn());
        }
        this.keyPlaces = plan.keys().stream().mapToInt(Integer::intValue).toArray();
        Schema schema = plan.schema().select(kept);
        this.keyTypes = plan.keys().stream().map(plan.schema()::type).toList();
        List<Integer> keys = plan.keys().stream().map(kept::indexOf).toList();
        OptionalInt time = OptionalInt.of(kept.indexOf(plan.timeColumn()));
        this.given = new Arrangement(id, "given", schema, keys, time, shard, shards);
    }

    @Override
    public void begin(BatchContext batchContext) {
        context = batchContext;
        lateRows = 0;
        results.clear();
    }

    @Override
    public void process(int input, ColumnBatch batch, Output out) {
        Column[] keys = new Column[keyPlaces.length];
        Arrays.setAll(keys, i -> batch.column(keyPlaces[i]));
        LongColumn times = batch.longs(plan.timeColumn());
        Selection inTime = inTime(batch, times);
        boolean[] near = nearGiven(keys, times, inTime);
        Selection first = first(keys, times, inTime, near);
        if (!first.isEmpty()) {
            results.add(batch.take(first).detach());
            given.add(batch.select(kept), timed(times, first));
        }
    }

    private Selection inTime(ColumnBatch batch, LongColumn times) {
        long late = passed(context.lateWatermark());
        if (late == Watermarks.NONE) {
            return Selection.all(batch.rowCount());
        }
        int[] rows = new int[batch.rowCount()];
        int count = 0;
        for (int row = 0; row < batch.rowCount(); row++) {
            if (!times.isNull(row) && times.values()[row] <= late) {
                lateRows++;
                context.late().add(batch, row, context.lateWatermark());
            } else {
                rows[count++] = row;
            }
        }
        return new Selection(rows, count);
    }

    /** The last time that a watermark has passed. */
    private long passed(long watermark) {
        return plan.close() == null
                ? Watermarks.NONE
                : Watermarks.minus(watermark, plan.close().offsetMicros());
    }

    /** Whether each row, by its place in the batch, is within reach of one that is kept. */
    private boolean[] nearGiven(Column[] keys, LongColumn times, Selection rows) {
        boolean[] near = new boolean[times.rowCount()];
        Arrangement.Matches matches = given.probe(keys, rows);
        Column[] theirs = given.columns(matches.slots(), matches.count());
        LongColumn givenTimes = (LongColumn) theirs[kept.indexOf(plan.timeColumn())];
        for (int i = 0; i < matches.count(); i++) {
            int row = matches.probeRows()[i];
            near[row] |=
                    !times.isNull(row) && isNear(times.values()[row], givenTimes.values()[i]);
        }
        return near;
    }

    private boolean isNear(long time, long other) {
        return Math.abs(time - other) <= plan.withinMicros();
    }

    /** Those that are near no row that was given, nor one before them. */
    private Selection first(Column[] keys, LongColumn times, Selection rows, boolean[] near) {
        int[] groups = new int[rows.count()];
        GroupIndex.of(keyTypes).assign(keys, rows, groups);
        Map<Integer, List<Long>> before = new HashMap<>();
        int[] first = new int[rows.count()];
        int count = 0;
        for (int i = 0; i < rows.count(); i++) {
            int row = rows.row(i);
            if (near[row]) {
                continue;
            }
            if (!times.isNull(row)) {
                long time = times.values()[row];
                List<Long> known = before.computeIfAbsent(groups[i], group -> new ArrayList<>(1));
                if (known.stream().anyMatch(other -> isNear(time, other))) {
                    continue;
                }
                known.add(time);
            }
            first[count++] = row;
        }
        return new Selection(first, count);
    }

    private static Selection timed(LongColumn times, Selection rows) {
        int[] timed = new int[rows.count()];
        int count = 0;
        for (int i = 0; i < rows.count(); i++) {
            if (!times.isNull(rows.row(i))) {
                timed[count++] = rows.row(i);
            }
        }
        return new Selection(timed, count);
    }

    @Override
    public void finish(Output out) {
        if (!results.isEmpty()) {
            ColumnBatch all = Columns.concat(plan.schema(), results);
            results.clear();
            out.emit(all.take(KeyOrder.of(all, plan.keys())));
        }
        forget(passed(context.watermark()));
    }

    private void forget(long passed) {
        if (passed == Watermarks.END) {
            given.clear();
        } else if (passed != Watermarks.NONE
                && (swept == Watermarks.NONE || passed - swept >= plan.withinMicros() / SLACK_PARTS)) {
            given.evict(Watermarks.minus(passed, plan.withinMicros()));
            swept = passed;
        }
    }

    @Override
    public void changes(Consumer<StateChunk> out) {
        given.changes(out);
    }

    @Override
    public void snapshot(Consumer<StateChunk> out) {
        given.snapshot(out);
    }

    @Override
    public void restore(StateChunk chunk) {
        given.restore(chunk);
    }

    /** Forgetting gives no results, so it alone is no reason for a micro-batch. */
    @Override
    public long nextWakeUp() {
        return Long.MAX_VALUE;
    }

    @Override
    public long stateRows() {
        return given.size();
    }

    @Override
    public long stateBytes() {
        return given.heapBytes();
    }

    @Override
    public long lateRows() {
        return lateRows;
    }
}
