package io.millrace.sql.frame;

import io.millrace.sql.parse.SqlTemplate;
import java.util.List;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/** SQL with arguments put into it, as {@link SqlTemplate} has it. */
record Template(String sql, List<Expression> args, String label) implements Expression {
    Template {
        args = List.copyOf(args);
    }

    @Override
    public SqlNode toSql(Scope scope) {
        return SqlTemplate.filled(
                sql, args.stream().map(arg -> arg.toSql(scope)).toList(), SqlParserPos.ZERO);
    }
}
