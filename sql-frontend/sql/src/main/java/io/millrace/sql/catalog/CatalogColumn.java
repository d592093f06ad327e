package io.millrace.sql.catalog;

import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import org.apache.calcite.sql.SqlNode;

/**
 * A column of a table in the catalog.
 *
 * @param type null while a computed column is not yet resolved
 * @param expression what a computed column is computed from, unvalidated; null for a physical column and for the
 *     processing time
 * @param procTime whether the column is {@code PROCTIME()}: the clock of the batch in which the row arrived
 */
public record CatalogColumn(String name, DataType type, boolean nullable, SqlNode expression, boolean procTime) {

    public static CatalogColumn physical(Field field) {
        return new CatalogColumn(field.name(), field.type(), field.nullable(), null, false);
    }

    /** Whether the connector reads or writes this column. */
    public boolean physical() {
        return expression == null && !procTime;
    }

    /** This column with the type that its expression turned out to have. */
    public CatalogColumn resolved(DataType resolvedType, boolean resolvedNullable) {
        return new CatalogColumn(name, resolvedType, resolvedNullable, expression, procTime);
    }

    public Field field() {
        return new Field(name, type, nullable);
    }
}
