package io.millrace.state;

import io.millrace.columnar.ColumnBatch;

/**
 * A piece of the change (or of the whole) of one state table: what operators hand to the checkpoint and get back from
 * it, in the same order.
 *
 * @param operator id of the operator: its path in the plan, stable over restarts
 * @param table name of the table within the operator
 * @param kind what happens with the rows
 * @param segment which segment of the table (a pane or window for window state), 0 where there is one only
 * @param rows UPSERT: key columns, then value columns; DELETE: key columns; DROP: null
 */
public record StateChunk(String operator, String table, Kind kind, long segment, ColumnBatch rows) {

    /** What a chunk does to its table. */
    public enum Kind {
        UPSERT,
        DELETE,
        /** The whole segment is gone. */
        DROP
    }
}
