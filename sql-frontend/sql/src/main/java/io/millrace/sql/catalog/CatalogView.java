package io.millrace.sql.catalog;

import java.util.List;

/**
 * A named query.
 *
 * @param columnNames names given in {@code CREATE VIEW v (a, b)}; empty when the query's own names hold
 * @param query SQL text of the query
 */
public record CatalogView(String name, List<String> columnNames, String query) {
    public CatalogView {
        columnNames = List.copyOf(columnNames);
    }
}
