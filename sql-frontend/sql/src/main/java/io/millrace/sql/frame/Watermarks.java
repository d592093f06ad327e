package io.millrace.sql.frame;

import io.millrace.columnar.Field;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.sql.catalog.CatalogColumn;
import io.millrace.sql.catalog.CatalogFunctions;
import io.millrace.sql.catalog.CatalogTable;
import io.millrace.sql.catalog.WatermarkClause;
import io.millrace.sql.plan.QueryPlanner;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlShuttle;

/**
 * Gives the table under a query a watermark for a column of the query: a column of the table, or one computed from its
 * columns, which becomes a computed column of the table. So {@code withWatermark} means what WATERMARK means in a CREATE
 * TABLE. What a function with state has made is such a table too; its watermark is that of its input, less the delay.
 */
public final class Watermarks {
    private final String name;
    private final long delayMicros;
    private final SqlNode definition;
    /** The table's column that the watermark is for. */
    private String tableColumn;

    private Watermarks(String name, long delayMicros, SqlNode definition) {
        this.name = name;
        this.delayMicros = delayMicros;
        this.definition = definition;
    }

    public static Query with(Query query, String name, long delayMicros) {
        Scope scope = query.scope(Step.INPUT);
        FrameColumn column = scope.column(scope.resolve(ColumnName.split(name), null, SqlParserPos.ZERO))
                .orElseThrow(() -> notOfTable(name));
        if (!column.field().type().isTimestamp()) {
            throw new MillraceException(
                    ErrorCode.TYPE_MISMATCH,
                    "column \"" + name + "\" is " + column.field().type()
                            + "; event time is a TIMESTAMP or TIMESTAMP_LTZ: make one with to_timestamp first");
        }
        SqlNode definition = overTable(query, Selects.column(Step.INPUT, column), name);
        Watermarks watermarks = new Watermarks(column.name(), delayMicros, definition);
        Query below = watermarks.apply(query);
        return watermarks.restored(below, query.columns(), column);
    }

    // ---- what the column is, in terms of the table's

    private static SqlNode overTable(Query query, SqlNode expression, String name) {
        if (query instanceof TableQuery table) {
            return substituted(expression, column -> ofTable(table.table(), column));
        }
        if (query instanceof ProgramQuery made && made.mayHaveEventTime()) {
            SqlNode column = substituted(expression, given -> new SqlIdentifier(given, SqlParserPos.ZERO));
            if (column instanceof SqlIdentifier) {
                return column;
            }
            throw computedFromMade(name);
        }
        if (!(query instanceof Step step) || step.remake() == null) {
            throw notOfTable(name);
        }
        List<Expression> values = step.remake().values();
        Query input = step.inputs().get(0);
        if (values.isEmpty()) {
            return overTable(input, expression, name);
        }
        SqlNode overInput = substituted(
                expression, column -> values.get(position(step, column)).toSql(input.scope(Step.INPUT)));
        return overTable(input, overInput, name);
    }

    private static int position(Query query, String sqlName) {
        for (int i = 0; i < query.columns().size(); i++) {
            if (query.columns().get(i).sqlName().equals(sqlName)) {
                return i;
            }
        }
        throw new IllegalStateException(sqlName);
    }

    /** A column of the table, or what a computed one is computed from. */
    private static SqlNode ofTable(CatalogTable table, String name) {
        CatalogColumn column = table.column(name).orElseThrow();
        return new SqlIdentifier(column.name(), SqlParserPos.ZERO);
    }

    private interface Replacement {
        SqlNode of(String sqlName);
    }

    private static SqlNode substituted(SqlNode expression, Replacement replacement) {
        return expression.accept(new SqlShuttle() {
            @Override
            public SqlNode visit(SqlIdentifier identifier) {
                boolean column =
                        identifier.names.size() > 1 && identifier.names.get(0).equals(Step.INPUT);
                return column ? replacement.of(identifier.names.get(1)) : identifier;
            }
        });
    }

    private static MillraceException notOfTable(String name) {
        return new MillraceException(
                ErrorCode.INVALID_QUERY,
                "the watermark of \"" + name + "\" belongs to the table that it comes from: call withWatermark right"
                        + " behind load() or table(), or where only select, withColumn and filter are between; for SQL"
                        + " text declare WATERMARK in CREATE TABLE");
    }

