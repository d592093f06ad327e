package io.millrace.sql.typed;

import java.util.List;
import java.util.function.Function;

/**
 * Makes objects of rows.
 *
 * @param columns the columns that it takes, in its order
 * @param object makes an object of their values, which have the form {@link io.millrace.columnar.Column#value} gives
 */
public record Decoder<T>(List<Integer> columns, Function<List<Object>, T> object) {
    public Decoder {
        columns = List.copyOf(columns);
    }

    /** Makes an object of the values of a whole row. */
    public T ofWhole(List<Object> row) {
        return object.apply(columns.stream().map(row::get).toList());
    }
}
