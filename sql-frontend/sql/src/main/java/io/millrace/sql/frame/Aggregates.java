package io.millrace.sql.frame;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Makes the steps that group. */
public final class Aggregates {
    /** How keys make groups. */
    public enum Grouping {
        PLAIN,
        ROLLUP,
        CUBE
    }

    private Aggregates() {}

    /** The keys, a window as its two bounds, then the aggregates. */
    public static Query of(Query grouped, Grouping grouping, List<Expression> keys, List<Expression> aggregates) {
        Query input = Steps.withoutOrder(grouped);
        Scope scope = input.scope(Step.INPUT);
        List<Expression> groupBy = new ArrayList<>();
        List<Expression> values = new ArrayList<>();
        List<FrameColumn> columns = new ArrayList<>();
        for (Expression key : keys) {
            Expression value = key instanceof Named named ? named.value() : key;
            if (value instanceof GroupWindow window) {
                groupBy.add(window.group());
                addAll(
                        values,
                        columns,
                        window.start(),
                        Items.made(Windows.START),
                        window.end(),
                        Items.made(Windows.END));
                continue;
            }
            List<FrameColumn> bounds =
                    value instanceof ColumnName name ? scope.window(name).orElse(List.of()) : List.of();
            if (bounds.isEmpty()) {
                groupBy.add(value);
                values.add(value);
                columns.add(scope.column(value.toSql(scope))
                        .map(column -> column.named(key.label()))
                        .orElseGet(() -> Items.made(key.label())));
            }
            for (FrameColumn bound : bounds) {
                groupBy.add(new Items.Picked(bound));
                values.add(new Items.Picked(bound));
                columns.add(bound);
            }
        }
        for (Expression aggregate : aggregates) {
            values.add(aggregate);
            columns.add(Items.made(aggregate.label()));
        }
        List<FrameColumn> distinct = Query.distinctly(Steps.unmarked(columns));
        return Steps.typed(Step.over(
                input,
                from -> Selects.star(from)
                        .items(items(values, distinct, input.scope(Step.INPUT)))
                        .groupBy(keys(groupBy, grouping, input.scope(Step.INPUT)))
                        .toSql(),
                distinct));
    }

    /** Refuses keys that the columns do not have. */
    public static void check(Query grouped, List<Expression> keys) {
        Scope scope = grouped.scope(Step.INPUT);
        for (Expression key : keys) {
            Expression value = key instanceof Named named ? named.value() : key;
            if (value instanceof GroupWindow window) {
                window.args().forEach(arg -> arg.toSql(scope));
            } else if (!(value instanceof ColumnName name && scope.window(name).isPresent())) {
                value.toSql(scope);
            }
        }
    }

    private static void addAll(
            List<Expression> values,
            List<FrameColumn> columns,
            Expression start,
            FrameColumn startColumn,
            Expression end,
            FrameColumn endColumn) {
        Stream.of(start, end).forEach(values::add);
        Stream.of(startColumn, endColumn).forEach(columns::add);
    }

    private static List<SqlNode> items(List<Expression> values, List<FrameColumn> columns, Scope scope) {
        List<SqlNode> items = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            items.add(Selects.as(values.get(i).toSql(scope), columns.get(i).sqlName()));
        }
        return items;
    }

    private static List<SqlNode> keys(List<Expression> groupBy, Grouping grouping, Scope scope) {
        List<SqlNode> keys = groupBy.stream().map(key -> key.toSql(scope)).toList();
        SqlOperator sets = switch (grouping) {
            case PLAIN -> null;
            case ROLLUP -> SqlStdOperatorTable.ROLLUP;
            case CUBE -> SqlStdOperatorTable.CUBE;
        };
        if (sets == null || keys.isEmpty()) {
            return keys.isEmpty() ? null : keys;
        }
        return List.of(sets.createCall(SqlParserPos.ZERO, keys));
    }
}
