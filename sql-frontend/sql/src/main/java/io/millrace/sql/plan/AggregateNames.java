package io.millrace.sql.plan;

import io.millrace.aggregate.AggregateFunctions;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
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
        return call.getOperator().isAggregator()
                || AggregateFunctions.has(call.getOperator().getName());
    }

    /** Whether it is an aggregate of the standard's that the engine does not have. */
    static boolean isUnknownAggregate(SqlCall call) {
        String name = call.getOperator().getName();
        return !AggregateFunctions.has(name)
                && Operators.INSTANCE.getOperatorList().stream()
                        .anyMatch(operator ->
                                operator.isAggregator() && operator.getName().equalsIgnoreCase(name));
    }
}
