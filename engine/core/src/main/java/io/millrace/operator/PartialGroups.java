package io.millrace.operator;

import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.Selection;
import io.millrace.state.GroupStore;
import io.millrace.state.SegmentedGroups;
import io.millrace.state.TimeRange;
import java.util.Arrays;

/**
 * The groups that some rows come to, aggregated before they reach the operator that owns their keys. The operator's shares
 * each {@linkplain PreAggregated#merge take} the groups of their own keys.
 *
 * <p>Threads: one while rows are added; any number after that.
 */
public final class PartialGroups {
    private final SegmentRows rows;
    private final SegmentedGroups groups;
    private final BatchContext context;
    private long rowCount;
    private int[] slots = new int[0];

    PartialGroups(SegmentRows rows, SegmentedGroups groups, BatchContext context) {
        this.rows = rows;
        this.groups = groups;
        this.context = context;
    }

    public void add(ColumnBatch batch) {
        rowCount += batch.rowCount();
        if (slots.length < batch.rowCount()) {
            slots = new int[batch.rowCount()];
        }
        rows.part(batch, context, new Fold());
    }

    /** Adds rows to their segment. */
    private final class Fold implements SegmentRows.Part {
        @Override
        public void accept(long segment, ColumnBatch batch, Selection selection) {
            groups.open(segment).fold(batch, selection, slots);
        }

        @Override
        public int acceptRun(long segment, ColumnBatch batch, int from, TimeRange run) {
            return groups.open(segment).foldRun(batch, from, run);
        }
    }

    /** No more rows come. */
    public void settle() {
        groups.segments().values().forEach(GroupStore::settle);
    }

    /** Whether keys hardly repeat, so that it would be less work to hand on the rows themselves. */
    public boolean isOfNoUse() {
        return 2 * groups.rows() > rowCount;
    }

    public long rowCount() {
        return rowCount;
    }

    /** Heap bytes of the groups. */
    public long heapBytes() {
        return groups.bytes();
    }

    /** Hashes of the keys that a share owns. */
    long[] hashes(int shard, int shards) {
        return groups.segments().values().stream()
                .flatMapToLong(
                        store -> Arrays.stream(store.slotsOf(shard, shards)).mapToLong(store::hash))
                .toArray();
    }

    SegmentedGroups groups() {
        return groups;
    }

    long lateRows() {
        return rows.lateRows();
    }
}
