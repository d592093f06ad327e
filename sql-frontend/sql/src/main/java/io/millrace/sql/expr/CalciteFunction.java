package io.millrace.sql.expr;

import io.millrace.columnar.DataType;
import io.millrace.columnar.DataType.Kind;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.expr.Call;
import io.millrace.expr.EvalContext;
import io.millrace.expr.Expr;
import io.millrace.expr.Literal;
import io.millrace.expr.ScalarFunction;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.DataContext;
import org.apache.calcite.linq4j.function.Function1;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexExecutorImpl;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;

/** One function as Calcite's code generator compiles it, called with a row of arguments. Threads: one at a time. */
final class CalciteFunction implements ScalarFunction {
    private final Call call;
    private final Function1<DataContext, Object[]> compiled;
    private final FunctionContext dataContext = new FunctionContext();

    private CalciteFunction(Call call, Function1<DataContext, Object[]> compiled) {
        this.call = call;
        this.compiled = compiled;
    }

    static CalciteFunction compile(SqlOperator operator, Call call) {
        RexBuilder rexBuilder = new RexBuilder(RuntimeTypeFactory.INSTANCE);
        RelDataTypeFactory.Builder rowType = rexBuilder.getTypeFactory().builder();
        for (int i = 0; i < call.args().size(); i++) {
            rowType.add("a" + i, type(call.args().get(i).type()));
        }
        RelDataType row = rowType.build();
        List<RexNode> operands = new ArrayList<>();
        for (int i = 0; i < call.args().size(); i++) {
            RexNode literal = literal(call.args().get(i), rexBuilder);
            RexNode operand = literal != null
                    ? literal
                    : rexBuilder.makeInputRef(row.getFieldList().get(i).getType(), i);
            boolean json =
                    call.args().get(i) instanceof Call inner && inner.function().equals(CalciteFunctions.FORMAT_JSON);
            operands.add(json ? rexBuilder.makeCall(SqlStdOperatorTable.JSON_VALUE_EXPRESSION, operand) : operand);
        }
        RexNode node = rexBuilder.makeCall(type(call.type()), operator, operands);
        try {
            return new CalciteFunction(
                    call,
                    RexExecutorImpl.getExecutable(rexBuilder, List.of(node), row)
                            .getFunction());
        } catch (RuntimeException e) {
            throw new MillraceException(
                    ErrorCode.UNSUPPORTED,
                    "\"" + call.function() + "\" is not supported for arguments of these types: "
                            + call.args().stream().map(Expr::type).toList(),
                    e);
        }
    }

    private static RelDataType type(DataType type) {
        return TypeTranslator.toCalcite(type, true, RuntimeTypeFactory.INSTANCE);
    }

    /** Flags, and the literals that some functions want to see as such; null for any other argument. */
    private static RexNode literal(Expr arg, RexBuilder rexBuilder) {
        if (!(arg instanceof Literal literal)) {
            return null;
        }
        if (literal.value() == null) {
            return rexBuilder.makeNullLiteral(type(literal.type()));
        }
        if (literal.type().isString()) {
            Enum<?> flag = LiteralTranslator.flag((String) literal.value());
            return flag != null
                    ? rexBuilder.makeFlag(flag)
                    : rexBuilder.makeLiteral(
                            literal.value(), RuntimeTypeFactory.INSTANCE.createSqlType(SqlTypeName.VARCHAR), true);
        }
        boolean simple = literal.type().isInteger() || literal.type().kind() == Kind.BOOLEAN;
        return simple ? rexBuilder.makeLiteral(literal.value(), type(literal.type()), true) : null;
    }

    @Override
    public Object apply(Object[] args, EvalContext context) {
        Object[] row = new Object[args.length];
        for (int i = 0; i < args.length; i++) {
            row[i] = CalciteValues.toCalcite(args[i], call.args().get(i).type());
        }
        dataContext.set(row, context);
        try {
            return CalciteValues.toEngine(compiled.apply(dataContext)[0], call.type());
        } catch (MillraceException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new MillraceException(ErrorCode.INVALID_VALUE, "\"" + call.function() + "\" failed: " + reason(e), e);
        }
    }

    private static String reason(RuntimeException e) {
        return e.getMessage() == null ? "an argument is outside of what it takes" : e.getMessage();
    }
}
