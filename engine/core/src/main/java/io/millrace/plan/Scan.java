package io.millrace.plan;

import io.millrace.columnar.Schema;
import java.util.List;

/**
 * Reads a table.
 *
 * @param table name in the catalog
 * @param source name of this source in the offset log: the table's, with a number behind where it is read twice
 * @param columns positions in the table's own schema of the columns read
 */
public record Scan(String table, String source, List<Integer> columns, Schema schema) implements PlanNode {
    public Scan {
        columns = List.copyOf(columns);
    }

    @Override
    public List<PlanNode> inputs() {
        return List.of();
    }
}
