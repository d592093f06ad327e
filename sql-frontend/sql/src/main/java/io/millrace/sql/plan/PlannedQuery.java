package io.millrace.sql.plan;

import io.millrace.plan.QueryPlan;
import java.util.List;

/**
 * A query ready to run.
 *
 * @param notes what EXPLAIN says besides the plan itself: state that is not bounded, inputs that are not replayed ...
 */
public record PlannedQuery(QueryPlan plan, List<String> notes) {
    public PlannedQuery {
        notes = List.copyOf(notes);
    }
}
