package io.millrace.sql;

import io.millrace.connector.builtin.LateRowsTable;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.runtime.StreamingQuery;
import io.millrace.sql.catalog.Catalog;
import io.millrace.sql.catalog.CatalogColumn;
import io.millrace.sql.catalog.CatalogTable;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The tables {@code <query>$late} of a session: made when a query starts under {@code 'late-rows' = 'table'}, there until
 * its name is used again; that of a SELECT until another SELECT STREAM starts after it has ended. Thread-safe.
 */
final class LateRowsTables {
    static final String CONNECTOR = "late-rows";
    private static final String SUFFIX = "$late";

    private final Catalog catalog;
    private final SessionSettings settings;
    /** Queries whose tables go when they have ended, by table. */
    private final Map<String, StreamingQuery> passing = new TreeMap<>();

    LateRowsTables(Catalog catalog, SessionSettings settings) {
        this.catalog = catalog;
        this.settings = settings;
    }

    /** The table for a query that is about to start; null when the settings ask for none. */
    LateRowsTable forQuery(String query) {
        if (settings.get(SessionSettings.LATE_ROWS).equals("count")) {
            return null;
        }
        String name = query + SUFFIX;
        if (catalog.view(name).isPresent()
                || catalog.table(name).isPresent() && old(name).isEmpty()) {
            throw new MillraceException(
                    ErrorCode.DUPLICATE_NAME,
                    "there is a table or view \"" + name
                            + "\", and 'late-rows' = 'table' keeps the late rows of query \"" + query
                            + "\" under that name; DROP it, or SET 'query.name' to another name");
        }
        return new LateRowsTable(
                name, settings.get(SessionSettings.LATE_ROWS_MAX).intValue());
    }

    private Optional<CatalogTable> old(String name) {
        return catalog.table(name).filter(table -> table.table() instanceof LateRowsTable);
    }

    /**
     * Puts the table of a query that has started in the catalog, in place of that of the last one of its name.
     *
     * @param late null for none
     * @param passing whether it goes some time after the query
     */
    synchronized void started(StreamingQuery query, LateRowsTable late, boolean passing) {
        dropPassed();
        String name = query.name() + SUFFIX;
        old(name).ifPresent(table -> catalog.dropTable(table.name()));
        if (late == null) {
            return;
        }
        catalog.add(new CatalogTable(
                name,
                late.schema().fields().stream().map(CatalogColumn::physical).toList(),
                Optional.empty(),
                CONNECTOR,
                Map.of(),
                late));
        if (passing) {
            this.passing.put(name, query);
        }
    }

    private void dropPassed() {
        passing.entrySet().removeIf(entry -> {
            boolean ended = switch (entry.getValue().state()) {
                case FINISHED, STOPPED, FAILED -> true;
                case STARTING, RUNNING, IDLE, PAUSED, RESTARTING -> false;
            };
            if (ended) {
                old(entry.getKey()).ifPresent(table -> catalog.dropTable(table.name()));
            }
            return ended;
        });
    }
}
