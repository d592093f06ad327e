package io.millrace.plan;

import io.millrace.aggregate.AggregateCall;
import io.millrace.columnar.Schema;
import io.millrace.time.WindowAssignment;
import java.util.List;

/**
 * Aggregates by windows and keys; gives the rows of a window when the watermark has passed its end. Rows are
 * folded into panes, whatever the overlap.
 *
 * <p>Shape of the output: key columns, {@code window_start}, {@code window_end}, {@code window_time} (all three of the
 * time column's type), then one column for each call.
 *
 * @param timeColumn position of the event time
 * @param keys positions of the key columns
 */
public record WindowAggregate(
        PlanNode input,
        int timeColumn,
        WindowAssignment window,
        List<Integer> keys,
        List<AggregateCall> calls,
        Schema schema)
        implements PlanNode {
    public WindowAggregate {
        keys = List.copyOf(keys);
        calls = List.copyOf(calls);
    }

    @Override
    public List<PlanNode> inputs() {
        return List.of(input);
    }
}
