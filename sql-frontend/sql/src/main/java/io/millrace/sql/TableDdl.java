package io.millrace.sql;

import io.millrace.sql.catalog.CatalogColumn;
import io.millrace.sql.catalog.CatalogTable;
import io.millrace.sql.catalog.CatalogView;
import io.millrace.sql.catalog.WatermarkClause;
import io.millrace.sql.parse.SqlQuotes;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlDialect;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.dialect.AnsiSqlDialect;

/** Writes definitions as the SQL that would make them again. */
final class TableDdl {
    private static final SqlDialect DIALECT =
            new AnsiSqlDialect(AnsiSqlDialect.DEFAULT_CONTEXT.withIdentifierQuoteString("\""));

    private TableDdl() {}

    static String of(CatalogTable table) {
        List<String> elements = new ArrayList<>();
        for (CatalogColumn column : table.columns()) {
            elements.add("    " + SqlQuotes.identifier(column.name()) + " " + definition(column));
        }
        table.watermark().ifPresent(watermark -> elements.add("    " + watermark(watermark)));
        List<String> options = new ArrayList<>();
        options.add("    'connector' = " + SqlQuotes.literal(table.connector()));
        table.options()
                .forEach((key, value) ->
                        options.add("    " + SqlQuotes.literal(key) + " = " + SqlQuotes.literal(value)));
        return "CREATE TABLE " + SqlQuotes.identifier(table.name()) + " (\n" + String.join(",\n", elements)
                + "\n) WITH (\n" + String.join(",\n", options) + "\n)";
    }

    static String of(CatalogView view) {
        List<String> names =
                view.columnNames().stream().map(SqlQuotes::identifier).toList();
        String columns = names.isEmpty() ? "" : " (" + String.join(", ", names) + ")";
        return "CREATE VIEW " + SqlQuotes.identifier(view.name()) + columns + " AS\n" + view.query();
    }

    /** What stands behind the column's name. */
    private static String definition(CatalogColumn column) {
        return column.physical() ? column.field().typeText() : computation(column);
    }

    /** {@code AS expression} of a column that is not physical. */
    static String computation(CatalogColumn column) {
        return column.procTime() ? "AS PROCTIME()" : "AS " + text(column.expression());
    }

    private static String watermark(WatermarkClause watermark) {
        String column = SqlQuotes.identifier(watermark.column());
        return "WATERMARK FOR " + column + " AS " + column + delay(watermark.delayMicros());
    }

    private static String delay(long micros) {
        if (micros == 0) {
            return "";
        }
        return " - INTERVAL '" + seconds(micros) + "' SECOND";
    }

    static String seconds(long micros) {
        return BigDecimal.valueOf(micros, 6).stripTrailingZeros().toPlainString();
    }

    /** An expression as SQL. */
    static String text(SqlNode expression) {
        return expression
                .toSqlString(config -> config.withDialect(DIALECT)
                        .withAlwaysUseParentheses(false)
                        .withQuoteAllIdentifiers(true))
                .getSql()
                .replace("\r\n", "\n");
    }
}
