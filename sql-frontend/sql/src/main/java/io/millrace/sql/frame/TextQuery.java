package io.millrace.sql.frame;

import io.millrace.columnar.Schema;
import io.millrace.sql.catalog.CatalogFunctions;
import io.millrace.sql.parse.SqlText;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/** A SELECT that a user wrote. The tables that it names are those there are when it runs. */
public record TextQuery(String text, CatalogFunctions functions, List<FrameColumn> columns) implements Query {
    private static final String ALIAS = "q";

    public TextQuery {
        columns = List.copyOf(columns);
    }

    public static TextQuery of(String text, Schema schema, CatalogFunctions functions) {
        return new TextQuery(
                text,
                functions,
                Query.distinctly(schema.fields().stream().map(FrameColumn::of).toList()));
    }

    @Override
    public List<Query> inputs() {
        return List.of();
    }

    @Override
    public SqlNode toSql() {
        SqlNode query = SqlText.parse(text).node();
        if (columns.stream().allMatch(column -> column.name().equals(column.sqlName()))) {
            return query;
        }
        List<SqlNode> operands = new ArrayList<>(List.of(query, new SqlIdentifier(ALIAS, SqlParserPos.ZERO)));
        columns.forEach(column -> operands.add(new SqlIdentifier(column.sqlName(), SqlParserPos.ZERO)));
        SqlNode named = SqlStdOperatorTable.AS.createCall(SqlParserPos.ZERO, operands);
        return Selects.star(named).toSql();
    }

    @Override
    public Query withColumns(UnaryOperator<FrameColumn> change) {
        return new TextQuery(text, functions, columns.stream().map(change).toList());
    }
}
