package io.millrace.sql.plan;

import io.millrace.config.Spelling;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.sql.parse.Positions;
import java.util.Collection;
import org.apache.calcite.sql.SqlNode;

/** The planner's refusals: one method for each thing that can be wrong with a query. */
final class PlanErrors {
    private PlanErrors() {}

    static MillraceException at(SqlNode place, ErrorCode code, String message) {
        return new MillraceException(code, message, place == null ? null : Positions.of(place), null);
    }

    static MillraceException unsupported(SqlNode place, String message) {
        return at(place, ErrorCode.UNSUPPORTED, message);
    }

    static MillraceException invalid(String message) {
        return new MillraceException(ErrorCode.INVALID_QUERY, message);
    }

    static MillraceException unknownColumn(String column, Collection<String> known, SqlNode place) {
        return at(
                place,
                ErrorCode.UNKNOWN_COLUMN,
                "there is no column \"" + column + "\"" + Spelling.hint(column, known) + "; columns: "
                        + String.join(", ", known));
    }

    static MillraceException notTime(String window, String column, String type, SqlNode place) {
        return at(
                place,
                ErrorCode.TYPE_MISMATCH,
                window + " needs a TIMESTAMP or TIMESTAMP_LTZ column, but \"" + column + "\" is " + type
                        + "; name an event time column or cast to TIMESTAMP in a view");
    }

    static MillraceException windowSyntax(String window, SqlNode place) {
        return at(place, ErrorCode.INVALID_QUERY, windowUsage(window));
    }

    static String windowUsage(String window) {
        return window + " as a table is written " + windowSignature(window)
                + "; sizes are intervals such as INTERVAL '10' SECOND";
    }

    static String groupWindowUsage(String window) {
        String arguments = switch (window) {
            case "HOP" -> "slide, size [, offset] [, time_zone]";
            case "CUMULATE" -> "step, size [, offset] [, time_zone]";
            case "SESSION" -> "gap";
            default -> "size [, offset] [, time_zone]";
        };
        return window + " in GROUP BY is written " + window + "(time_column, " + arguments
                + "), with a TIMESTAMP and intervals such as INTERVAL '10' SECOND";
    }

    static String windowSignature(String window) {
        return switch (window) {
            case "TUMBLE" -> "TABLE(TUMBLE(TABLE t, DESCRIPTOR(time_column), size [, offset] [, time_zone]))";
            case "HOP" -> "TABLE(HOP(TABLE t, DESCRIPTOR(time_column), slide, size [, offset] [, time_zone]))";
            case "CUMULATE" -> "TABLE(CUMULATE(TABLE t, DESCRIPTOR(time_column), step, size [, offset] [, time_zone]))";
            case "SESSION" -> "TABLE(SESSION(TABLE t [PARTITION BY key, ...], DESCRIPTOR(time_column), gap))";
            case WindowTableFunction.DEDUPLICATE ->
                "TABLE(DEDUPLICATE(TABLE t [PARTITION BY key, ...], DESCRIPTOR(time_column), within))";
            default -> "TABLE(" + window + "(TABLE t, DESCRIPTOR(time_column), ...))";
        };
    }

    static MillraceException internal(String message) {
        return new MillraceException(ErrorCode.INTERNAL, message);
    }
}
