package io.millrace.plan;

import io.millrace.columnar.Schema;
import io.millrace.expr.Expr;
import java.util.List;

/**
 * Gives each input row once for every element of a collection: the input's columns, then the element's (one column for
 * an ARRAY of scalars, its fields for an ARRAY of ROW, key and value for a MAP), then the ordinality if asked for.
 *
 * @param collection ARRAY or MAP over the input's columns; NULL and empty ones give no row
 * @param outer whether an empty collection gives one row of NULLs instead of none
 */
public record Unnest(PlanNode input, Expr collection, boolean withOrdinality, boolean outer, Schema schema)
        implements PlanNode {
    @Override
    public List<PlanNode> inputs() {
        return List.of(input);
    }
}
