package io.millrace.operator;

import io.millrace.columnar.Column;
import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.Columns;
import io.millrace.columnar.LongColumn;
import io.millrace.columnar.Selection;
import io.millrace.expr.CompiledPredicate;
import io.millrace.plan.Join;
import io.millrace.state.Arrangement;
import io.millrace.state.StateChunk;
import io.millrace.time.Watermarks;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * Inner equi-join. Each input is kept as an arrangement by key; a change of one side is joined with all of the other:
 * new left rows with the right side before the micro-batch, new right rows with the left side after it. Once one side has
 * ended for good, nothing of the other is kept any more.
 *
 * <p>Results are given at the end of the micro-batch in the order of their keys' hashes, so that they come the same for any
 * number of shares; within a key by left, then right arrival.
 */
final class JoinOperator implements StatefulOperator {
    static final String LEFT_TABLE = "left";
    private static final int LEFT = 0;
    private static final int RIGHT = 1;

    private final Join plan;
    private final CompiledPredicate condition;
    private final Arrangement[] sides = new Arrangement[2];
    private final List<List<Integer>> keys;
    private final Join.Bound[] bounds;
    private final List<ColumnBatch> results = new ArrayList<>();
    private BatchContext context;
    private long lateRows;

    JoinOperator(Join plan, String id, int shard, int shards) {
        this.plan = plan;
        this.condition = plan.condition() == null ? null : CompiledPredicate.compile(plan.condition());
        this.keys = List.of(plan.leftKeys(), plan.rightKeys());
        this.bounds = new Join.Bound[] {plan.leftBound(), plan.rightBound()};
        sides[LEFT] =
                new Arrangement(id, LEFT_TABLE, plan.left().schema(), plan.leftKeys(), timeColumn(LEFT), shard, shards);
        sides[RIGHT] =
                new Arrangement(id, "right", plan.right().schema(), plan.rightKeys(), timeColumn(RIGHT), shard, shards);
    }

    private OptionalInt timeColumn(int side) {
        return bounds[side] == null ? OptionalInt.empty() : OptionalInt.of(bounds[side].column());
    }

    @Override
    public void begin(BatchContext batchContext) {
        context = batchContext;
        lateRows = 0;
        results.clear();
    }

    @Override
    public void process(int input, ColumnBatch batch, Output out) {
        Column[] key = new Column[keys.get(input).size()];
        Arrays.setAll(key, i -> batch.column(keys.get(input).get(i)));
        Selection rows = joinable(input, batch, key);
        if (rows.isEmpty()) {
            return;
        }
        Arrangement other = sides[1 - input];
        Arrangement.Matches matches = other.probe(key, rows);
        if (matches.count() > 0) {
            join(input, batch, other, matches);
        }
        if (context.lateWatermarks()[1 - input] != Watermarks.END) {
            sides[input].add(batch, rows);
        }
    }

    /** Rows that can match: no key is NULL, and nothing they need has been evicted. */
    private Selection joinable(int input, ColumnBatch batch, Column[] key) {
        Join.Bound bound = bounds[1 - input];
        LongColumn times = bound == null ? null : batch.longs(bound.otherColumn());
        long evicted = bound == null ? 0 : Watermarks.minus(context.lateWatermarks()[input], bound.otherOffsetMicros());
        int[] rows = new int[batch.rowCount()];
        int count = 0;
        for (int row = 0; row < batch.rowCount(); row++) {
            if (times != null && !times.isNull(row) && isBehind(times.values()[row], evicted)) {
                lateRows++;
                context.late().add(batch, row, context.lateWatermarks()[input]);
            } else if (!hasNull(key, row)) {
                rows[count++] = row;
            }
        }
        return new Selection(rows, count);
    }

    private static boolean isBehind(long time, long watermark) {
        return watermark != Watermarks.NONE && time <= watermark;
    }

    private static boolean hasNull(Column[] key, int row) {
        for (Column column : key) {
            if (column.isNull(row)) {
                return true;
            }
        }
        return false;
    }

    private void join(int input, ColumnBatch batch, Arrangement other, Arrangement.Matches matches) {
        int count = matches.count();
        Column[] theirs = other.columns(matches.slots(), count);
        Column[] mine = new Column[batch.schema().size()];
        Arrays.setAll(mine, i -> batch.column(i).take(matches.probeRows(), count));
        Column[] left = input == LEFT ? mine : theirs;
        Column[] right = input == LEFT ? theirs : mine;
        Column[] columns = Arrays.copyOf(left, left.length + right.length);
        System.arraycopy(right, 0, columns, left.length, right.length);
        ColumnBatch joined = ColumnBatch.of(plan.schema(), count, columns).withWeights(weights(batch, other, matches));
        if (condition != null) {
            joined = joined.take(condition.select(joined, context.eval()));
        }
        if (joined.rowCount() > 0) {
            results.add(joined);
        }
    }

    /** Products of the weights; null when all are 1. */
    private static long[] weights(ColumnBatch batch, Arrangement other, Arrangement.Matches matches) {
        long[] weights = new long[matches.count()];
        boolean plain = true;
        for (int i = 0; i < weights.length; i++) {
            long mine = batch.weights() == null ? 1 : batch.weights()[matches.probeRows()[i]];
            weights[i] = Math.multiplyExact(mine, other.weight(matches.slots()[i]));
            plain &= weights[i] == 1;
        }
        return plain ? null : weights;
    }

    @Override
    public void finish(Output out) {
        if (!results.isEmpty()) {
            ColumnBatch all = Columns.concat(plan.schema(), results);
            results.clear();
            out.emit(all.take(KeyOrder.of(all, plan.leftKeys())));
        }
        evict(LEFT, context.watermarks()[RIGHT]);
        evict(RIGHT, context.watermarks()[LEFT]);
    }

    private void evict(int side, long otherWatermark) {
        Join.Bound bound = bounds[side];
        if (otherWatermark == Watermarks.END) {
            sides[side].clear();
        }
        if (bound == null || otherWatermark == Watermarks.NONE) {
            return;
        }
        long limit = Watermarks.minus(otherWatermark, bound.offsetMicros());
        sides[side].evict(limit);
    }

    @Override
    public void changes(Consumer<StateChunk> out) {
        sides[LEFT].changes(out);
        sides[RIGHT].changes(out);
    }

    @Override
    public void snapshot(Consumer<StateChunk> out) {
        sides[LEFT].snapshot(out);
        sides[RIGHT].snapshot(out);
    }

    @Override
    public void restore(StateChunk chunk) {
        sides[chunk.table().equals(LEFT_TABLE) ? LEFT : RIGHT].restore(chunk);
    }

    /** Evicting gives no results, so it alone is no reason for a micro-batch. */
    @Override
    public long nextWakeUp() {
        return Long.MAX_VALUE;
    }

    @Override
    public long stateRows() {
        return (long) sides[LEFT].size() + sides[RIGHT].size();
    }

    @Override
    public long stateBytes() {
        return sides[LEFT].heapBytes() + sides[RIGHT].heapBytes();
    }

    @Override
    public long lateRows() {
        return lateRows;
    }
}
