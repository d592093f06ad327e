package io.millrace.sql.plan;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * Makes {@code SESSION(TABLE t PARTITION BY k, DESCRIPTOR(ts), gap)} the other spelling, {@code SESSION(TABLE t,
 * DESCRIPTOR(ts), DESCRIPTOR(k), gap)}. An ORDER BY of the table says nothing, since sessions are found by time.
 */
final class SessionPartition {
    private SessionPartition() {}

    static SqlCall asArgument(SqlCall call) {
        List<SqlNode> operands = new ArrayList<>(call.getOperandList());
        for (int i = 0; i < operands.size(); i++) {
            SqlNode operand = operands.get(i);
            boolean named = operand.getKind() == SqlKind.ARGUMENT_ASSIGNMENT;
            SqlNode table = named ? ((SqlCall) operand).operand(0) : operand;
            if (table.getKind() != SqlKind.SET_SEMANTICS_TABLE) {
                continue;
            }
            SqlParserPos pos = table.getParserPosition();
            SqlNode plain = ((SqlCall) table).operand(0);
            SqlNodeList keys = ((SqlCall) table).operand(1);
            operands.set(i, named ? assigned(plain, ((SqlCall) operand).operand(1), pos) : plain);
            if (!keys.isEmpty()) {
                SqlNode descriptor = SqlStdOperatorTable.DESCRIPTOR.createCall(pos, keys.getList());
                if (named) {
                    operands.add(assigned(descriptor, new SqlIdentifier("KEY", pos), pos));
                } else {
                    operands.add(Math.min(2, operands.size()), descriptor);
                }
            }
            return call.getOperator().createCall(call.getParserPosition(), operands);
        }
        return call;
    }

    private static SqlNode assigned(SqlNode value, SqlNode name, SqlParserPos pos) {
        return SqlStdOperatorTable.ARGUMENT_ASSIGNMENT.createCall(pos, value, name);
    }
}
