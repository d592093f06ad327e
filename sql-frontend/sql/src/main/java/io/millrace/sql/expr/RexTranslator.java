package io.millrace.sql.expr;

import io.millrace.columnar.DataType;
import io.millrace.columnar.DataType.Kind;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.expr.Call;
import io.millrace.expr.Expr;
import io.millrace.expr.Literal;
import io.millrace.sql.typed.ValueFunction;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

/**
 * Turns Calcite's scalar expressions into the engine's.
 *
 * <p>Fields of a correlation variable become columns of the input: right where the expression is evaluated over the rows
 * that the variable stands for, as in a lateral UNNEST.
 *
 * <p>Errors: UNSUPPORTED, naming what the engine does not have; functions nobody implements are refused when the
 * expression is compiled.
 */
public final class RexTranslator {
    /** As deep as the engine compiles. Refused here, on a stack that holds more, not on the query's own. */
    private static final int DEPTH_MAX = 500;

    private static final int TIME_PRECISION_MAX = 6;

    private final RexBuilder rexBuilder;
    private final ProgramNames programNames;
    private int depth;

    /** @param programNames what the plan calls functions of the program */
    public RexTranslator(RexBuilder rexBuilder, ProgramNames programNames) {
        this.rexBuilder = rexBuilder;
        this.programNames = programNames;
    }

    public List<Expr> translate(List<? extends RexNode> nodes) {
        return nodes.stream().map(node -> translate((RexNode) node)).toList();
    }

    public Expr translate(RexNode node) {
        if (node instanceof RexInputRef ref) {
            return Expr.column(ref.getIndex(), type(ref), ref.getType().isNullable());
        }
        if (node instanceof RexLiteral literal) {
            return LiteralTranslator.translate(literal, this::translate);
        }
        if (node instanceof RexFieldAccess access) {
            return fieldAccess(access);
        }
        if (node instanceof RexCall call) {
            return nested(call);
        }
        throw new MillraceException(
                ErrorCode.UNSUPPORTED, "\"" + node + "\" is not supported in an expression of a row");
    }

    private Expr nested(RexCall call) {
        if (depth >= DEPTH_MAX) {
            throw new MillraceException(
                    ErrorCode.TOO_COMPLEX,
                    "An expression nests more than " + DEPTH_MAX + " calls; compute a part of it in a subquery");
        }
        depth++;
        try {
            return call(call);
        } finally {
            depth--;
        }
    }

    private Expr fieldAccess(RexFieldAccess access) {
        int index = access.getField().getIndex();
        if (access.getReferenceExpr() instanceof RexCorrelVariable) {
            return Expr.column(index, type(access), access.getType().isNullable());
        }
        Expr row = translate(access.getReferenceExpr());
        return Expr.call(
                "FIELD", type(access), access.getType().isNullable(), row, new Literal((long) index, DataType.BIGINT));
    }

    private Expr call(RexCall call) {
        return switch (call.getKind()) {
            case SEARCH -> translate(RexUtil.expandSearch(rexBuilder, null, call));
            case EQUALS,
                    NOT_EQUALS,
                    LESS_THAN,
                    LESS_THAN_OR_EQUAL,
                    GREATER_THAN,
                    GREATER_THAN_OR_EQUAL,
                    IS_DISTINCT_FROM,
                    IS_NOT_DISTINCT_FROM -> comparison(call);
            case PLUS, CHECKED_PLUS, MINUS, CHECKED_MINUS -> sum(call);
            case TIMES, CHECKED_TIMES -> plain("*", call);
            case DIVIDE, CHECKED_DIVIDE -> plain("/", call);
            case MOD -> plain("MOD", call);
            case MINUS_PREFIX, CHECKED_MINUS_PREFIX -> plain("NEGATE", call);
            case PLUS_PREFIX -> translate(call.getOperands().get(0));
            case CAST -> castCall(call);
            case SAFE_CAST -> plain("TRY_CAST", call);
            case REINTERPRET -> reinterpret(call);
            case CASE, COALESCE -> branches(call);
            case NULLIF -> nullIf(call);
            case LIKE -> like(call);
            // text that is JSON already, for a JSON function around it
            case JSON_VALUE_EXPRESSION, JSON_TYPE ->
                Expr.call(
                        CalciteFunctions.FORMAT_JSON,
                        DataType.VARCHAR,
                        call.getType().isNullable(),
                        translate(call.getOperands().get(0)));
            case OVER, SCALAR_QUERY, IN, EXISTS ->
                throw new MillraceException(
                        ErrorCode.UNSUPPORTED,
                        "\"" + call.getOperator().getName() + "\" is not supported in an expression of a row");
            default -> named(call);
        };
    }

