package io.millrace.sql;

import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.sql.frame.Expression;
import io.millrace.sql.frame.Lengths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Which rows around each row count: those of its partition up to it, as far back as the frame says. Immutable. */
public final class WindowSpec {
    static final WindowSpec EMPTY = new WindowSpec(List.of(), List.of(), "");

    private final List<Expression> partition;
    private final List<Expression> order;
    private final String frame;

    private WindowSpec(List<Expression> partition, List<Expression> order, String frame) {
        this.partition = List.copyOf(partition);
        this.order = List.copyOf(order);
        this.frame = frame;
    }

    public WindowSpec partitionBy(String... columns) {
        return partitionBy(functions.columns(columns));
    }

    public WindowSpec partitionBy(Column... columns) {
        List<Expression> keys = Arrays.stream(columns).map(Column::expression).toList();
        return new WindowSpec(keys, order, frame);
    }

    public WindowSpec orderBy(String... columns) {
        return orderBy(functions.columns(columns));
    }

    public WindowSpec orderBy(Column... columns) {
        List<Expression> keys = new ArrayList<>();
        Arrays.stream(columns).map(Column::sortKey).forEach(keys::add);
        return new WindowSpec(partition, keys, frame);
    }

    /**
     * The last rows: {@code rowsBetween(-99, Window.currentRow)} are 100.
     *
     * @param end {@link Window#currentRow}; rows behind it are not known in a stream
     */
    public WindowSpec rowsBetween(long start, long end) {
        return frame("ROWS", start == Window.unboundedPreceding ? null : -start + "", start, end);
    }

    /** The rows that agree with each in the order, and all before: {@code rangeBetween(unboundedPreceding, currentRow)}. */
    public WindowSpec rangeBetween(long start, long end) {
        if (start != Window.unboundedPreceding && start != Window.currentRow) {
            throw new MillraceException(
                    ErrorCode.UNSUPPORTED,
                    "rangeBetween takes Window.unboundedPreceding or Window.currentRow; for a length of time use"
                            + " rangeBetween(\"5 minutes\", Window.currentRow)");
        }
        return frame("RANGE", start == Window.unboundedPreceding ? null : "0", start, end);
    }

    /** The rows of the last length of time: {@code rangeBetween("5 minutes", Window.currentRow)}. */
    public WindowSpec rangeBetween(String length, long end) {
        return frame("RANGE", Lengths.sql(length), -1, end);
    }

    /** The last rows, but of the last length of time only: whichever are fewer. */
    public WindowSpec rowsWithin(long rows, String length) {
        return frame("ROWS", "(" + (rows - 1) + ", " + Lengths.sql(length) + ")", -1, Window.currentRow);
    }

    private WindowSpec frame(String unit, String preceding, long start, long end) {
        if (end != Window.currentRow || start > 0) {
            throw new MillraceException(
                    ErrorCode.UNSUPPORTED, "a frame ends with the row itself: give Window.currentRow as its end");
        }
        String from = preceding == null
                ? "UNBOUNDED PRECEDING"
                : start == Window.currentRow ? "CURRENT ROW" : preceding + " PRECEDING";
        return new WindowSpec(partition, order, " " + unit + " BETWEEN " + from + " AND CURRENT ROW");
    }

    /** {@code call OVER (...)}. */
    Expression over(Expression call) {
        List<Expression> args = new ArrayList<>(List.of(call));
        args.addAll(partition);
        args.addAll(order);
        String sql = "ARG() OVER (" + list("PARTITION BY ", partition) + list(" ORDER BY ", order) + frame + ")";
        return Expression.template(call.label() + " OVER (...)", sql, args);
    }

    private static String list(String words, List<Expression> keys) {
        return keys.isEmpty() ? "" : words + String.join(", ", Collections.nCopies(keys.size(), "?"));
    }
}
