package io.millrace.sql.plan;

import io.millrace.columnar.Schema;
import io.millrace.connector.ReadableTable;
import io.millrace.error.ErrorCode;
import io.millrace.plan.AssignWatermark;
import io.millrace.plan.PlanNode;
import io.millrace.plan.Project;
import io.millrace.plan.Scan;
import io.millrace.sql.catalog.CatalogColumn;
import io.millrace.sql.catalog.CatalogTable;
import io.millrace.sql.catalog.TableOptions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.calcite.rel.core.TableScan;

/** A table: its scan, then its computed columns, then its watermark, before anything else sees a row. */
final class ScanConverter {
    private final Conversion conversion;

    ScanConverter(Conversion conversion) {
        this.conversion = conversion;
    }

    Relation convert(TableScan rel) {
        CatalogTable table =
                rel.getTable().unwrap(CatalogTables.BaseTable.class).catalogTable();
        ReadableTable readable = readable(table);
        Schema physical = readable.schema();
        String source = conversion.newSource(table.name());
        PlanNode node = new Scan(table.name(), source, Columns.range(0, physical.size()), physical);
        Schema columns = table.schema();
        if (!columns.equals(physical)) {
            node = new Project(node, conversion.computedColumns.of(table), columns);
        }
        Map<Integer, TimeColumn> times = new HashMap<>();
        OptionalInt clock = processingTime(table);
        Optional<AssignWatermark> watermark = watermark(table, source, clock, node);
        if (watermark.isPresent()) {
            node = watermark.get();
            times.put(watermark.get().column(), TimeColumn.of(conversion.newFamily(), 0, 1));
        }
        if (clock.isPresent() && !times.containsKey(clock.getAsInt())) {
            times.put(clock.getAsInt(), new TimeColumn(conversion.newFamily(), 0, OptionalLong.empty(), source));
        }
        boolean silent = !readable.bounded() && watermark.isEmpty();
        Sources sources =
                new Sources(readable.bounded(), watermark.isPresent(), silent ? Set.of(table.name()) : Set.of());
        return new Relation(node, null, Columns.range(0, columns.size()), times, List.of(), true, sources);
    }

    private ReadableTable readable(CatalogTable table) {
        ReadableTable readable = table.readable()
                .orElseThrow(
                        () -> refused(table, "cannot be read: connector \"" + table.connector() + "\" only writes"));
        if (conversion.emission == Emission.BATCH && !readable.finiteNow()) {
            throw refused(
                    table,
                    "has no end, so a plain SELECT over it would never answer; write SELECT STREAM to read it as rows"
                            + " arrive");
        }
        return readable;
    }

    private static Refusal refused(CatalogTable table, String message) {
        return Refusal.aboutTable(
                ErrorCode.INVALID_QUERY, table.name(), "table \"" + table.name() + "\" " + message, null);
    }

    private static OptionalInt processingTime(CatalogTable table) {
        for (int i = 0; i < table.columns().size(); i++) {
            if (table.columns().get(i).procTime()) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }

    private Optional<AssignWatermark> watermark(CatalogTable table, String source, OptionalInt clock, PlanNode node) {
        TableOptions options = table.tableOptions();
        if (clock.isPresent() && conversion.isClock(source)) {
            return Optional.of(
                    new AssignWatermark(node, clock.getAsInt(), 0, true, -1, options.nullEventTime(), false));
        }
        return table.watermark()
                .map(clause -> new AssignWatermark(
                        node,
                        position(table, clause.column()),
                        clause.delayMicros(),
                        false,
                        options.idleMicros(),
                        options.nullEventTime(),
                        options.lateDecidedAtSource()));
    }

    private static int position(CatalogTable table, String column) {
        List<String> names = table.columns().stream().map(CatalogColumn::name).toList();
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).equalsIgnoreCase(column)) {
                return i;
            }
        }
        throw PlanErrors.unknownColumn(column, names, null);
    }
}
