package io.millrace.sql.plan;

import io.millrace.error.ErrorCode;
import io.millrace.sql.types.MillraceTypeFactory;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlIntervalLiteral;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWindow;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.util.SqlBasicVisitor;

/** Refuses, with their place, the parts of SQL that the planner does not have. */
final class UnsupportedSyntax extends SqlBasicVisitor<Void> {
    private UnsupportedSyntax() {}

    static void check(SqlNode query) {
        query.accept(new UnsupportedSyntax());
    }

    @Override
    public Void visit(SqlCall call) {
        String what = what(call);
        if (what != null) {
            throw PlanErrors.unsupported(call, what + " not there yet");
        }
        if (call instanceof SqlJoin join) {
            checkJoin(join);
        } else if (call instanceof SqlSelect select) {
            checkSelect(select);
        } else if (call instanceof SqlWindow window) {
            OverSyntax.check(window);
        } else if (call.getKind() == SqlKind.COLLECTION_TABLE && call.operand(0) instanceof SqlCall function) {
            checkTableFunction(function);
        }
        return super.visit(call);
    }

    @Override
    public Void visit(SqlDynamicParam parameter) {
        throw PlanErrors.unsupported(
                parameter,
                "no value is given for this parameter; prepare the statement and give one, or write the value");
    }

    private static String what(SqlCall call) {
        return switch (call.getKind()) {
            case MATCH_RECOGNIZE -> "MATCH_RECOGNIZE is";
            case PIVOT -> "PIVOT is";
            case UNPIVOT -> "UNPIVOT is";
            case SNAPSHOT -> "FOR SYSTEM_TIME AS OF is";
            case TABLESAMPLE -> "TABLESAMPLE is";
            case INTERSECT -> "INTERSECT is";
            case EXCEPT -> "EXCEPT is";
            case WITHIN_DISTINCT -> "WITHIN DISTINCT is";
            case EXISTS -> "EXISTS is";
            case IN, NOT_IN -> isQuery(call.operand(1)) ? "IN with a subquery is" : null;
            case SOME, ALL -> isQuery(call.operand(1)) ? "a comparison with a subquery is" : null;
            case ARRAY_QUERY_CONSTRUCTOR, MAP_QUERY_CONSTRUCTOR, MULTISET_QUERY_CONSTRUCTOR ->
                "a collection made by a subquery is";
            case WITH ->
                ((SqlWith) call).withList.stream().anyMatch(item -> ((SqlWithItem) item).recursive.booleanValue())
                        ? "WITH RECURSIVE is"
                        : null;
            default -> null;
        };
    }

    private static void checkTableFunction(SqlCall call) {
        String name = call.getOperator().getName().toUpperCase(Locale.ROOT);
        boolean state = name.equals(StateTables.NAME);
        boolean known = state || WindowTableFunction.NAMES.contains(name);
        if (call.getOperator() instanceof SqlFunction && !known) {
            throw PlanErrors.at(
                    call,
                    ErrorCode.UNKNOWN_FUNCTION,
                    "there is no table function \"" + name + "\"; there are "
                            + String.join(", ", WindowTableFunction.NAMES) + " and " + StateTables.NAME);
        }
        List<SqlNode> arguments = call.getOperandList();
        boolean someNamed = arguments.stream().anyMatch(argument -> argument.getKind() == SqlKind.ARGUMENT_ASSIGNMENT);
        for (SqlNode argument : arguments) {
            if (someNamed && !state && argument.getKind() != SqlKind.ARGUMENT_ASSIGNMENT) {
                throw PlanErrors.at(
                        argument,
                        ErrorCode.INVALID_QUERY,
                        "of the arguments of " + name + " either all are named (DATA => ...) or none");
            }
        }
    }

    private static void checkJoin(SqlJoin join) {
        JoinType type = join.getJoinType();
        boolean unnestsRight = isUnnest(join.getRight());
        switch (type) {
            case INNER, COMMA, CROSS -> {}
            case LEFT -> {
                if (!unnestsRight) {
                    throw outer(join, "LEFT");
                }
            }
            default -> throw outer(join, type.name().replace('_', ' '));
        }
        if (join.isNatural()) {
            throw PlanErrors.unsupported(join, "NATURAL JOIN is not there; name the columns with ON or USING");
        }
    }

    private static RuntimeException outer(SqlJoin join, String type) {
        return PlanErrors.unsupported(join.getJoinTypeNode(), type + " JOIN is not there yet; INNER JOIN is");
    }

