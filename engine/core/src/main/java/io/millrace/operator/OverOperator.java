package io.millrace.operator;

import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.LongColumn;
import io.millrace.columnar.Selection;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.plan.Aggregate;
import io.millrace.plan.Over;
import io.millrace.plan.Sort;
import io.millrace.state.Changelog;
import io.millrace.state.DueQueue;
import io.millrace.state.OrderedPart;
import io.millrace.state.OrderedRows;
import io.millrace.state.RowOrder;
import io.millrace.state.StateChunk;
import io.millrace.time.Watermarks;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Gives rows with what OVER works out for them. Rows are kept in order by partition.
 *
 * <p>WHEN_FINAL, a row is given when the watermark has passed its time: no row can come before it any more. With CHANGES, rows
 * are given at once; where a row comes between others, the results of those whose frames it is in are taken back and given
 * anew. What was given is kept beside each row, so that exactly that is taken back.
 *
 * <p>Rows that the watermark has passed go when no frame of a later row can reach them; frames without a bound keep a running
 * value in their place.
 */
final class OverOperator implements StatefulOperator {
    private final Over plan;
    private final boolean weightedInput;
    private final boolean changes;
    private final OrderedRows rows;
    private final OverResults results;
    private final OverBase base;
    private final DueQueue emissions = new DueQueue();
    private final DueQueue evictions = new DueQueue();
    private final List<ColumnBatch> pending = new ArrayList<>();
    private boolean scheduled = true;
    private BatchContext context;
    private long lateRows;

    OverOperator(Over plan, String id, boolean weightedInput, int shard, int shards) {
        this.plan = plan;
        this.weightedInput = weightedInput;
        this.changes = plan.emit() == Aggregate.Emit.CHANGES;
        int width = plan.input().schema().size();
        boolean timed = plan.close() != null
                || plan.calls().stream().anyMatch(call -> call.frame().rangeMicros() > 0);
        this.rows = new OrderedRows(
                id,
                plan.input().schema(),
                changes ? plan.schema().fields().subList(width, plan.schema().size()) : List.of(),
                plan.partitionBy(),
                plan.orderBy().stream().map(OverOperator::key).toList(),
                plan.peerKeys(),
                timed,
                shard,
                shards);
        this.results = new OverResults(plan, rows);
        this.base = new OverBase(plan, id, rows, results.functions());
    }

    private static RowOrder.Key key(Sort.Key key) {
        return new RowOrder.Key(key.column(), key.descending(), key.nullsFirst());
    }

    @Override
    public void begin(BatchContext batchContext) {
        context = batchContext;
        lateRows = 0;
        schedule();
    }

    @Override
    public void process(int input, ColumnBatch batch, Output out) {
        if (weightedInput) {
            pending.add(batch.detach());
        } else {
            add(batch);
        }
    }

    private void add(ColumnBatch batch) {
        Selection inTime = inTime(batch);
        if (!inTime.isEmpty()) {
            rows.add(batch, inTime);
        }
    }

    /** Rows for which nothing that they need or change has gone. */
    private Selection inTime(ColumnBatch batch) {
        long late = passed(context.lateWatermark());
        if (late == Long.MIN_VALUE) {
            return Selection.all(batch.rowCount());
        }
        LongColumn times =
                plan.close() == null ? null : batch.longs(plan.orderBy().get(0).column());
        int[] kept = new int[batch.rowCount()];
        int count = 0;
        for (int row = 0; row < batch.rowCount(); row++) {
            boolean gone = late == Long.MAX_VALUE || !times.isNull(row) && times.values()[row] <= late;
            if (gone) {
                lateRows += batch.weights() == null ? 1 : Math.abs(batch.weights()[row]);
                context.late().add(batch, row, context.lateWatermark());
            } else {
                kept[count++] = row;
            }
        }
        return new Selection(kept, count);
    }

    /** The last time that a watermark has passed; Long.MIN_VALUE when none, Long.MAX_VALUE when all, NULL too. */
    private long passed(long watermark) {
        if (watermark == Watermarks.END) {
            return Long.MAX_VALUE;
        }
        return watermark == Watermarks.NONE || plan.close() == null
                ? Long.MIN_VALUE
                : Watermarks.minus(watermark, plan.close().offsetMicros());
    }

