package io.millrace.sql.parse;

import java.util.List;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlShuttle;

/**
 * SQL of an expression with a {@code ?} for each argument, in order. A call of {@code ARG()} at its beginning stands for
 * the first argument, where syntax wants a call.
 */
public final class SqlTemplate {
    private static final String ARG = "ARG";

    private SqlTemplate() {}

    /**
     * The expression with its arguments in place.
     *
     * @param place in the user's text, of what is not an argument
     */
    public static SqlNode filled(String sql, List<? extends SqlNode> args, SqlParserPos place) {
        int marks = sql.startsWith(ARG + "()") ? args.size() - 1 : args.size();
        return SqlText.parseExpression(sql).accept(new SqlShuttle() {
            @Override
            public SqlNode visit(SqlDynamicParam param) {
                return args.get(param.getIndex() + args.size() - marks);
            }

            @Override
            public SqlNode visit(SqlCall call) {
                if (call.getOperator().getName().equals(ARG) && call.operandCount() == 0) {
                    return args.get(0);
                }
                SqlNode copy = super.visit(call);
                return copy instanceof SqlBasicCall basic ? basic.clone(place) : copy;
            }
        });
    }
}
