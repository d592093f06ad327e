package io.millrace.plan;

import io.millrace.columnar.Schema;
import java.util.List;

/**
 * Keeps the whole result and gives all of it after each micro-batch: complete mode.
 *
 * @param keys what to sort by; empty for canonical order
 * @param fetch how many rows to give after {@code offset} were skipped, or -1 for all
 */
public record Materialize(PlanNode input, List<Sort.Key> keys, long offset, long fetch) implements PlanNode {
    public Materialize {
        keys = List.copyOf(keys);
    }

    @Override
    public Schema schema() {
        return input.schema();
    }

    @Override
    public List<PlanNode> inputs() {
        return List.of(input);
    }
}
