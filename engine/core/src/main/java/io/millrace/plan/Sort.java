package io.millrace.plan;

import io.millrace.columnar.Schema;
import java.util.List;

/**
 * Sorts a finite input; gives it when all input has ended. Ties keep canonical order.
 *
 * @param fetch how many rows to give after {@code offset} were skipped, or -1 for all
 */
public record Sort(PlanNode input, List<Key> keys, long offset, long fetch) implements PlanNode {

    /** One column to sort by. */
    public record Key(int column, boolean descending, boolean nullsFirst) {}

    public Sort {
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
