package io.millrace.sql.frame;

import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.sql.SqlNode;

/** The items of a SELECT: expressions with the columns that they make; types are not known yet. */
final class Items {
    private final List<Expression> values = new ArrayList<>();
    private final List<FrameColumn> columns = new ArrayList<>();

    private Items() {}

    static Items of(Query input, List<Expression> expressions) {
        Items items = new Items();
        Scope scope = input.scope(Step.INPUT);
        expressions.forEach(expression -> items.add(expression, input, scope));
        List<FrameColumn> distinct = Query.distinctly(items.columns);
        items.columns.clear();
        items.columns.addAll(distinct);
        return items;
    }

    private void add(Expression expression, Query input, Scope scope) {
        if (expression instanceof Star star) {
            input.columns().stream()
                    .filter(column -> star.qualifier() == null || column.hasQualifier(star.qualifier()))
                    .forEach(column -> add(new Picked(column), column));
            return;
        }
        if (expression instanceof ColumnName name) {
            Optional<List<FrameColumn>> window = scope.window(name);
            if (window.isPresent()) {
                window.get().forEach(column -> add(new Picked(column), column));
                return;
            }
        }
        String name = expression.label();
        FrameColumn made = Exploded.of(expression).isPresent()
                ? null
                : scope.column(expression.toSql(scope))
                        .map(column -> column.named(name))
                        .orElse(null);
        add(expression, made != null ? made : made(name));
    }

    static FrameColumn made(String name) {
        return new FrameColumn(name, name, new Field(name, DataType.NULL, true), Set.of(), false);
    }

    private void add(Expression value, FrameColumn column) {
        values.add(value);
        columns.add(column);
    }

    boolean explodes() {
        return values.stream().anyMatch(value -> Exploded.of(value).isPresent());
    }

    List<Expression> values() {
        return List.copyOf(values);
    }

    List<FrameColumn> columns() {
        return columns;
    }

    List<SqlNode> toSql(Scope scope) {
        List<SqlNode> items = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            items.add(Selects.as(values.get(i).toSql(scope), columns.get(i).sqlName()));
        }
        return items;
    }

    /** A column that has been found already. */
    record Picked(FrameColumn column) implements Expression {
        @Override
        public SqlNode toSql(Scope scope) {
            return Selects.column(Step.INPUT, column);
        }

        @Override
        public String label() {
            return column.name();
        }
    }
}
