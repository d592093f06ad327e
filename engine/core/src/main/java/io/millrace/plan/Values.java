package io.millrace.plan;

import io.millrace.columnar.Schema;
import io.millrace.expr.Expr;
import java.util.List;

/** A fixed list of rows, given once, in the first micro-batch; each row one expression for each column. */
public record Values(List<List<Expr>> rows, Schema schema) implements PlanNode {
    public Values {
        rows = rows.stream().map(List::copyOf).toList();
    }

    @Override
    public List<PlanNode> inputs() {
        return List.of();
    }
}
