package io.millrace.sql.frame;

import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.calcite.sql.SqlNode;

/**
 * A window to group by.
 *
 * @param function of SQL: TUMBLE, HOP, CUMULATE, SESSION
 * @param args its time, then its lengths
 * @param label what Spark calls it
 */
public record GroupWindow(String function, List<Expression> args, String label) implements Expression {
    public GroupWindow {
        args = List.copyOf(args);
    }

    /** As it stands in GROUP BY. */
    Expression group() {
        return call("");
    }

    Expression start() {
        return call("_START");
    }

    Expression end() {
        return call("_END");
    }

    private Expression call(String suffix) {
        String marks = args.stream().map(arg -> "?").collect(Collectors.joining(", "));
        return new Template(function + suffix + "(" + marks + ")", args, label);
    }

    @Override
    public SqlNode toSql(Scope scope) {
        throw new MillraceException(
                ErrorCode.INVALID_QUERY,
                "\"" + label + "\" is a window to group by; it goes into groupBy, and its bounds are \"" + label
                        + ".start\" and \"" + label + ".end\" of what agg gives");
    }
}