    private Expr castCall(RexCall call) {
        if (call.getOperands().size() > 1) {
            throw new MillraceException(ErrorCode.UNSUPPORTED, "CAST with a FORMAT is not supported");
        }
        RexNode operand = call.getOperands().get(0);
        return IntervalCasts.apply(operand.getType(), call.getType())
                ? IntervalCasts.cast(translate(operand), operand.getType(), call.getType())
                : plain("CAST", call);
    }

    private Expr named(RexCall call) {
        if (call.getOperator() instanceof ProgramOperator operator) {
            return ofProgram(operator.function(), call);
        }
        String name = name(call);
        if (name.equals("$ROWTIME")) {
            Expr microsecond = new Literal(1L, DataType.INTERVAL_DAY_TIME);
            Expr end = translate(call.getOperands().get(0));
            return Expr.call("DATETIME_MINUS", type(call), call.getType().isNullable(), end, microsecond);
        }
        return name.startsWith("JSON_") ? json(name, call) : plain(name, call);
    }

    /** A function of the program makes whole texts and times; a cast makes them fit the type that it is said to give. */
    private Expr ofProgram(ValueFunction function, RexCall call) {
        String name = programNames.of(function);
        List<Expr> args = translate(call.getOperands());
        DataType type = function.resultType();
        DataType whole = whole(type);
        Expr made = new Call(
                name,
                args,
                whole,
                true,
                function.over(args.stream().map(Expr::type).toList(), name));
        return whole.equals(type) ? made : Expr.call("CAST", type, true, made);
    }

    private static DataType whole(DataType type) {
        return switch (type.kind()) {
            case CHAR, VARCHAR -> DataType.VARCHAR;
            case BINARY, VARBINARY -> DataType.VARBINARY;
            case TIME -> DataType.time(TIME_PRECISION_MAX);
            case TIMESTAMP -> DataType.TIMESTAMP;
            case TIMESTAMP_LTZ -> DataType.timestampLtz(TIME_PRECISION_MAX);
            default -> type;
        };
    }

    /** JSON knows no times: they are written as text, and read from it. */
    private Expr json(String name, RexCall call) {
        List<Expr> args = translate(call.getOperands()).stream()
                .map(arg -> isTimeOrInterval(arg.type()) ? cast(arg, DataType.VARCHAR) : arg)
                .toList();
        DataType type = type(call);
        boolean nullable = call.getType().isNullable();
        return isTimeOrInterval(type)
                ? Expr.call("CAST", type, nullable, new Call(name, args, DataType.VARCHAR, nullable))
                : new Call(name, args, type, nullable);
    }

    private static boolean isTimeOrInterval(DataType type) {
        return isTime(type) || IntervalCasts.isInterval(type);
    }

    private static String name(RexCall call) {
        String name = call.getOperator().getName();
        return switch (name) {
            case "%" -> "MOD";
            case "CHARACTER_LENGTH" -> "CHAR_LENGTH";
            case "CEILING" -> "CEIL";
            case "DATE_PART" -> "EXTRACT";
            case "IS UNKNOWN" -> "IS NULL";
            case "IS NOT UNKNOWN" -> "IS NOT NULL";
            default -> name;
        };
    }

    private Expr plain(String name, RexCall call) {
        return new Call(
                name, translate(call.getOperands()), type(call), call.getType().isNullable());
    }

    /** Times and intervals are added and subtracted by functions of their own, whatever operator Calcite chose. */
    private Expr sum(RexCall call) {
        boolean minus = call.getKind() == SqlKind.MINUS || call.getKind() == SqlKind.CHECKED_MINUS;
        List<Expr> args = translate(call.getOperands());
        DataType left = args.get(0).type();
        DataType right = args.get(1).type();
        String name = minus ? "-" : "+";
        if (isTime(left) && isTime(right)) {
            name = "MINUS_DATE";
        } else if (isTime(left)) {
            name = minus ? "DATETIME_MINUS" : "DATETIME_PLUS";
        } else if (isTime(right)) {
            name = "DATETIME_PLUS";
            args = List.of(args.get(1), args.get(0));
        }
        return new Call(name, args, type(call), call.getType().isNullable());
    }

