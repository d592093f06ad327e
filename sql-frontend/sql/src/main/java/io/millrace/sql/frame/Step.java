package io.millrace.sql.frame;

import io.millrace.sql.catalog.CatalogFunctions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.calcite.sql.SqlNode;

/**
 * One operation over the results of other queries: a SELECT, with the order that its rows are to have in the end.
 *
 * @param select makes the SELECT over the FROM items of the inputs, each under its alias
 * @param aliases of the inputs, which expressions of the select and of the order use
 * @param plain whether the rows of its input pass unchanged, and only their order or number is another
 * @param order over the input's columns
 * @param fetch -1 for all rows
 * @param remake how the same is made over another input; null where it cannot be
 */
record Step(
        List<Query> inputs,
        List<String> aliases,
        Function<List<SqlNode>, SqlNode> select,
        boolean plain,
        Order order,
        long offset,
        long fetch,
        List<FrameColumn> columns,
        Remake remake)
        implements Query {
    /** The alias of an only input. */
    static final String INPUT = "t";

    /** The order of the rows, over the columns of the input. */
    record Order(List<SortKey> keys) {
        static final Order NONE = new Order(List.of());

        List<SqlNode> toSql(Scope scope) {
            return keys.stream().map(key -> key.toSql(scope)).toList();
        }
    }

    /**
     * A step that makes a row of each row, or leaves it out.
     *
     * @param values what the columns are, over the input; empty where they are the input's
     */
    record Remake(List<Expression> values, UnaryOperator<Query> over) {}

    Step {
        inputs = List.copyOf(inputs);
        aliases = List.copyOf(aliases);
        columns = List.copyOf(columns);
    }

    /** Over an only input, in no order. */
    static Step over(Query input, Function<SqlNode, SqlNode> select, List<FrameColumn> columns) {
        return new Step(
                List.of(input),
                List.of(INPUT),
                from -> select.apply(from.get(0)),
                false,
                Order.NONE,
                0,
                -1,
                columns,
                null);
    }

    Step in(Order newOrder, long newOffset, long newFetch, boolean isPlain) {
        return new Step(inputs, aliases, select, isPlain, newOrder, newOffset, newFetch, columns, null);
    }

    @Override
    public CatalogFunctions functions() {
        return inputs.get(0).functions();
    }

    Step with(Remake newRemake) {
        return new Step(inputs, aliases, select, plain, order, offset, fetch, columns, newRemake);
    }

    Step with(List<FrameColumn> newColumns) {
        return new Step(inputs, aliases, select, plain, order, offset, fetch, newColumns, remake);
    }

    boolean limited() {
        return offset > 0 || fetch >= 0;
    }

    @Override
    public SqlNode toSql() {
        return over(inputs.stream().map(Query::toSql).toList());
    }

    /** The query over other tables or queries in place of the inputs. */
    SqlNode over(List<SqlNode> tables) {
        List<SqlNode> from = new ArrayList<>();
        for (int i = 0; i < tables.size(); i++) {
            from.add(Selects.as(tables.get(i), aliases.get(i)));
        }
        SqlNode query = select.apply(from);
        return Selects.ordered(query, order.keys().isEmpty() ? List.of() : keys(), offset, fetch);
    }

    private List<SqlNode> keys() {
        return order.toSql(inputs.get(0).scope(aliases.get(0)));
    }

    @Override
    public Query withColumns(UnaryOperator<FrameColumn> change) {
        return with(columns.stream().map(change).toList());
    }
}
