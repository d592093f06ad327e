package io.millrace.sql.catalog;

import io.millrace.columnar.Schema;
import java.util.List;
import java.util.function.Supplier;
import org.apache.calcite.sql.SqlNode;

/**
 * What functions of a program make of queries. Stands in a FROM as a view does.
 *
 * @param name that no user gives
 * @param inputs makes the syntax tree of each query anew, since the validator changes those that it is given
 * @param schema of what comes out
 */
public record CatalogProgram(String name, List<Supplier<SqlNode>> inputs, ProgramStep step, Schema schema) {
    public CatalogProgram {
        inputs = List.copyOf(inputs);
    }
}
