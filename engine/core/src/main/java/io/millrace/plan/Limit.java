package io.millrace.plan;

import io.millrace.columnar.Schema;
import java.util.List;

/** The first rows, in arrival order, of an insert-only input. */
public record Limit(PlanNode input, long offset, long fetch) implements PlanNode {
    @Override
    public Schema schema() {
        return input.schema();
    }

    @Override
    public List<PlanNode> inputs() {
        return List.of(input);
    }
}
