package io.millrace.sql;

import io.millrace.columnar.Schema;
import io.millrace.connector.builtin.MemoryTable;
import io.millrace.sql.catalog.CatalogTable;
import java.util.Arrays;
import java.util.List;

/**
 * A table in memory to which a program adds rows; in SQL it is a table of connector {@code memory}. Thread-safe. Rows that are
 * added together are never parted: a micro-batch has all of them or none.
 */
public final class MemoryStream {
    private final Session session;
    private final CatalogTable table;
    private final MemoryTable memory;

    private MemoryStream(Session session, CatalogTable table) {
        this.session = session;
        this.table = table;
        this.memory = (MemoryTable) table.table();
    }

    static MemoryStream create(Session session, SessionState state, String name, String columns) {
        TableSpec spec = new TableSpec();
        spec.format("memory");
        spec.columns(columns);
        session.execute(spec.ddl(name));
        return new MemoryStream(session, state.catalog().table(name).orElseThrow());
    }

    public String name() {
        return table.name();
    }

    /** The columns that a row has: without those that the table computes. */
    public Schema schema() {
        return memory.schema();
    }

    /** The rows as they come. */
    public DataFrame toDF() {
        return session.readStream().table(table.name());
    }

    /** Adds one row of these values. */
    public MemoryStream add(Object... values) {
        return addData(Row.of(values));
    }

    public MemoryStream addData(Row... rows) {
        return addData(Arrays.asList(rows));
    }

    /** Adds rows: values are as {@link JavaValues#toColumn} takes them, times as texts too. */
    public MemoryStream addData(List<Row> rows) {
        memory.add(RowBatches.of(rows, memory.schema()));
        return this;
    }

    /** No row will follow: windows close, and queries over such streams alone finish. */
    public void end() {
        memory.end();
    }
}
