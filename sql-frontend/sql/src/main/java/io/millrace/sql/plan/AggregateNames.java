package io.millrace.sql.plan;

import io.millrace.aggregate.AggregateFunctions;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlUnresolvedFunction;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

/** Recognises aggregates before anything is resolved. */
final class AggregateNames {
    private AggregateNames() {}

    /** Whether an expression is an aggregate, under a name of its own or not. */
    static boolean isAggregate(SqlCall call) {
        if (call.getKind() == SqlKind.AS || call.getOperator() == SqlStdOperatorTable.FILTER) {
            SqlNode named = call.operand(0);
            return named instanceof SqlCall inner && isAggregate(inner);
        }
        String name = call.getOperator().getName();
        return call.getOperator().isAggregator() || AggregateFunctions.isBuiltIn(name) || isOfSession(call);
    }

    /** Whether nobody but a session can know the function, so that it may be an aggregate. */
    private static boolean isOfSession(SqlCall call) {
        return call.getOperator() instanceof SqlUnresolvedFunction function
                && function.getNameAsId().isSimple()
                && !Operators.BUILT_IN.has(function.getName());
    }

    /** Whether it is an aggregate of the standard's that the engine does not have. */
    static boolean isUnknownAggregate(SqlCall call) {
        String name = call.getOperator().getName();
        return !AggregateFunctions.isBuiltIn(name)
                && Operators.BUILT_IN.getOperatorList().stream()
                        .anyMatch(operator ->
                                operator.isAggregator() && operator.getName().equalsIgnoreCase(name));
    }
}
