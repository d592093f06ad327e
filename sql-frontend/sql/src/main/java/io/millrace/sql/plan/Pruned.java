package io.millrace.sql.plan;

import io.millrace.columnar.Schema;
import io.millrace.expr.Expr;
import io.millrace.plan.PlanNode;
import java.util.List;

/** A node that may have fewer columns: {@code places[old]} is where a column is now, -1 where it is gone. */
record Pruned(PlanNode node, int[] places) {
    int at(int column) {
        return places[column];
    }

    List<Integer> at(List<Integer> columns) {
        return columns.stream().map(this::at).toList();
    }

    Expr at(Expr expr) {
        return PlanNodes.moved(expr, this::at);
    }

    Schema schema() {
        return node.schema();
    }
}
