package io.millrace.sql.plan;

import io.millrace.columnar.Column;
import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.columnar.ValueText;
import io.millrace.expr.CompiledExpressions;
import io.millrace.expr.EvalContext;
import io.millrace.expr.Expr;
import io.millrace.sql.catalog.CatalogFunctions;
import io.millrace.sql.expr.ProgramNames;
import io.millrace.sql.parse.SqlText;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.calcite.rex.RexNode;

/** From the SQL text of an expression over one row of all types to its value, by way of Calcite and the engine. */
final class SqlExpressions {
    static final EvalContext CONTEXT = new EvalContext(1_600_000_000_123_456L, ZoneId.of("Europe/Berlin"));

    private static final Schema SCHEMA = Schema.of(
            Field.of("b", DataType.BOOLEAN),
            Field.of("ti", DataType.TINYINT),
            Field.of("si", DataType.SMALLINT),
            Field.of("i", DataType.INTEGER),
            Field.of("l", DataType.BIGINT),
            Field.of("r", DataType.REAL),
            Field.of("d", DataType.DOUBLE),
            Field.of("n", DataType.decimal(10, 2)),
            Field.of("c", DataType.of(DataType.Kind.CHAR, 4)),
            Field.of("s", DataType.VARCHAR),
            Field.of("x", DataType.VARBINARY),
            Field.of("dt", DataType.DATE),
            Field.of("tm", DataType.time(6)),
            Field.of("ts", DataType.timestamp(6)),
            Field.of("lz", DataType.timestampLtz(6)),
            Field.of("a", DataType.array(DataType.INTEGER, true)),
            Field.of("m", DataType.map(DataType.VARCHAR, DataType.INTEGER, true)),
            Field.of("ro", DataType.row(List.of(Field.of("f", DataType.INTEGER), Field.of("g", DataType.VARCHAR)))),
            Field.of("nul", DataType.INTEGER));

    private static final ColumnBatch ROW = ColumnBatch.ofRows(
            SCHEMA,
            List.of(Arrays.asList(
                    true,
                    7L,
                    300L,
                    70_000L,
                    5_000_000_000L,
                    0.5,
                    2.25,
                    new BigDecimal("12.34"),
                    "ab  ",
                    "naïve 日本🚀",
                    new byte[] {1, 2, -1},
                    -1L,
                    3_723_123_456L,
                    -1L,
                    1_593_651_845_123_456L,
                    Arrays.asList(1L, null, 3L),
                    Map.of("k", 4L),
                    Arrays.asList(5L, "six"),
                    null)));

    private SqlExpressions() {}

    /** The value's text as CAST shows it, NULL for null. */
    static String text(String sql) {
        Expr expr = expr(sql);
        Column column = CompiledExpressions.compile(List.of(expr)).evaluate(ROW, CONTEXT)[0];
        Object value = column.value(0, expr.type());
        return value == null ? "NULL" : ValueText.format(value, expr.type(), CONTEXT.zone());
    }

    static Expr expr(String sql) {
        List<RexNode> nodes =
                new ComputedColumns(new CatalogFunctions()).resolve("t", SCHEMA, List.of(SqlText.parseExpression(sql)));
        return new Expressions(QueryFrontEnd.newCluster().getRexBuilder(), new ProgramNames())
                .translate(nodes.get(0), SCHEMA);
    }
}
