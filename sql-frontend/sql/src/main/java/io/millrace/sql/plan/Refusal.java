package io.millrace.sql.plan;

import io.millrace.aggregate.AggregateFunction;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.sql.parse.Positions;
import java.io.Serial;
import org.apache.calcite.sql.SqlNode;

/**
 * That a query cannot be planned, found where its text is no longer known; {@link #in} says where in the text it is. With
 * MODE_NOT_SUPPORTED only the output mode is to blame, and the planner may try the next.
 */
final class Refusal extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final Clause clause;
    private final String table;
    private final AggregateFunction function;

    private Refusal(
            ErrorCode code, Clause clause, String table, AggregateFunction function, String message, Throwable cause) {
        super(message, cause, false, false);
        this.code = code;
        this.clause = clause;
        this.table = table;
        this.function = function;
    }

    /** @param clause what of the query is to blame */
    Refusal(ErrorCode code, Clause clause, String message) {
        this(code, clause, null, null, message, null);
    }

    /** @param table the table or view whose name in the query is to blame */
    static Refusal aboutTable(ErrorCode code, String table, String message, Throwable cause) {
        return new Refusal(code, Clause.SELECT, table, null, message, cause);
    }

    /** @param function the aggregate whose call in the query is to blame */
    static Refusal aboutCall(ErrorCode code, AggregateFunction function, String message) {
        return new Refusal(code, Clause.AGGREGATE, null, function, message, null);
    }

    static Refusal ofMode(Clause clause, String message) {
        return new Refusal(ErrorCode.MODE_NOT_SUPPORTED, clause, message);
    }

    static Refusal unsupported(Clause clause, String message) {
        return new Refusal(ErrorCode.UNSUPPORTED, clause, message);
    }

    static Refusal invalid(Clause clause, String message) {
        return new Refusal(ErrorCode.INVALID_QUERY, clause, message);
    }

    boolean isOfMode() {
        return code == ErrorCode.MODE_NOT_SUPPORTED;
    }

    Clause clause() {
        return clause;
    }

    MillraceException in(SqlNode query) {
        SqlNode place = function != null
                ? Clause.call(function, query)
                : table == null ? clause.in(query) : Clause.table(table, query);
        return new MillraceException(code, getMessage(), Positions.of(place), getCause());
    }
}