    @Override
    public void finish(Output out) {
        applyChanges();
        long passed = passed(context.watermark());
        List<OrderedPart> parts = due(passed);
        results.begin();
        for (OrderedPart part : parts) {
            rows.settle(part);
            results.trim(part);
            if (changes) {
                results.update(part, out);
            } else {
                results.give(part, place(part, passed(context.lateWatermark())), place(part, passed), out);
            }
        }
        results.flush(out);
        parts.forEach(part -> evict(part, passed));
        rows.endBatch();
    }

    /** The first place that a watermark has not passed. */
    private int place(OrderedPart part, long passed) {
        if (passed == Long.MAX_VALUE) {
            return part.to();
        }
        return passed == Long.MIN_VALUE ? part.from() : rows.firstAfter(part, passed);
    }

    /** Takes rows back, and puts others in, as the input's changes come to. */
    private void applyChanges() {
        if (pending.isEmpty()) {
            return;
        }
        ColumnBatch net = Changelog.consolidate(plan.input().schema(), pending);
        pending.clear();
        Selection inTime = inTime(net);
        int[] added = new int[16];
        int count = 0;
        for (int i = 0; i < inTime.count(); i++) {
            int row = inTime.row(i);
            for (long weight = net.weights()[row]; weight < 0; weight++) {
                if (!rows.remove(net, row)) {
                    throw new MillraceException(
                            ErrorCode.INTERNAL, "a row is taken back that was never given: " + net.row(row));
                }
            }
            for (long weight = net.weights()[row]; weight > 0; weight--) {
                added = count == added.length ? Arrays.copyOf(added, 2 * count) : added;
                added[count++] = row;
            }
        }
        rows.add(net, new Selection(added, count));
    }

    /** Partitions that change, give rows or lose some now, in canonical order. */
    private List<OrderedPart> due(long passed) {
        if (passed == Long.MAX_VALUE) {
            return rows.parts().all();
        }
        List<OrderedPart> due = rows.touched();
        for (DueQueue queue : List.of(emissions, evictions)) {
            for (int id = queue.poll(passed); id >= 0; id = queue.poll(passed)) {
                rows.touch(rows.parts().part(id));
            }
        }
        rows.parts().sort(due);
        return due;
    }

    private void evict(OrderedPart part, long passed) {
        boolean last = passed == Long.MAX_VALUE;
        int keep = last ? part.to() : results.firstKept(part, place(part, passed), passed);
        if (keep > part.from()) {
            base.evict(part, keep);
            rows.dropBefore(part, keep);
        }
        if (part.from() == part.to() && (last || !base.isKept(part))) {
            emissions.remove(part.id());
            evictions.remove(part.id());
            base.close(part);
            rows.parts().close(part);
        } else {
            schedule(part, passed);
        }
    }

    private void schedule(OrderedPart part, long passed) {
        if (plan.close() == null || part.from() == part.to()) {
            return;
        }
        evictions.schedule(part.id(), results.firstLeaves(part));
        int next = place(part, passed);
        if (!changes && next < part.to()) {
            emissions.schedule(part.id(), rows.order().time(part.slot(next)));
        }
    }

    /** After a restart, everything anew. */
    private void schedule() {
        if (!scheduled) {
            scheduled = true;
            long passed = context == null ? Long.MIN_VALUE : passed(context.lateWatermark());
            rows.parts().all().forEach(part -> schedule(part, passed));
        }
    }

    @Override
    public void changes(Consumer<StateChunk> out) {
        rows.changes(out);
        base.changes(out);
    }

    @Override
    public void snapshot(Consumer<StateChunk> out) {
        rows.snapshot(out);
        base.snapshot(out);
    }

    @Override
    public void restore(StateChunk chunk) {
        scheduled = false;
        if (rows.isOwn(chunk)) {
            rows.restore(chunk);
        } else {
            base.restore(chunk);
        }
    }

    /** Evicting gives no results, so it alone is no reason for a micro-batch. */
    @Override
    public long nextWakeUp() {
        schedule();
        long next = emissions.next();
        return next == Long.MAX_VALUE ? next : next + plan.close().offsetMicros();
    }

    @Override
    public long stateRows() {
        return rows.size();
    }

    @Override
    public long stateBytes() {
        return rows.heapBytes()
                + results.functions().stream()
                        .mapToLong(OverFunction::heapBytes)
                        .sum()
                + emissions.heapBytes()
                + evictions.heapBytes();
    }

    @Override
    public long lateRows() {
        return lateRows;
    }
}
