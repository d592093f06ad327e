package io.millrace.sql.plan;

import io.millrace.error.ErrorCode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlIntervalLiteral;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlWindow;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlShuttle;

/**
 * OVER as it is written: refuses, with their place, the frames that there are not, and makes of the others what the validator
 * takes. {@code ORDER BY ts} has NULLs last unless it says otherwise, since a row without a time would else come before
 * rows that were final; {@code f(x) FILTER (WHERE p)} becomes {@code f(CASE WHEN p THEN x END)}; and the two bounds of
 * {@code ROWS BETWEEN (99, INTERVAL '5' MINUTE) PRECEDING} become one number, since the validator wants a number there.
 */
final class OverSyntax {
    private static final int ROW_BITS = 32;
    private static final BigInteger ROWS = BigInteger.ONE.shiftLeft(ROW_BITS);
    private static final long ROWS_MAX = Integer.MAX_VALUE - 1;

    private static final String PAIR = "ROWS BETWEEN (99, INTERVAL '5' MINUTE) PRECEDING AND CURRENT ROW";

    private OverSyntax() {}

    /** How far back a frame of ROWS goes; -1 for no limit of time. */
    record RowsBound(long rows, long rangeMicros) {
        static RowsBound decode(BigDecimal number) {
            BigInteger[] parts = number.toBigInteger().divideAndRemainder(ROWS);
            return new RowsBound(parts[1].longValue(), parts[0].longValue() - 1);
        }

        private SqlLiteral encode(SqlParserPos pos) {
            BigInteger number =
                    BigInteger.valueOf(rangeMicros + 1).shiftLeft(ROW_BITS).add(BigInteger.valueOf(rows));
            return SqlLiteral.createExactNumeric(number.toString(), pos);
        }
    }

    // ---- refusing

    static void check(SqlWindow window) {
        if (window.getExclude() != null && !SqlWindow.isExcludeNoOthers(window.getExclude())) {
            throw PlanErrors.unsupported(
                    window.getExclude(),
                    "EXCLUDE is not there yet; a frame holds all rows from its start to the current row");
        }
        SqlNode upper = window.getUpperBound();
        if (upper != null && !SqlWindow.isCurrentRow(upper)) {
            throw PlanErrors.unsupported(
                    upper,
                    "frames that end elsewhere than at the current row are not there yet; write ROWS (or RANGE) BETWEEN ..."
                            + " PRECEDING AND CURRENT ROW");
        }
        SqlNode lower = window.getLowerBound();
        if (lower != null && (SqlWindow.isUnboundedFollowing(lower) || lower.getKind() == SqlKind.FOLLOWING)) {
            throw PlanErrors.unsupported(
                    lower,
                    "frames that begin behind the current row are not there; write ... PRECEDING AND CURRENT ROW");
        }
        if (lower != null && lower.getKind() == SqlKind.PRECEDING) {
            checkDistance(window, ((SqlCall) lower).operand(0));
        }
    }

    private static void checkDistance(SqlWindow window, SqlNode distance) {
        if (isPair(distance)) {
            if (!window.isRows()) {
                throw PlanErrors.at(distance, ErrorCode.INVALID_QUERY, "two bounds are for a frame of ROWS: " + PAIR);
            }
            pair((SqlCall) distance);
        } else if (window.isRows() && distance instanceof SqlNumericLiteral rows && rowsOf(rows) < 0) {
            throw notRows(distance);
        }
    }

    private static boolean isPair(SqlNode node) {
        return node.getKind() == SqlKind.ROW;
    }

    private static RowsBound pair(SqlCall call) {
        long rows = call.operand(0) instanceof SqlNumericLiteral literal ? rowsOf(literal) : -1;
        long micros = call.operandCount() == 2 && call.operand(1) instanceof SqlIntervalLiteral literal
                ? Intervals.micros(literal).orElse(-1)
                : -1;
        if (rows < 0 || micros < 0) {
            throw PlanErrors.at(
                    call,
                    ErrorCode.INVALID_QUERY,
                    "two bounds are a number of rows and a length of days to seconds: " + PAIR);
        }
        return new RowsBound(rows, micros);
    }

