package io.millrace.sql.frame;

import io.millrace.sql.parse.SqlText;
import java.util.List;
import org.apache.calcite.sql.SqlNode;

/**
 * SQL with a {@code ?} for each argument, in order. A call of {@code ARG()} at its beginning stands for the
 * first argument, where syntax wants a call.
 */
record Template(String sql, List<Expression> args, String label) implements Expression {
    Template {
        args = List.copyOf(args);
    }

    @Override
    public SqlNode toSql(Scope scope) {
        List<SqlNode> values = args.stream().map(arg -> arg.toSql(scope)).toList();
        return SyntaxCopy.filled(SqlText.parseExpression(sql), marks(), values);
    }

    /** How many of the arguments go where a {@code ?} is. */
    private int marks() {
        return sql.startsWith(SyntaxCopy.ARG + "()") ? args.size() - 1 : args.size();
    }
}
