package io.millrace.runtime;

import io.millrace.columnar.Column;
import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.Selection;
import io.millrace.operator.Operator;
import io.millrace.operator.PartialGroups;
import io.millrace.operator.PreAggregation;
import io.millrace.state.KeyHash;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * Makes ready what one task hands to the shards of the next step: the groups of its rows, or where keys hardly repeat the
 * rows themselves, parted by the hash of their key. Which it is depends on the rows of the task alone, so that it is the
 * same whenever they are read.
 */
final class Collector implements Operator.Output {
    private final Receiver receiver;
    private final boolean copies;
    private final Supplier<PartialGroups> newGroups;
    private final MemoryUse memory;
    private final Parted parted;
    /** The groups that rows go into; null when there are none yet. */
    private PartialGroups groups;

    private boolean groupsRows = true;
    private long rowCount;
    private long bytes;

    /**
     * @param copies whether the arrays of a batch are used again for the next one
     * @param newGroups gives null where the next step takes rows only
     */
    Collector(Receiver receiver, boolean copies, Supplier<PartialGroups> newGroups, MemoryUse memory) {
        this.receiver = receiver;
        this.copies = copies;
        this.newGroups = newGroups;
        this.memory = memory;
        this.parted = Parted.empty(receiver.shards());
    }

    @Override
    public void emit(long order, ColumnBatch rows) {
        if (rows.rowCount() == 0) {
            return;
        }
        rowCount += rows.rowCount();
        if (groupsRows && fold(rows)) {
            return;
        }
        if (receiver.shards() == 1) {
            add(0, copies ? rows.copy() : rows.detach());
            return;
        }
        Selection[] selections = part(rows, receiver.keys(), receiver.shards());
        for (int shard = 0; shard < receiver.shards(); shard++) {
            if (!selections[shard].isEmpty()) {
                add(
                        shard,
                        copies || selections[shard].count() < rows.rowCount()
                                ? rows.take(selections[shard]).detach()
                                : rows.detach());
            }
        }
    }

    /** Adds the rows to the groups. Returns false when the rows have to be handed on themselves. */
    private boolean fold(ColumnBatch rows) {
        if (groups == null) {
            groups = rows.rowCount() < PreAggregation.ROWS_MIN ? null : newGroups.get();
            groupsRows = groups != null;
            if (!groupsRows) {
                return false;
            }
            parted.shards().forEach(shard -> shard.add(new Piece(null, groups)));
        }
        groups.add(rows);
        groupsRows = !groups.isOfNoUse();
        holdGroups();
        return true;
    }

    private void holdGroups() {
        long held = groups.heapBytes();
        if (held > bytes) {
            memory.hold(held - bytes);
            bytes = held;
        }
    }

    private void add(int shard, ColumnBatch rows) {
        parted.shards().get(shard).add(Piece.of(rows));
        long held = rows.heapBytes();
        bytes += held;
        memory.hold(held);
    }

    /** The rows of each shard, by the hash of these columns. */
    static Selection[] part(ColumnBatch rows, List<Integer> keys, int shards) {
        int count = rows.rowCount();
        Column[] columns = new Column[keys.size()];
        Arrays.setAll(columns, i -> rows.column(keys.get(i)));
        long[] hashes = new long[count];
        KeyHash.hash(columns, Selection.all(count), hashes);
        int[] shardOf = new int[count];
        int[] counts = new int[shards];
        for (int row = 0; row < count; row++) {
            shardOf[row] = KeyHash.shard(hashes[row], shards);
            counts[shardOf[row]]++;
        }
        int[][] positions = new int[shards][];
        Arrays.setAll(positions, shard -> new int[counts[shard]]);
        Arrays.fill(counts, 0);
        for (int row = 0; row < count; row++) {
            int shard = shardOf[row];
            positions[shard][counts[shard]++] = row;
        }
        Selection[] selections = new Selection[shards];
        Arrays.setAll(selections, shard -> new Selection(positions[shard], counts[shard]));
        return selections;
    }

    Parted parted() {
        if (groups != null) {
            groups.settle();
            holdGroups();
        }
        return new Parted(parted.shards(), rowCount, bytes);
    }
}
