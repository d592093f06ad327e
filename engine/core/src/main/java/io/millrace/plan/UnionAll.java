package io.millrace.plan;

import io.millrace.columnar.Schema;
import java.util.List;

/** All rows of all inputs, which have the same column types. */
public record UnionAll(List<PlanNode> inputs, Schema schema) implements PlanNode {
    public UnionAll {
        inputs = List.copyOf(inputs);
    }
}
