package io.millrace.state;

import io.millrace.aggregate.AggregateCall;
import io.millrace.columnar.Column;
import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.Field;
import io.millrace.columnar.LongColumn;
import io.millrace.columnar.Schema;
import io.millrace.columnar.Selection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Sessions and their running aggregates, over rows that are never taken back. A session has one group, however many rows
 * it has; when sessions join, so do their groups.
 *
 * <p>In the state a group is known by its key and its <i>origin</i>, the time of the row that opened it: while the
 * session grows its start may fall below that, but its range never leaves it, so no other session of the key has the same.
 * The bounds are a table of their own beside the groups.
 *
 * <p>Threads: one at a time.
 */
public final class SessionGroups implements Sessions {
    private static final String BOUNDS = "bounds";

    private final String operator;
    private final GroupLayout layout;
    private final int keyCount;
    private final int timeColumn;
    private final int gapColumn;
    private final long gapMicros;
    private final int shard;
    private final int shards;
    private final GroupStore store;
    private final GroupIndex keys;
    private final SessionRanges ranges;
    private final SessionLog log = new SessionLog();
    /** Group of each session. */
    private int[] groups = new int[32];
    /** No session ends before this. */
    private long earliestEnd = Long.MAX_VALUE;
    /** Bounds by group, as they come out of the state; null when there are none to take in. */
    private long[][] restored;

    private int[] rowKeys = new int[0];
    private int[] rowSessions = new int[0];
    private List<SessionRows> noted = new ArrayList<>();

    /** @param gapColumn position of each row's gap; -1 where all have {@code gapMicros} */
    public SessionGroups(
            String operator,
            Schema input,
            List<Integer> keyColumns,
            int timeColumn,
            int gapColumn,
            long gapMicros,
            List<AggregateCall> calls,
            int shard,
            int shards) {
        this.operator = operator;
        this.keyCount = keyColumns.size();
        this.timeColumn = timeColumn;
        this.gapColumn = gapColumn;
        this.gapMicros = gapMicros;
        this.shard = shard;
        this.shards = shards;
        List<Integer> groupKeys = new ArrayList<>(keyColumns);
        groupKeys.add(timeColumn);
        this.layout = new GroupLayout(input, groupKeys, List.copyOf(calls), false);
        this.store = new GroupStore(layout);
        this.keys = GroupIndex.of(keyColumns.stream().map(input::type).toList());
        this.ranges = new SessionRanges(log);
    }

    // ---- adding

    /** What happens to sessions while a batch is taken in. */
    private final class SessionLog implements SessionRanges.Events {
        private final IntList opened = new IntList();
        private final IntList openedBy = new IntList();
        private final IntList joined = new IntList();
        private final IntList touched = new IntList();
        private final LongList touchedBounds = new LongList();

        @Override
        public void opened(int id, int row) {
            if (id >= groups.length) {
                groups = Arrays.copyOf(groups, Math.max(id + 1, groups.length + (groups.length >> 1)));
            }
            groups[id] = SessionRanges.NONE;
            opened.add(id);
            openedBy.add(row);
            earliestEnd = Math.min(earliestEnd, ranges.end(id));
        }

        @Override
        public void touched(int id) {
            touched.add(id);
            touchedBounds.add(ranges.start(id));
            touchedBounds.add(ranges.end(id));
        }

        @Override
        public void joined(int from, int into) {
            joined.add(from);
        }

        void clear() {
            opened.clear();
            openedBy.clear();
            joined.clear();
            touched.clear();
            touchedBounds.clear();
        }
    }

    @Override
    public void add(ColumnBatch batch, Selection rows, boolean noteOld) {
        takeIn();
        int count = rows.count();
        if (rowKeys.length < count) {
            rowKeys = new int[count];
            rowSessions = new int[count];
        }
        assignKeys(batch, rows);
        log.clear();
        long[] gaps = gapColumn < 0 ? null : batch.longs(gapColumn).values();
        ranges.assign(rowKeys, rows, batch.longs(timeColumn).values(), gaps, gapMicros, rowSessions);
        if (noteOld && log.touched.size() > 0) {
            noted.add(oldRows());
        }
        joinGroups();
        openGroups(batch);
        int[] rowGroups = rowSessions;
        for (int i = 0; i < count; i++) {
            rowGroups[i] = groups[ranges.root(rowSessions[i])];
        }
        store.add(batch, rows, rowGroups);
        ranges.releaseJoined();
    }

