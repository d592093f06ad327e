package io.millrace.sql.catalog;

import io.millrace.sql.parse.SqlText;
import java.util.List;
import java.util.function.Supplier;
import org.apache.calcite.sql.SqlNode;

/**
 * A named query.
 *
 * @param columnNames names given in {@code CREATE VIEW v (a, b)}; empty when the query's own names hold
 * @param query SQL text of the query, to be shown
 * @param syntax makes its syntax tree anew, since the validator changes those that it is given
 */
public record CatalogView(String name, List<String> columnNames, String query, Supplier<SqlNode> syntax) {
    public CatalogView {
        columnNames = List.copyOf(columnNames);
    }

    /** A query that is SQL text. */
    public CatalogView(String name, List<String> columnNames, String query) {
        this(name, columnNames, query, () -> SqlText.parse(query).node());
    }
}