    private static MillraceException computedFromMade(String name) {
        return new MillraceException(
                ErrorCode.INVALID_QUERY,
                "\"" + name + "\" is computed from what a function with state gives; the event time of its results is a"
                        + " column that the function itself gives: have it give the time");
    }

    // ---- the query again, over the table with the watermark

    private Query apply(Query query) {
        if (query instanceof TableQuery table) {
            return over(table);
        }
        if (query instanceof ProgramQuery made) {
            tableColumn = ((SqlIdentifier) definition).getSimple();
            return named(made.withEventTime(position(made, tableColumn), delayMicros), made);
        }
        Step step = (Step) query;
        Query input = apply(step.inputs().get(0));
        Query again = step.remake().over().apply(input);
        if (step.remake().values().isEmpty()
                || Steps.indexOf(again, tableColumn).isPresent()) {
            return named(again, step);
        }
        return withTableColumn(step, input);
    }

    /** The step with the table's column as one more. */
    private Query withTableColumn(Step step, Query input) {
        List<Expression> items = new ArrayList<>();
        for (int i = 0; i < step.columns().size(); i++) {
            items.add(new Named(
                    step.remake().values().get(i), List.of(step.columns().get(i).name())));
        }
        items.add(Expression.column(Steps.quoted(tableColumn)));
        return named(Steps.select(input, items), step);
    }

    private Query over(TableQuery query) {
        CatalogTable table = query.table();
        List<CatalogColumn> columns = new ArrayList<>(table.columns());
        if (definition instanceof SqlIdentifier identifier && identifier.isSimple()) {
            tableColumn = identifier.getSimple();
        } else {
            tableColumn = "$" + name;
            columns.add(computed(table, query.functions()));
        }
        CatalogTable watermarked = table.with(columns, new WatermarkClause(tableColumn, delayMicros));
        return named(TableQuery.of(watermarked, query.functions()), query);
    }

    /** The query, whose columns can be named as those of the one before it. */
    private static Query named(Query query, Query before) {
        return query.withColumns(column -> before.columns().stream()
                .filter(old -> old.sqlName().equals(column.sqlName()))
                .findFirst()
                .map(old -> column.withQualifiers(old.qualifiers()))
                .orElse(column));
    }

    private CatalogColumn computed(CatalogTable table, CatalogFunctions functions) {
        Optional<CatalogColumn> overComputed = table.columns().stream()
                .filter(column -> !column.physical())
                .filter(column -> names(definition, column.name()))
                .findFirst();
        if (overComputed.isPresent()) {
            throw new MillraceException(
                    ErrorCode.UNSUPPORTED,
                    "column \"" + name + "\" is computed from \""
                            + overComputed.get().name()
                            + "\", which the table computes itself; declare the WATERMARK in CREATE TABLE");
        }
        List<CatalogColumn> resolve = new ArrayList<>(
                table.columns().stream().filter(CatalogColumn::physical).toList());
        resolve.add(new CatalogColumn(tableColumn, null, true, definition, false));
        List<CatalogColumn> resolved = QueryPlanner.columnsResolved(resolve, functions);
        return resolved.get(resolved.size() - 1);
    }

    private static boolean names(SqlNode expression, String column) {
        boolean[] found = {false};
        expression.accept(new SqlShuttle() {
            @Override
            public SqlNode visit(SqlIdentifier identifier) {
                found[0] |= identifier.isSimple() && identifier.getSimple().equalsIgnoreCase(column);
                return identifier;
            }
        });
        return found[0];
    }

    /** The columns that there were, the one of the watermark being the table's. */
    private Query restored(Query query, List<FrameColumn> columns, FrameColumn marked) {
        if (query.columns().size() == columns.size()
                && query.columns().get(columns.indexOf(marked)).eventTime()) {
            return query;
        }
        FrameColumn own = query.columns().get(Steps.indexOf(query, tableColumn).orElseThrow());
        List<Expression> items = new ArrayList<>();
        for (FrameColumn column : columns) {
            FrameColumn source = column == marked ? own : query.columns().get(position(query, column.sqlName()));
            items.add(new Named(new Items.Picked(source), List.of(column.name())));
        }
        Query picked = Steps.select(query, items);
        return picked.withColumns(column -> {
            FrameColumn old = columns.get(position(picked, column.sqlName()));
            return new FrameColumn(
                    old.name(),
                    column.sqlName(),
                    new Field(old.name(), column.field().type(), column.field().nullable()),
                    old.qualifiers(),
                    column.eventTime());
        });
    }
}
