package io.millrace.sql;

import io.millrace.columnar.Schema;

/**
 * A table or view that queries can name.
 *
 * @param name in written case
 * @param description one line: the connector of a table, the query of a view
 * @param columns as a query sees them; none for a view that can no longer be planned
 */
public record NamedTable(String name, boolean view, String description, Schema columns) {}
