package io.millrace.sql.plan;

import io.millrace.plan.QueryPlan;
import io.millrace.sql.catalog.CatalogTable;
import java.util.List;

/**
 * A query ready to run.
 *
 * @param explanation what EXPLAIN shows: the plan, and of each operator with state its keys, when it lets go of them and
 *     whether that bounds it
 * @param notes what a user should know before starting it: state that is not bounded, exceptions from the promise that the
 *     result is the batch answer; part of the explanation too
 * @param tables that the plan reads and the catalog does not have
 */
public record PlannedQuery(QueryPlan plan, String explanation, List<String> notes, List<CatalogTable> tables) {
    public PlannedQuery {
        notes = List.copyOf(notes);
        tables = List.copyOf(tables);
    }

    PlannedQuery with(List<CatalogTable> newTables) {
        return new PlannedQuery(plan, explanation, notes, newTables);
    }
}
