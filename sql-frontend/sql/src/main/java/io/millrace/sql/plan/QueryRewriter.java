package io.millrace.sql.plan;

import io.millrace.error.ErrorCode;
import io.millrace.sql.expr.ProgramOperator;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlUtil;
import org.apache.calcite.sql.SqlWindow;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlShuttle;
import org.apache.calcite.util.NlsString;

/**
 * Prepares a syntax tree for validation: string literals become VARCHAR, those on lines of their own one, windows in GROUP BY their two bounds ({@link
 * GroupWindows}), an ORDER BY inside a call WITHIN GROUP, functions of other dialects expressions of this one ({@link
 * DialectFunctions}), and OVER what {@link OverSyntax} makes of it.
 */
final class QueryRewriter extends SqlShuttle {
    private final Operators operators;

    private QueryRewriter(Operators operators) {
        this.operators = operators;
    }

    static SqlNode rewrite(SqlNode query, Operators operators) {
        return query.accept(new QueryRewriter(operators));
    }

    @Override
    public SqlNode visit(SqlLiteral literal) {
        if (literal instanceof SqlCharStringLiteral && !(literal instanceof VarcharLiteral)) {
            NlsString text = literal.getValueAs(NlsString.class);
            if (text.getCharset() == null) {
                return new VarcharLiteral(text, literal.getParserPosition());
            }
        }
        return literal;
    }

    @Override
    public SqlNode visit(SqlCall call) {
        if (call instanceof SqlWindow window) {
            return OverSyntax.rewrite(window, this);
        }
        if (call.getKind() == SqlKind.OVER) {
            return super.visit(OverSyntax.rewriteFilter(call));
        }
        SqlCall visited = (SqlCall) super.visit(call);
        if (visited.getOperator() instanceof ProgramOperator) {
            return visited;
        }
        SqlNode expanded = DialectFunctions.expanded(visited, operators);
        return expanded == visited ? rewritten(visited) : expanded.accept(this);
    }

    /** A call whose operands are as they shall be. */
    private SqlNode rewritten(SqlCall rewritten) {
        SqlOperator operator = rewritten.getOperator();
        SqlParserPos pos = rewritten.getParserPosition();
        if (rewritten instanceof SqlSelect select && select.getGroup() != null) {
            return withBounds(select);
        }
        if (operator == SqlStdOperatorTable.LITERAL_CHAIN && rewritten.operand(0) instanceof VarcharLiteral) {
            return chained(rewritten);
        }
        if (operator.getKind() == SqlKind.COLLECTION_TABLE
                && rewritten.operand(0) instanceof SqlCall window
                && isWindow(window.getOperator())) {
            nameTableAndTime(window);
            return rewritten;
        }
        if (GroupWindows.windowOfBound(operator).isPresent()) {
            return GroupWindows.bound(rewritten);
        }
        if (isWindow(operator)) {
            SqlCall parted = SessionPartition.asArgument(rewritten);
            wrapQueries(parted);
            return parted;
        }
        SqlOperator own = AggregateOperators.inPlaceOf(operator);
        SqlCall aggregate = own == null
                ? rewritten
                : (SqlCall) own.createCall(rewritten.getFunctionQuantifier(), pos, rewritten.getOperandList());
        if (aggregate.getKind() == SqlKind.WITHIN_GROUP) {
            placeNulls(aggregate.operand(1));
        }
        return AggregateNames.isAggregate(aggregate) ? withinGroup(aggregate) : aggregate;
    }

    /** Strings on lines of their own are one string; the validator would add up lengths that these types do not have. */
    private static SqlNode chained(SqlCall chain) {
        List<SqlLiteral> parts = new ArrayList<>();
        for (SqlNode part : chain.getOperandList()) {
            if (!parts.isEmpty() && part.getParserPosition().getLineNum() == chainEnd(parts)) {
                throw PlanErrors.at(
                        part,
                        ErrorCode.SYNTAX,
                        "two strings stand side by side; write || between them, or the second on a line of its own");
            }
            parts.add((SqlLiteral) part);
        }
        return SqlUtil.concatenateLiterals(parts);
    }

