package io.millrace.aggregate;

import io.millrace.columnar.DataType;
import java.util.List;

/**
 * One aggregate of a query.
 *
 * @param function SQL name in upper case: COUNT, SUM, MIN, MAX, AVG ...
 * @param arguments positions of the argument columns; empty for COUNT(*)
 * @param filter position of a BOOLEAN column; only rows where it is true count; -1 for none
 * @param name of the result column
 * @param type of the result
 */
public record AggregateCall(
        String function,
        List<Integer> arguments,
        boolean distinct,
        int filter,
        String name,
        DataType type,
        boolean nullable) {
    public AggregateCall {
        arguments = List.copyOf(arguments);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(function).append('(');
        if (distinct) {
            text.append("DISTINCT ");
        }
        text.append(
                arguments.isEmpty()
                        ? "*"
                        : String.join(", ", arguments.stream().map(i -> "$" + i).toList()));
        text.append(')');
        if (filter >= 0) {
            text.append(" FILTER $").append(filter);
        }
        return text.append(" AS ").append(name).toString();
    }
}
