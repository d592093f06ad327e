package io.millrace.operator;

import io.millrace.columnar.Column;
import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.Selection;
import io.millrace.plan.Aggregate;
import io.millrace.state.GroupStore;
import io.millrace.state.SegmentedGroups;
import io.millrace.state.StateChunk;
import io.millrace.time.Watermarks;
import java.util.List;
import java.util.function.Consumer;

/**
 * Aggregates by keys. Groups with a time key are kept in segments by its value, so that a window closes by dropping one
 * segment.
 *
 * <p>In CHANGES mode the result that a group had before the micro-batch is worked out from the state just before the
 * group's first change in it: what was emitted last is a function of that state and need not be kept.
 */
final class AggregateOperator implements PreAggregated {
    private final Aggregate plan;
    private final boolean weightedOutput;
    private final boolean firstSeen;
    private final SegmentedGroups groups;
    private final Retractions retractions;
    private final TimeKeyRows rows;
    private final int shard;
    private final int shards;
    private BatchContext context;

    AggregateOperator(Aggregate plan, String id, boolean weightedInput, int shard, int shards) {
        this.plan = plan;
        this.groups =
                new SegmentedGroups(id, plan.input().schema(), plan.keys(), plan.calls(), weightedInput, shard, shards);
        this.firstSeen = plan.calls().isEmpty() && !weightedInput && plan.emit() == Aggregate.Emit.CHANGES;
        this.weightedOutput = plan.emit() == Aggregate.Emit.CHANGES && !firstSeen;
        this.retractions = new Retractions(plan.schema());
        this.rows = new TimeKeyRows(plan);
        this.shard = shard;
        this.shards = shards;
    }

    @Override
    public void begin(BatchContext batchContext) {
        context = batchContext;
        rows.forgetLate();
        retractions.clear();
        if (plan.keys().isEmpty() && groups.open(0).size() == 0) {
            GroupStore store = groups.open(0);
            store.openGlobalGroup();
            store.touch(0);
        }
    }

    @Override
    public void process(int input, ColumnBatch batch, Output out) {
        rows.part(batch, context, this::fold);
    }

    private void fold(long segment, ColumnBatch batch, Selection selection) {
        GroupStore store = groups.open(segment);
        int known = store.index().slotLimit();
        int[] slots = new int[selection.count()];
        store.assign(batch, selection, slots);
        if (noteChanges(segment, store, slots, known)) {
            store.add(batch, selection, slots);
        }
    }

    @Override
    public void merge(PartialGroups partial, Output out) {
        if (shard == 0) {
            rows.addLate(partial.lateRows());
        }
        partial.groups().segments().forEach((segment, part) -> {
            int[] own = part.slotsOf(shard, shards);
            if (own.length > 0) {
                GroupStore store = groups.open(segment);
                int known = store.index().slotLimit();
                int[] slots = store.assign(part, own);
                if (noteChanges(segment, store, slots, known)) {
                    store.add(part, own, slots);
                }
            }
        });
    }

    /** Notes what the groups were before they change. Returns whether there is anything to add to them. */
    private boolean noteChanges(long segment, GroupStore store, int[] slots, int known) {
        if (firstSeen) {
            touchNew(store, slots, known);
        } else if (weightedOutput) {
            noteOldResults(segment, store, slots, known);
        }
        return !firstSeen;
    }

    /** DISTINCT over insertions: only a key that comes for the first time is a change. */
    private static void touchNew(GroupStore store, int[] slots, int known) {
        for (int slot : slots) {
            if (slot >= known) {
                store.touch(slot);
            }
        }
    }

    private void noteOldResults(long segment, GroupStore store, int[] slots, int known) {
        int[] old = new int[slots.length];
        int count = 0;
        for (int slot : slots) {
            if (store.touch(slot)
                    && slot < known
                    && (store.rowCount(slot) > 0 || plan.keys().isEmpty())) {
                old[count++] = slot;
            }
        }
        if (count > 0) {
            retractions.add(segment, old, count, store.results(old, count));
        }
    }

    @Override
    public void finish(Output out) {
        if (plan.emit() == Aggregate.Emit.CHANGES) {
            groups.segments().forEach((segment, store) -> emitChanges(segment, store, out));
        }
        for (long segment : List.copyOf(groups.segments().keySet())) {
            if (closes(segment)) {
                if (plan.emit() == Aggregate.Emit.WHEN_FINAL) {
                    emitFinal(segment, groups.segments().get(segment), out);
                }
                groups.drop(segment);
            }
        }
    }

    private boolean closes(long segment) {
        if (plan.close() == null) {
            return plan.emit() == Aggregate.Emit.WHEN_FINAL && context.watermark() == Watermarks.END;
        }
        return rows.isClosed(segment, context.watermark());
    }

    private void emitFinal(long segment, GroupStore store, Output out) {
        int[] slots = store.liveSlots();
        if (slots.length > 0) {
            out.emit(segment, ColumnBatch.of(plan.schema(), slots.length, store.results(slots, slots.length)));
        }
    }

    /** For every changed group the old row retracted and the new one inserted, unless they are equal. */
    private void emitChanges(long segment, GroupStore store, Output out) {
        int[] slots = store.dirtySlots();
        if (slots.length == 0) {
            return;
        }
        if (!weightedOutput) {
            out.emit(segment, ColumnBatch.of(plan.schema(), slots.length, store.results(slots, slots.length)));
            return;
        }
        int[] live = new int[slots.length];
        int[] newRow = new int[slots.length];
        int liveCount = 0;
        for (int i = 0; i < slots.length; i++) {
            boolean there = store.rowCount(slots[i]) > 0 || plan.keys().isEmpty();
            newRow[i] = there ? liveCount : -1;
            if (there) {
                live[liveCount++] = slots[i];
            }
        }
        Column[] results = store.results(live, liveCount);
        retractions.emit(segment, slots, newRow, results, liveCount, out);
        for (int i = 0; i < slots.length; i++) {
            if (newRow[i] < 0) {
                store.remove(slots[i]);
            }
        }
    }

    @Override
    public void changes(Consumer<StateChunk> out) {
        groups.changes(out);
    }

    @Override
    public void snapshot(Consumer<StateChunk> out) {
        groups.snapshot(out);
    }

    @Override
    public void restore(StateChunk chunk) {
        groups.restore(chunk);
    }

    @Override
    public long nextWakeUp() {
        if (plan.close() == null || groups.segments().isEmpty()) {
            return Long.MAX_VALUE;
        }
        long first = groups.segments().firstKey();
        return first == TimeKeyRows.NO_TIME
                ? Long.MAX_VALUE
                : first + plan.close().offsetMicros();
    }

    @Override
    public long stateRows() {
        return groups.rows();
    }

    @Override
    public long stateBytes() {
        return groups.bytes();
    }

    @Override
    public long lateRows() {
        return rows.lateRows();
    }
}