    private static int chainEnd(List<SqlLiteral> parts) {
        return parts.get(parts.size() - 1).getParserPosition().getEndLineNum();
    }

    private static SqlNode withBounds(SqlSelect select) {
        SqlNodeList expanded = GroupWindows.expanded(select.getGroup());
        if (expanded == select.getGroup()) {
            return select;
        }
        SqlSelect copy = (SqlSelect) select.clone(select.getParserPosition());
        copy.setGroupBy(expanded);
        return copy;
    }

    /** {@code f(x ORDER BY y)} becomes {@code f(x) WITHIN GROUP (ORDER BY y)}. */
    private static SqlNode withinGroup(SqlCall call) {
        int last = call.operandCount() - 1;
        if (!(call.getOperator() instanceof SqlFunction)
                || last < 1
                || !(call.operand(last) instanceof SqlNodeList order)) {
            return call;
        }
        SqlParserPos pos = call.getParserPosition();
        SqlNode plain = call.getOperator()
                .createCall(
                        call.getFunctionQuantifier(), pos, call.getOperandList().subList(0, last));
        placeNulls(order);
        return SqlStdOperatorTable.WITHIN_GROUP.createCall(pos, plain, order);
    }

    /** Says of every key where its NULLs stand: first when it ascends, as in ORDER BY of a query. */
    private static void placeNulls(SqlNodeList order) {
        for (int i = 0; i < order.size(); i++) {
            SqlNode key = order.get(i);
            boolean descends = key.getKind() == SqlKind.DESCENDING;
            if (key.getKind() != SqlKind.NULLS_FIRST && key.getKind() != SqlKind.NULLS_LAST) {
                SqlOperator place = descends ? SqlStdOperatorTable.NULLS_LAST : SqlStdOperatorTable.NULLS_FIRST;
                order.set(i, place.createCall(key.getParserPosition(), key));
            }
        }
    }

    /**
     * Makes {@code q UNION ALL r} within a window {@code SELECT * FROM (q UNION ALL r)}: Calcite takes every SELECT that it
     * finds in the arguments for an input of its own, and the window would be over the first of them.
     */
    private static void wrapQueries(SqlCall call) {
        for (int i = 0; i < call.operandCount(); i++) {
            SqlNode operand = call.operand(i);
            if (operand.getKind() == SqlKind.ARGUMENT_ASSIGNMENT) {
                wrapQueries((SqlCall) operand);
            } else if (operand.isA(SqlKind.QUERY)
                    && operand.getKind() != SqlKind.SELECT
                    && operand.getKind() != SqlKind.EXPLICIT_TABLE) {
                call.setOperand(i, selectAll(operand));
            }
        }
    }

    private static SqlSelect selectAll(SqlNode query) {
        SqlParserPos pos = query.getParserPosition();
        SqlNodeList star = SqlNodeList.of(SqlIdentifier.star(pos));
        return new SqlSelect(pos, null, star, query, null, null, null, null, null, null, null, null, null);
    }

    /** Makes {@code TUMBLE(bid, ts, ...)} in FROM, where nothing else can be meant, {@code TUMBLE(TABLE bid, DESCRIPTOR(ts), ...)}. */
    private static void nameTableAndTime(SqlCall window) {
        if (window.operandCount() > 1 && window.operand(0) instanceof SqlIdentifier table) {
            window.setOperand(0, SqlStdOperatorTable.EXPLICIT_TABLE.createCall(table.getParserPosition(), table));
        }
        if (window.operandCount() > 1 && window.operand(1) instanceof SqlIdentifier time) {
            window.setOperand(1, SqlStdOperatorTable.DESCRIPTOR.createCall(time.getParserPosition(), time));
        }
    }

    private static boolean isWindow(SqlOperator operator) {
        return WindowTableFunction.NAMES.stream().anyMatch(name -> isNamed(operator, name));
    }

    private static boolean isNamed(SqlOperator operator, String name) {
        return operator instanceof SqlFunction
                && operator.getKind() != SqlKind.DESCRIPTOR
                && operator.getName().equalsIgnoreCase(name);
    }
}
