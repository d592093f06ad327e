package io.millrace.sql.catalog;

import io.millrace.columnar.Schema;
import io.millrace.connector.ReadableTable;
import io.millrace.connector.Table;
import io.millrace.connector.WritableTable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A table as CREATE TABLE defined it: all its columns in declared order, computed ones included, and the connector's own
 * table behind it. Immutable.
 */
public final class CatalogTable {
    private final String name;
    private final List<CatalogColumn> columns;
    private final WatermarkClause watermark;
    private final String connector;
    private final Map<String, String> options;
    private final TableOptions tableOptions;
    private final Table table;

    /**
     * @param watermark the user's clause or else the connector's own
     * @param options all of WITH but {@code connector}
     */
    public CatalogTable(
            String name,
            List<CatalogColumn> columns,
            Optional<WatermarkClause> watermark,
            String connector,
            Map<String, String> options,
            Table table) {
        this.name = name;
        this.columns = List.copyOf(columns);
        this.watermark = watermark.orElse(null);
        this.connector = connector;
        this.options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
        this.tableOptions = TableOptions.read("table \"" + name + "\"", options);
        this.table = table;
    }

    /** The same rows under another watermark, and maybe with more computed columns. */
    public CatalogTable with(List<CatalogColumn> newColumns, WatermarkClause newWatermark) {
        return new CatalogTable(name, newColumns, Optional.of(newWatermark), connector, options, table);
    }

    public String name() {
        return name;
    }

    public List<CatalogColumn> columns() {
        return columns;
    }

    /** The column of that name, without regard to case. */
    public Optional<CatalogColumn> column(String columnName) {
        return columns.stream()
                .filter(column -> column.name().equalsIgnoreCase(columnName))
                .findFirst();
    }

    public Optional<WatermarkClause> watermark() {
        return Optional.ofNullable(watermark);
    }

    public String connector() {
        return connector;
    }

    /** All of WITH but {@code connector}, in written order. */
    public Map<String, String> options() {
        return options;
    }

    /** Those options that are the engine's. */
    public TableOptions tableOptions() {
        return tableOptions;
    }

    /** The connector's table: its schema holds the physical columns only. */
    public Table table() {
        return table;
    }

    public Optional<ReadableTable> readable() {
        return table instanceof ReadableTable readable ? Optional.of(readable) : Optional.empty();
    }

    public Optional<WritableTable> writable() {
        return table instanceof WritableTable writable ? Optional.of(writable) : Optional.empty();
    }

    /** All columns as a query sees them. */
    public Schema schema() {
        return new Schema(columns.stream().map(CatalogColumn::field).toList());
    }
}