    /** A number of rows; -1 when it is none. */
    private static long rowsOf(SqlNumericLiteral literal) {
        BigDecimal value = literal.getValueAs(BigDecimal.class);
        boolean whole = value.stripTrailingZeros().scale() <= 0;
        return whole && value.signum() >= 0 && value.compareTo(BigDecimal.valueOf(ROWS_MAX)) <= 0
                ? value.longValueExact()
                : -1;
    }

    private static RuntimeException notRows(SqlNode node) {
        return PlanErrors.at(
                node,
                ErrorCode.INVALID_QUERY,
                "ROWS takes a whole number of rows from 0 to " + ROWS_MAX + ", found " + node);
    }

    // ---- rewriting

    static SqlWindow rewrite(SqlWindow window, SqlShuttle children) {
        List<SqlNode> operands = window.getOperandList();
        SqlNodeList order = (SqlNodeList) window.getOrderList().accept(children);
        SqlNodeList ordered = new SqlNodeList(order.getParserPosition());
        order.forEach(key -> ordered.add(nullsLast(key)));
        SqlNode lower = window.getLowerBound();
        if (lower != null && lower.getKind() == SqlKind.PRECEDING) {
            SqlNode distance = ((SqlCall) lower).operand(0);
            if (window.isRows()) {
                RowsBound bound = isPair(distance)
                        ? pair((SqlCall) distance)
                        : distance instanceof SqlNumericLiteral rows ? new RowsBound(rowsOf(rows), -1) : null;
                lower = bound == null
                        ? lower
                        : SqlWindow.createPreceding(
                                bound.encode(distance.getParserPosition()), lower.getParserPosition());
            }
        }
        return new SqlWindow(
                window.getParserPosition(),
                (SqlIdentifier) operands.get(0),
                window.getRefName(),
                (SqlNodeList) window.getPartitionList().accept(children),
                ordered,
                (SqlLiteral) operands.get(4),
                lower,
                window.getUpperBound(),
                (SqlLiteral) operands.get(7),
                window.getExclude());
    }

    private static SqlNode nullsLast(SqlNode key) {
        boolean says = key.getKind() == SqlKind.NULLS_FIRST || key.getKind() == SqlKind.NULLS_LAST;
        boolean descending = key.getKind() == SqlKind.DESCENDING;
        return says || descending ? key : SqlStdOperatorTable.NULLS_LAST.createCall(key.getParserPosition(), key);
    }

    /** {@code f(x) FILTER (WHERE p) OVER w} as {@code f(CASE WHEN p THEN x END) OVER w}. */
    static SqlCall rewriteFilter(SqlCall over) {
        if (!(over.operand(0) instanceof SqlCall filter) || filter.getKind() != SqlKind.FILTER) {
            return over;
        }
        SqlCall function = filter.operand(0);
        SqlParserPos pos = function.getParserPosition();
        if (!AggregateNames.isAggregate(function) || function.operandCount() != 1) {
            throw PlanErrors.at(
                    filter, ErrorCode.INVALID_QUERY, "FILTER with OVER is for aggregates of one argument, or COUNT(*)");
        }
        SqlNode argument = function.operand(0);
        boolean star = argument instanceof SqlIdentifier id && id.isStar();
        SqlNode counted = star ? SqlLiteral.createExactNumeric("1", pos) : argument;
        SqlCase chosen = new SqlCase(
                pos, null, SqlNodeList.of(filter.operand(1)), SqlNodeList.of(counted), SqlLiteral.createNull(pos));
        SqlCall filtered =
                new SqlBasicCall(function.getOperator(), List.of(chosen), pos, function.getFunctionQuantifier());
        return over.getOperator().createCall(over.getParserPosition(), filtered, over.operand(1));
    }
}
