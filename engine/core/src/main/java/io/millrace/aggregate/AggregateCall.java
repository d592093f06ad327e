package io.millrace.aggregate;

import io.millrace.columnar.DataType;
import io.millrace.expr.Literal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;

/**
 * One aggregate of a query.
 *
 * @param function what is called
 * @param arguments positions of the argument columns; empty for COUNT(*)
 * @param filter position of a BOOLEAN column; only rows where it is true count; -1 for none
 * @param name of the result column
 * @param type of the result
 * @param parameters arguments that are the same for all rows, such as the separator of LISTAGG
 * @param order in which the call sees its rows; empty for the order of arrival
 * @param ignoreNulls whether rows whose first argument is NULL are passed over where they would count
 */
public record AggregateCall(
        AggregateFunction function,
        List<Integer> arguments,
        boolean distinct,
        int filter,
        String name,
        DataType type,
        boolean nullable,
        List<Literal> parameters,
        List<Order> order,
        boolean ignoreNulls) {
    /** A column that rows are ordered by. */
    public record Order(int column, boolean descending, boolean nullsFirst) {}

    public AggregateCall {
        arguments = List.copyOf(arguments);
        parameters = parameters == null ? List.of() : List.copyOf(parameters);
        order = order == null ? List.of() : List.copyOf(order);
    }

    /** A call of a function that is built in, over columns alone. */
    public AggregateCall(
            String function,
            List<Integer> arguments,
            boolean distinct,
            int filter,
            String name,
            DataType type,
            boolean nullable) {
        this(
                AggregateFunctions.builtIn(function),
                arguments,
                distinct,
                filter,
                name,
                type,
                nullable,
                List.of(),
                List.of(),
                false);
    }

    /** Positions of all columns that the call looks at: arguments, then those it orders by, then the filter. */
    public List<Integer> columns() {
        List<Integer> columns = new ArrayList<>(arguments);
        order.forEach(key -> columns.add(key.column()));
        if (filter >= 0) {
            columns.add(filter);
        }
        return columns;
    }

    /** The same call over columns that stand elsewhere. */
    public AggregateCall moved(IntUnaryOperator place) {
        return new AggregateCall(
                function,
                arguments.stream().map(place::applyAsInt).toList(),
                distinct,
                filter < 0 ? -1 : place.applyAsInt(filter),
                name,
                type,
                nullable,
                parameters,
                order.stream()
                        .map(key -> new Order(place.applyAsInt(key.column()), key.descending(), key.nullsFirst()))
                        .toList(),
                ignoreNulls);
    }

    /** The call as text, with columns named by {@code naming}. */
    public String show(IntFunction<String> naming) {
        String shown = arguments.stream().map(naming::apply).collect(Collectors.joining(", "));
        StringBuilder text = new StringBuilder(function.name()).append(distinct ? "(DISTINCT " : "(");
        text.append(arguments.isEmpty() ? "*" : shown);
        parameters.forEach(parameter -> text.append(", ").append(parameter));
        text.append(')').append(ignoreNulls ? " IGNORE NULLS" : "");
        if (!order.isEmpty()) {
            text.append(order.stream()
                    .map(key -> naming.apply(key.column())
                            + (key.descending() ? " DESC" : "")
                            + (key.nullsFirst() == key.descending()
                                    ? " NULLS " + (key.nullsFirst() ? "FIRST" : "LAST")
                                    : ""))
                    .collect(Collectors.joining(", ", " ORDER BY ", "")));
        }
        if (filter >= 0) {
            text.append(" FILTER ").append(naming.apply(filter));
        }
        return text.append(" AS ").append(name).toString();
    }

    @Override
    public String toString() {
        return show(column -> "$" + column);
    }
}