    private static boolean isUnnest(SqlNode node) {
        return switch (node.getKind()) {
            case UNNEST -> true;
            case AS, LATERAL -> isUnnest(((SqlCall) node).operand(0));
            default -> false;
        };
    }

    private static void checkSelect(SqlSelect select) {
        if (select.getGroup() == null) {
            refuseWindowBounds(select.getSelectList());
        }
        refuseTableArguments(select.getSelectList());
        refuseTableArguments(select.getWhere());
        refuseTableArguments(select.getHaving());
        refuseTableArguments(select.getGroup());
        refuseTableArguments(select.getQualify());
        refuseQueries(select.getSelectList());
        refuseQueries(select.getWhere());
        refuseQueries(select.getHaving());
        refuseQueries(select.getGroup());
        refuseQueries(select.getQualify());
    }

    /** {@code TUMBLE_START(...)} where nothing is grouped. */
    private static void refuseWindowBounds(SqlNode node) {
        if (node instanceof SqlNodeList list) {
            list.forEach(UnsupportedSyntax::refuseWindowBounds);
        } else if (node instanceof SqlCall call) {
            String name = call.getOperator().getName().toUpperCase(Locale.ROOT);
            Optional<String> bound = GroupWindows.windowOfBound(call.getOperator());
            if (bound.isPresent()) {
                String window = bound.get();
                throw PlanErrors.at(
                        call,
                        ErrorCode.INVALID_QUERY,
                        name + " stands for the " + window + " in GROUP BY, but there is no GROUP BY; add GROUP BY "
                                + window + "(...) with the same arguments");
            }
            call.getOperandList().forEach(UnsupportedSyntax::refuseWindowBounds);
        }
    }

    /** What the arguments of windows in FROM look like has no meaning in an expression. */
    private static void refuseTableArguments(SqlNode node) {
        if (node instanceof SqlNodeList list) {
            list.forEach(UnsupportedSyntax::refuseTableArguments);
        } else if (node instanceof SqlCall call && !isQuery(node)) {
            if (call.getOperator().getName().equalsIgnoreCase("DESCRIPTOR")) {
                throw PlanErrors.at(
                        call,
                        ErrorCode.INVALID_QUERY,
                        "DESCRIPTOR names the time column of a window in FROM, and stands nowhere else");
            }
            if (call.getKind() == SqlKind.ARGUMENT_ASSIGNMENT) {
                throw PlanErrors.at(
                        call, ErrorCode.INVALID_QUERY, "arguments are named (DATA => ...) in FROM TABLE(...) only");
            }
            call.getOperandList().forEach(UnsupportedSyntax::refuseTableArguments);
        }
    }

    /** Its text is looked at here: where a window takes it, nobody else does before its value is asked for. */
    @Override
    public Void visit(SqlLiteral literal) {
        if (literal instanceof SqlIntervalLiteral
                && literal.getValue() instanceof SqlIntervalLiteral.IntervalValue value) {
            SqlIntervalQualifier unit = value.getIntervalQualifier();
            try {
                unit.evaluateIntervalLiteral(
                        value.getIntervalLiteral(),
                        literal.getParserPosition(),
                        MillraceTypeFactory.INSTANCE.getTypeSystem());
            } catch (CalciteContextException e) {
                throw PlanErrors.at(
                        literal,
                        ErrorCode.INVALID_QUERY,
                        "\"" + value.getIntervalLiteral() + "\" is no interval of " + unit);
            }
        }
        return super.visit(literal);
    }

    /** A query inside an expression. */
    private static void refuseQueries(SqlNode node) {
        if (node == null) {
            return;
        }
        if (isQuery(node)) {
            throw PlanErrors.unsupported(
                    node, "a subquery inside an expression is not there yet; join with it in FROM instead");
        }
        if (node instanceof SqlNodeList list) {
            list.forEach(UnsupportedSyntax::refuseQueries);
        } else if (node instanceof SqlCall call) {
            String what = what(call);
            if (what != null) {
                throw PlanErrors.unsupported(call, what + " not there yet");
            }
            call.getOperandList().forEach(UnsupportedSyntax::refuseQueries);
        }
    }

    private static boolean isQuery(SqlNode node) {
        return node instanceof SqlSelect
                || node instanceof SqlOrderBy
                || node instanceof SqlWith
                || node.isA(SqlKind.SET_QUERY);
    }
}
