package io.millrace.runtime;

import io.millrace.columnar.Column;
import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.Selection;
import io.millrace.operator.Operator;
import io.millrace.state.KeyHash;
import java.util.Arrays;
import java.util.List;

/** Parts rows by the hash of their key. */
final class Collector implements Operator.Output {
    private final List<Integer> keys;
    private final int shards;
    private final Parted parted;
    private final MemoryUse memory;
    private long rowCount;
    private long bytes;

    Collector(List<Integer> keys, int shards, MemoryUse memory) {
        this.keys = keys;
        this.shards = shards;
        this.memory = memory;
        this.parted = Parted.empty(shards);
    }

    @Override
    public void emit(long order, ColumnBatch rows) {
        if (rows.rowCount() == 0) {
            return;
        }
        rowCount += rows.rowCount();
        if (shards == 1) {
            add(0, rows.detach());
            return;
        }
        Selection[] selections = select(rows);
        for (int shard = 0; shard < shards; shard++) {
            if (!selections[shard].isEmpty()) {
                add(shard, rows.take(selections[shard]).detach());
            }
        }
    }

    private void add(int shard, ColumnBatch rows) {
        parted.shards().get(shard).add(rows);
        long held = rows.heapBytes();
        bytes += held;
        memory.hold(held);
    }

    private Selection[] select(ColumnBatch rows) {
        int count = rows.rowCount();
        Column[] columns = new Column[keys.size()];
        Arrays.setAll(columns, i -> rows.column(keys.get(i)));
        long[] hashes = new long[count];
        KeyHash.hash(columns, Selection.all(count), hashes);
        int[][] positions = new int[shards][count];
        int[] counts = new int[shards];
        for (int row = 0; row < count; row++) {
            int shard = KeyHash.shard(hashes[row], shards);
            positions[shard][counts[shard]++] = row;
        }
        Selection[] selections = new Selection[shards];
        Arrays.setAll(selections, i -> new Selection(positions[i], counts[i]));
        return selections;
    }

    Parted parted() {
        return new Parted(parted.shards(), rowCount, bytes);
    }
}