    private void assignKeys(ColumnBatch batch, Selection rows) {
        Column[] columns = new Column[keyCount];
        for (int i = 0; i < keyCount; i++) {
            columns[i] = batch.column(layout.keyColumns().get(i));
        }
        if (keyCount == 0) {
            keys.assign(columns, Selection.all(1), new int[1]);
            Arrays.fill(rowKeys, 0, rows.count(), 0);
        } else {
            keys.assign(columns, rows, rowKeys);
        }
        ranges.reserveKeys(keys.slotLimit());
    }

    /** What the sessions that change now gave before. */
    private SessionRows oldRows() {
        int count = log.touched.size();
        int[] ids = log.touched.toArray();
        int[] keySlots = new int[count];
        long[] starts = new long[count];
        long[] ends = new long[count];
        for (int i = 0; i < count; i++) {
            keySlots[i] = ranges.key(ids[i]);
            starts[i] = log.touchedBounds.at(2 * i);
            ends[i] = log.touchedBounds.at(2 * i + 1);
        }
        return rows(groupsOf(ids), keySlots, starts, ends);
    }

    private int[] groupsOf(int[] ids) {
        int[] found = new int[ids.length];
        for (int i = 0; i < ids.length; i++) {
            found[i] = groups[ids[i]];
        }
        return found;
    }

    /** Sessions that joined bring their groups along. */
    private void joinGroups() {
        int count = 0;
        int[] from = new int[log.joined.size()];
        int[] to = new int[from.length];
        for (int i = 0; i < from.length; i++) {
            int id = log.joined.at(i);
            int root = ranges.root(id);
            if (groups[id] == SessionRanges.NONE) {
                continue;
            }
            if (groups[root] == SessionRanges.NONE) {
                groups[root] = groups[id];
                store.touch(groups[root]);
            } else {
                from[count] = groups[id];
                to[count++] = groups[root];
            }
        }
        if (count > 0) {
            store.join(Arrays.copyOf(from, count), Arrays.copyOf(to, count));
        }
    }

    private void openGroups(ColumnBatch batch) {
        int[] ids = new int[log.opened.size()];
        int[] rows = new int[ids.length];
        int count = 0;
        for (int i = 0; i < ids.length; i++) {
            int root = ranges.root(log.opened.at(i));
            if (groups[root] == SessionRanges.NONE) {
                groups[root] = count; // till the group is there: one row for each
                ids[count] = root;
                rows[count++] = log.openedBy.at(i);
            }
        }
        if (count > 0) {
            int[] opened = new int[count];
            store.assign(batch, new Selection(rows, count), opened);
            for (int i = 0; i < count; i++) {
                groups[ids[i]] = opened[i];
            }
        }
    }

    // ---- results

    /** Rows of sessions: their keys and bounds, then the results of the calls. */
    private SessionRows rows(int[] slots, int[] keySlots, long[] starts, long[] ends) {
        int count = slots.length;
        Column[] results = store.results(slots, count);
        Column[] columns = new Column[results.length + 2];
        System.arraycopy(results, 0, columns, 0, keyCount);
        SessionRows.putBounds(columns, keyCount, starts, ends);
        System.arraycopy(results, keyCount + 1, columns, keyCount + 3, results.length - keyCount - 1);
        return new SessionRows(columns, keySlots, starts, count);
    }

    private SessionRows rowsOf(int[] ids) {
        int count = ids.length;
        int[] keySlots = new int[count];
        long[] starts = new long[count];
        long[] ends = new long[count];
        for (int i = 0; i < count; i++) {
            keySlots[i] = ranges.key(ids[i]);
            starts[i] = ranges.start(ids[i]);
            ends[i] = ranges.end(ids[i]);
        }
        return rows(groupsOf(ids), keySlots, starts, ends);
    }

    @Override
    public List<SessionRows> takeOld() {
        List<SessionRows> taken = noted;
        noted = new ArrayList<>();
        return taken;
    }

    @Override
    public SessionRows changed() {
        return rowsOf(ranges.touched());
    }

    @Override
    public SessionRows closed(long watermark) {
        return rowsOf(endingBefore(watermark));
    }

    @Override
    public void drop(long watermark) {
        int[] ids = endingBefore(watermark);
        store.removeAll(groupsOf(ids));
        for (int id : ids) {
            int key = ranges.key(id);
            if (ranges.remove(id) && keyCount > 0) {
                keys.remove(key);
            }
        }
        earliestEnd = Long.MAX_VALUE;
        for (int id = 0; id < ranges.idLimit(); id++) {
            if (ranges.isThere(id)) {
                earliestEnd = Math.min(earliestEnd, ranges.end(id));
            }
        }
    }

