package io.millrace.sql;

import io.millrace.columnar.DataType;
import io.millrace.columnar.Schema;
import java.util.List;
import java.util.Optional;

/**
 * What can be said of a statement before it is executed.
 *
 * @param columns of its rows; empty when it gives none, or when that depends on its parameters
 * @param parameters the type of each parameter, where one follows from what stands around it
 */
public record StatementShape(Optional<Schema> columns, List<Optional<DataType>> parameters) {
    public StatementShape {
        parameters = List.copyOf(parameters);
    }
}
