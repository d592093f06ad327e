package io.millrace.plan;

import io.millrace.columnar.Schema;
import io.millrace.expr.Expr;
import java.util.List;

/** Computes one expression for each output column. */
public record Project(PlanNode input, List<Expr> expressions, Schema schema) implements PlanNode {
    public Project {
        expressions = List.copyOf(expressions);
    }

    @Override
    public List<PlanNode> inputs() {
        return List.of(input);
    }
}