    private int[] endingBefore(long watermark) {
        takeIn();
        IntList found = new IntList();
        if (earliestEnd < watermark) {
            for (int id = 0; id < ranges.idLimit(); id++) {
                if (ranges.isThere(id) && ranges.end(id) < watermark) {
                    found.add(id);
                }
            }
        }
        return found.toArray();
    }

    @Override
    public long earliestEnd() {
        takeIn();
        return earliestEnd;
    }

    @Override
    public GroupIndex keys() {
        return keys;
    }

    // ---- state

    @Override
    public void changes(Consumer<StateChunk> out) {
        takeIn();
        store.changes(operator, 0, out);
        bounds(ranges.touched(), out);
        ranges.forgetTouched();
    }

    @Override
    public void snapshot(Consumer<StateChunk> out) {
        takeIn();
        store.snapshot(operator, 0, out);
        IntList all = new IntList();
        for (int id = 0; id < ranges.idLimit(); id++) {
            if (ranges.isThere(id)) {
                all.add(id);
            }
        }
        bounds(all.toArray(), out);
    }

    private void bounds(int[] ids, Consumer<StateChunk> out) {
        if (ids.length == 0) {
            return;
        }
        Column[] columns = Arrays.copyOf(store.index().keys(groupsOf(ids), ids.length), keyCount + 3);
        long[] starts = new long[ids.length];
        long[] ends = new long[ids.length];
        for (int i = 0; i < ids.length; i++) {
            starts[i] = ranges.start(ids[i]);
            ends[i] = ranges.end(ids[i]);
        }
        columns[keyCount + 1] = new LongColumn(starts, null, ids.length);
        columns[keyCount + 2] = new LongColumn(ends, null, ids.length);
        List<Field> fields = new ArrayList<>(layout.keySchema().fields());
        fields.add(Field.of("start", layout.input().type(timeColumn)));
        fields.add(Field.of("end", layout.input().type(timeColumn)));
        ColumnBatch rows = ColumnBatch.of(new Schema(fields), ids.length, columns);
        out.accept(new StateChunk(operator, BOUNDS, StateChunk.Kind.UPSERT, 0, rows));
    }

    @Override
    public void restore(StateChunk chunk) {
        ColumnBatch own = SessionRows.own(chunk.rows(), keyCount, shard, shards);
        if (own.rowCount() == 0) {
            return;
        }
        if (restored == null) {
            restored = new long[2][32];
        }
        if (!chunk.table().equals(BOUNDS)) {
            store.restore(new StateChunk(operator, chunk.table(), chunk.kind(), 0, own));
            return;
        }
        int count = own.rowCount();
        Column[] groupKeys = new Column[keyCount + 1];
        Arrays.setAll(groupKeys, own::column);
        int[] slots = new int[count];
        store.index().find(groupKeys, Selection.all(count), slots);
        for (int i = 0; i < count; i++) {
            if (slots[i] >= restored[0].length) {
                int capacity = Math.max(slots[i] + 1, 2 * restored[0].length);
                restored[0] = Arrays.copyOf(restored[0], capacity);
                restored[1] = Arrays.copyOf(restored[1], capacity);
            }
            restored[0][slots[i]] = own.longs(keyCount + 1).values()[i];
            restored[1][slots[i]] = own.longs(keyCount + 2).values()[i];
        }
    }

    /** Makes sessions of what {@link #restore} has brought. */
    private void takeIn() {
        if (restored == null) {
            return;
        }
        long[][] bounds = restored;
        restored = null;
        int[] slots = store.index().liveSlots();
        int[] keySlots = new int[slots.length];
        Column[] columns = Arrays.copyOf(store.index().keys(slots, slots.length), keyCount);
        keys.assign(columns, Selection.all(slots.length), keySlots);
        ranges.reserveKeys(keys.slotLimit());
        for (int i = 0; i < slots.length; i++) {
            int id = ranges.restore(keySlots[i], bounds[0][slots[i]], bounds[1][slots[i]]);
            if (id >= groups.length) {
                groups = Arrays.copyOf(groups, Math.max(id + 1, 2 * groups.length));
            }
            groups[id] = slots[i];
            earliestEnd = Math.min(earliestEnd, ranges.end(id));
        }
    }

    @Override
    public long rows() {
        return restored == null ? ranges.size() : store.size();
    }

    @Override
    public long bytes() {
        return store.heapBytes() + keys.heapBytes() + ranges.heapBytes() + 4L * groups.length;
    }
}
