package io.millrace.plan;

import io.millrace.connector.OutputMode;
import java.util.List;

/**
 * A whole continuous or batch query: what a pipeline runs and a checkpoint keeps.
 *
 * @param mode how results reach the sink
 * @param uniqueKey positions of columns that identify a result row, in update mode never empty unless there is one row
 *     only; null when none is known
 * @param batch whether it is a batch query: fixed ranges, nothing late, everything final at the end
 */
public record QueryPlan(PlanNode root, OutputMode mode, List<Integer> uniqueKey, boolean batch) {
    public QueryPlan {
        uniqueKey = uniqueKey == null ? null : List.copyOf(uniqueKey);
    }
}
