package io.millrace.sql.expr;

import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql2rel.SqlRexContext;
import org.apache.calcite.sql2rel.SqlRexConvertlet;
import org.apache.calcite.sql2rel.SqlRexConvertletTable;
import org.apache.calcite.sql2rel.StandardConvertletTable;

/**
 * Calcite's conversion of calls, save TIMESTAMPADD and TIMESTAMPDIFF, which stay calls: Calcite would expand them to
 * arithmetic in milliseconds; and aggregates with OVER, which stay as well: it would make a quotient of an AVG. For the
 * SqlToRelConverter.
 */
public final class Convertlets implements SqlRexConvertletTable {
    public static final Convertlets INSTANCE = new Convertlets();

    private Convertlets() {}

    @Override
    public SqlRexConvertlet get(SqlCall call) {
        SqlOperator operator = call.getOperator();
        boolean ours = operator == SqlStdOperatorTable.TIMESTAMP_ADD || operator == SqlStdOperatorTable.TIMESTAMP_DIFF;
        boolean unitFirst = ours && call.operand(0).getKind() == SqlKind.INTERVAL_QUALIFIER;
        if (operator instanceof SqlAggFunction function) {
            return (context, aggregate) ->
                    StandardConvertletTable.INSTANCE.convertAggregateFunction(context, function, aggregate);
        }
        return unitFirst ? Convertlets::keep : StandardConvertletTable.INSTANCE.get(call);
    }

    private static RexNode keep(SqlRexContext context, SqlCall call) {
        RexBuilder rexBuilder = context.getRexBuilder();
        List<SqlNode> operands = call.getOperandList();
        String unit = context.getValidator()
                .validateTimeFrame((SqlIntervalQualifier) operands.get(0))
                .name();
        RelDataType type = context.getValidator().getValidatedNodeType(call);
        return rexBuilder.makeCall(
                type,
                call.getOperator(),
                List.of(
                        rexBuilder.makeLiteral(unit),
                        context.convertExpression(operands.get(1)),
                        context.convertExpression(operands.get(2))));
    }
}
