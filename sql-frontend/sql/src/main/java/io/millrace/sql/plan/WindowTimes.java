package io.millrace.sql.plan;

import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/** The event time of the results of windows, for queries that are not SQL text. */
public final class WindowTimes {
    private WindowTimes() {}

    /** A microsecond before a window's end, known to the planner as the event time of the window's row. */
    public static SqlNode timeOfEnd(SqlNode end) {
        return OwnFunctions.ROWTIME.createCall(SqlParserPos.ZERO, end);
    }
}
