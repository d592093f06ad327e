package io.millrace.sql.frame;

import io.millrace.connector.builtin.FixedTable;
import io.millrace.sql.catalog.CatalogColumn;
import io.millrace.sql.catalog.CatalogFunctions;
import io.millrace.sql.catalog.CatalogTable;
import io.millrace.sql.catalog.WatermarkClause;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/** A table, read as it was when the frame was made. */
public record TableQuery(CatalogTable table, CatalogFunctions functions, List<FrameColumn> columns) implements Query {
    public TableQuery {
        columns = List.copyOf(columns);
    }

    public static TableQuery of(CatalogTable table, CatalogFunctions functions) {
        return new TableQuery(
                table,
                functions,
                table.columns().stream().map(column -> column(table, column)).toList());
    }

    private static FrameColumn column(CatalogTable table, CatalogColumn column) {
        boolean eventTime = column.procTime()
                || table.watermark()
                        .map(WatermarkClause::column)
                        .filter(column.name()::equalsIgnoreCase)
                        .isPresent();
        return new FrameColumn(column.name(), column.name(), column.field(), Set.of(table.name()), eventTime);
    }

    /** Whether its rows are in memory and never change. */
    public boolean isFixed() {
        return table.readable().orElse(null) instanceof FixedTable;
    }

    @Override
    public List<Query> inputs() {
        return List.of();
    }

    @Override
    public SqlNode toSql() {
        return new SqlIdentifier(table.name(), SqlParserPos.ZERO);
    }

    @Override
    public Query withColumns(UnaryOperator<FrameColumn> change) {
        return new TableQuery(table, functions, columns.stream().map(change).toList());
    }
}
