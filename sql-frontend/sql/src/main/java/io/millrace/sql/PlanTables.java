package io.millrace.sql;

import io.millrace.connector.ReadableTable;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.plan.QueryPlan;
import io.millrace.sql.catalog.Catalog;
import io.millrace.sql.catalog.CatalogTable;
import io.millrace.sql.plan.PlannedQuery;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The tables that a plan reads, as the catalog has them. */
final class PlanTables {
    private final Catalog catalog;

    private PlanTables(Catalog catalog) {
        this.catalog = catalog;
    }

    /** The tables of a catalog, and those that only a planned query has. */
    static PlanTables of(Catalog catalog, PlannedQuery planned) {
        return new PlanTables(planned.tables().isEmpty() ? catalog : catalog.with(planned.tables()));
    }

    /** Refuses a plan over a table that only takes rows, or whose rows have no end where an end is needed. */
    void requireReadable(QueryPlan plan, boolean batch) {
        for (String name : TableReferences.of(plan.root())) {
            requireReadable(name, batch);
        }
    }

    private void requireReadable(String name, boolean batch) {
        CatalogTable table = catalog.table(name).orElseThrow();
        ReadableTable readable = table.readable()
                .orElseThrow(() -> new MillraceException(
                        ErrorCode.UNSUPPORTED,
                        "table \"" + table.name() + "\" cannot be read; connector \"" + table.connector()
                                + "\" only writes"));
        if (batch && !readable.finiteNow()) {
            throw new MillraceException(
                    ErrorCode.INVALID_QUERY,
                    "the rows of table \"" + table.name()
                            + "\" have no end, so a plain SELECT would give no answer; write SELECT STREAM");
        }
    }

    /** A query that is to stop at what is there now must read tables of which that can be said. */
    void requireEnd(QueryPlan plan, SessionSettings settings) {
        if (!settings.get(SessionSettings.TRIGGER).ends()) {
            return;
        }
        String trigger = settings.written(SessionSettings.TRIGGER).orElseThrow();
        requireEnd(plan, trigger, "limit them by the table's options, or RESET 'trigger'");
    }

    void requireEnd(QueryPlan plan, String trigger, String remedy) {
        for (String name : TableReferences.of(plan.root())) {
            CatalogTable table = catalog.table(name).orElseThrow();
            if (table.readable().filter(ReadableTable::inexhaustible).isPresent()) {
                throw new MillraceException(
                        ErrorCode.INVALID_QUERY,
                        "the rows of table \"" + table.name() + "\" are made without an end, so a query under the"
                                + " trigger \"" + trigger + "\" would never stop; " + remedy);
            }
        }
    }

    /** The tables of a plan as they are now: a definition that changes later does not touch the running query. */
    Function<String, ReadableTable> of(QueryPlan plan) {
        Map<String, ReadableTable> tables = new HashMap<>();
        for (String name : TableReferences.of(plan.root())) {
            catalog.table(name).flatMap(CatalogTable::readable).ifPresent(table -> tables.put(name, table));
        }
        return tables::get;
    }

    /** The tables of a plan. */
    List<CatalogTable> all(QueryPlan plan) {
        return TableReferences.of(plan.root()).stream()
                .map(catalog::table)
                .flatMap(Optional::stream)
                .toList();
    }

    boolean areBounded(QueryPlan plan) {
        return TableReferences.of(plan.root()).stream()
                .map(catalog::table)
                .flatMap(Optional::stream)
                .map(CatalogTable::readable)
                .flatMap(Optional::stream)
                .allMatch(ReadableTable::bounded);
    }
}