    /** Calcite means by it that an interval's milliseconds become a number, or the other way round. */
    private Expr reinterpret(RexCall call) {
        Expr arg = translate(call.getOperands().get(0));
        DataType to = type(call);
        boolean nullable = call.getType().isNullable();
        if (arg.type().kind() == Kind.INTERVAL_DAY_TIME && to.kind() != Kind.INTERVAL_DAY_TIME) {
            return Expr.call("MILLIS_OF_INTERVAL", to, nullable, arg);
        }
        if (to.kind() == Kind.INTERVAL_DAY_TIME && arg.type().kind() != Kind.INTERVAL_DAY_TIME) {
            return Expr.call("INTERVAL_OF_MILLIS", to, nullable, arg);
        }
        return Expr.call("REINTERPRET", to, nullable, arg);
    }

    private Expr comparison(RexCall call) {
        List<Expr> args = new ArrayList<>();
        for (RexNode operand : call.getOperands()) {
            args.add(translate(withoutPadding(operand)));
        }
        Expr left = args.get(0);
        Expr right = args.get(1);
        if (rank(left.type()) > rank(right.type())) {
            args.set(1, cast(right, left.type()));
        } else if (rank(left.type()) < rank(right.type())) {
            args.set(0, cast(left, right.type()));
        }
        return new Call(
                call.getOperator().getName(),
                args,
                DataType.BOOLEAN,
                call.getType().isNullable());
    }

    /** CHAR compares as if blanks at its end were not there, which a cast to VARCHAR put in by Calcite would hide. */
    private static RexNode withoutPadding(RexNode node) {
        boolean widened = node.isA(SqlKind.CAST)
                && TypeTranslator.toEngine(node.getType()).kind() == Kind.VARCHAR
                && TypeTranslator.toEngine(((RexCall) node).getOperands().get(0).getType())
                                .kind()
                        == Kind.CHAR;
        return widened ? ((RexCall) node).getOperands().get(0) : node;
    }

    /** Which of the types of points in time another is cast to when compared with it. */
    private static int rank(DataType type) {
        return switch (type.kind()) {
            case DATE -> 1;
            case TIMESTAMP -> 2;
            case TIMESTAMP_LTZ -> 3;
            default -> 0;
        };
    }

    private static boolean isTime(DataType type) {
        return rank(type) > 0 || type.kind() == Kind.TIME;
    }

    /** CASE and COALESCE, with every value cast to the result's type. */
    private Expr branches(RexCall call) {
        DataType type = type(call);
        List<Expr> args = translate(call.getOperands());
        List<Expr> same = new ArrayList<>();
        for (int i = 0; i < args.size(); i++) {
            boolean condition = call.getKind() == SqlKind.CASE && i % 2 == 0 && i < args.size() - 1;
            same.add(condition ? args.get(i) : cast(args.get(i), type));
        }
        return new Call(name(call), same, type, call.getType().isNullable());
    }

    private Expr nullIf(RexCall call) {
        DataType type = type(call);
        RexNode equal = rexBuilder.makeCall(SqlStdOperatorTable.EQUALS, call.getOperands());
        Expr value = cast(translate(call.getOperands().get(0)), type);
        return Expr.call("CASE", type, true, translate(equal), new Literal(null, type), value);
    }

    private Expr like(RexCall call) {
        Expr like = plain(call.getOperator().getName(), call);
        boolean negated = call.getOperator().getName().startsWith("NOT ");
        if (!negated) {
            return like;
        }
        Call positive = (Call) like;
        return Expr.call(
                "NOT",
                DataType.BOOLEAN,
                positive.nullable(),
                new Call(positive.function().substring(4), positive.args(), DataType.BOOLEAN, positive.nullable()));
    }

    /** The expression as the type, through a CAST only where values would be held differently. */
    static Expr cast(Expr expr, DataType type) {
        if (expr instanceof Literal literal && literal.value() == null) {
            return new Literal(null, type);
        }
        boolean same = expr.type().kind() == type.kind()
                && (expr.type().equals(type) || type.isString() || type.storage() == DataType.Storage.LONG);
        return same ? expr : Expr.call("CAST", type, expr.nullable(), expr);
    }

    private static DataType type(RexNode node) {
        return TypeTranslator.toEngine(node.getType());
    }
}
