package io.millrace.sql.plan;

import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.rex.RexBuilder;

/**
 * A query as a relational expression, before it is known how it will run.
 *
 * @param names of the result's columns
 */
record LogicalQuery(RelNode rel, List<String> names) {

    static LogicalQuery of(QueryFrontEnd.Validated valid, RelOptCluster cluster) {
        RelRoot root = valid.toRoot(cluster);
        return new LogicalQuery(
                LogicalRules.apply(root.project()), valid.rowType().getFieldNames());
    }

    RexBuilder rexBuilder() {
        return rel.getCluster().getRexBuilder();
    }
}
