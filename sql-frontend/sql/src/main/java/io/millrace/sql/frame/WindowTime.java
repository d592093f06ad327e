package io.millrace.sql.frame;

import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.sql.plan.WindowTimes;
import org.apache.calcite.sql.SqlNode;

/** The event time of the result of a window, of which its end is a column: see {@link Steps#select}. */
public record WindowTime(Expression window) implements Expression {
    @Override
    public SqlNode toSql(Scope scope) {
        FrameColumn end = window instanceof ColumnName name
                ? scope.window(name).map(bounds -> bounds.get(1)).orElse(null)
                : null;
        if (end == null) {
            throw new MillraceException(
                    ErrorCode.INVALID_QUERY,
                    "window_time is of the window that an aggregation was grouped by; \"" + window.label()
                            + "\" is none");
        }
        return WindowTimes.timeOfEnd(Selects.column(Step.INPUT, end));
    }

    @Override
    public String label() {
        return "window_time(" + window.label() + ")";
    }
}
