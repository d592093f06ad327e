package io.millrace.state;

import io.millrace.aggregate.AggregateCall;
import io.millrace.columnar.Column;
import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.Schema;
import io.millrace.columnar.Selection;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The groups of one aggregating operator, in segments: one for each open pane or window, dropped whole when it closes.
 * Where time plays no part there is one segment, 0.
 *
 * <p>Of a sharded operator every shard has its own; {@link #restore} passes over the keys of the other shards.
 */
public final class SegmentedGroups {
    /** So many stores are kept for later whatever their size, */
    private static final int POOLED_MIN = 8;
    /** and more as long as all of them take no more than this. */
    private static final long POOLED_BYTES_MAX = 8 << 20;

    private final String operator;
    private final GroupLayout layout;
    private final int shard;
    private final int shards;
    private final NavigableMap<Long, GroupStore> segments = new TreeMap<>();
    private final List<Long> dropped = new ArrayList<>();
    private final Deque<GroupStore> pool = new ArrayDeque<>();
    private long pooledBytes;
    /** The segment opened last, after which the next one is likely to take. */
    private GroupStore latest;

    public SegmentedGroups(
            String operator,
            Schema input,
            List<Integer> keyColumns,
            List<AggregateCall> calls,
            boolean weighted,
            int shard,
            int shards) {
        this.operator = operator;
        this.layout = new GroupLayout(input, List.copyOf(keyColumns), List.copyOf(calls), weighted);
        this.shard = shard;
        this.shards = shards;
    }

    /** Open segments by their number, ascending; a view. */
    public NavigableMap<Long, GroupStore> segments() {
        return segments;
    }

    /** The segment, opened if need be. */
    public GroupStore open(long segment) {
        GroupStore store = segments.get(segment);
        if (store == null) {
            store = newStore();
            segments.put(segment, store);
            latest = store;
        }
        return store;
    }

    /** An empty store outside the state, for merging; {@link #recycle} it. */
    public GroupStore newStore() {
        GroupStore pooled = pool.poll();
        if (pooled != null) {
            pooledBytes -= pooled.heapBytes();
            return pooled;
        }
        GroupStore store = new GroupStore(layout);
        if (latest != null) {
            store.expect(latest);
        }
        return store;
    }

    /** An empty store outside the state that will hold a small part of the keys; not to be recycled. */
    public GroupStore newSlice() {
        return new GroupStore(layout);
    }

    public void recycle(GroupStore store) {
        long bytes = store.heapBytes();
        if (pool.size() < POOLED_MIN || pooledBytes + bytes <= POOLED_BYTES_MAX) {
            store.clear();
            pool.push(store);
            pooledBytes += bytes;
        }
    }

    /** Whether groups of these calls, but no values, make up the state, and no order of rows plays a part. */
    public static boolean isMergeable(Schema input, List<AggregateCall> calls) {
        return calls.stream().allMatch(call -> new CallLayout(call, input, false).isMergeable());
    }

    /** Forgets all groups, as if none had ever been there. */
    public void reset() {
        segments.values().forEach(this::recycle);
        segments.clear();
        dropped.clear();
    }

    /** Closes a segment for good. */
    public void drop(long segment) {
        GroupStore store = segments.remove(segment);
        if (store != null) {
            dropped.add(segment);
            recycle(store);
        }
    }

    public void changes(Consumer<StateChunk> out) {
        for (long segment : dropped) {
            out.accept(new StateChunk(operator, "groups", StateChunk.Kind.DROP, segment, null));
        }
        dropped.clear();
        segments.forEach((segment, store) -> store.changes(operator, segment, out));
    }

    public void snapshot(Consumer<StateChunk> out) {
        segments.forEach((segment, store) -> store.snapshot(operator, segment, out));
    }

    public void restore(StateChunk chunk) {
        if (chunk.kind() == StateChunk.Kind.DROP) {
            GroupStore store = segments.remove(chunk.segment());
            if (store != null) {
                recycle(store);
            }
            return;
        }
        ColumnBatch own = ownRows(chunk.rows());
        if (own.rowCount() > 0) {
            open(chunk.segment()).restore(new StateChunk(operator, chunk.table(), chunk.kind(), chunk.segment(), own));
        }
    }

    private ColumnBatch ownRows(ColumnBatch rows) {
        if (shards == 1) {
            return rows;
        }
        Column[] keys = new Column[layout.keyColumns().size()];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = rows.column(i);
        }
        return rows.take(Shards.own(keys, rows.rowCount(), shard, shards));
    }

    public long rows() {
        long rows = 0;
        for (GroupStore store : segments.values()) {
            rows += store.size();
        }
        return rows;
    }

    public long bytes() {
        long bytes = 0;
        for (GroupStore store : segments.values()) {
            bytes += store.heapBytes();
        }
        return bytes;
    }

    /** Rows of a shard among rows of all. */
    static final class Shards {
        private Shards() {}

        static Selection own(Column[] keys, int rowCount, int shard, int shards) {
            long[] hashes = new long[rowCount];
            KeyHash.hash(keys, Selection.all(rowCount), hashes);
            int[] own = new int[rowCount];
            int count = 0;
            for (int row = 0; row < rowCount; row++) {
                if (KeyHash.shard(hashes[row], shards) == shard) {
                    own[count++] = row;
                }
            }
            return new Selection(own, count);
        }
    }
}
