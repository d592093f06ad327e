package io.millrace.state;

import io.millrace.columnar.Column;
import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.LongColumn;

/**
 * Result rows over sessions: columns with the keys, then start, end and time of the session, then what more there is.
 *
 * @param keys {@code keys[i]} is the slot of row i's key in {@link Sessions#keys}
 * @param starts start of row i's session
 */
public record SessionRows(Column[] columns, int[] keys, long[] starts, int count) {

    /** Puts start, end and time of sessions into three columns from {@code at} on. */
    static void putBounds(Column[] columns, int at, long[] starts, long[] ends) {
        int count = starts.length;
        long[] times = new long[count];
        for (int i = 0; i < count; i++) {
            times[i] = ends[i] - 1;
        }
        columns[at] = new LongColumn(starts, null, count);
        columns[at + 1] = new LongColumn(ends, null, count);
        columns[at + 2] = new LongColumn(times, null, count);
    }

    /** The rows of a chunk whose key, its first columns, a shard owns. */
    static ColumnBatch own(ColumnBatch rows, int keyCount, int shard, int shards) {
        if (shards == 1) {
            return rows;
        }
        Column[] keys = new Column[keyCount];
        for (int i = 0; i < keyCount; i++) {
            keys[i] = rows.column(i);
        }
        return rows.take(SegmentedGroups.Shards.own(keys, rows.rowCount(), shard, shards));
    }
}
