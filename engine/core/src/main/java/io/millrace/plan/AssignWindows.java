package io.millrace.plan;

import io.millrace.columnar.Schema;
import io.millrace.time.WindowAssignment;
import java.util.List;

/**
 * Gives each input row once for every window it belongs to, with {@code window_start, window_end, window_time} behind
 * its columns. A row whose time is NULL belongs to none.
 */
public record AssignWindows(PlanNode input, int timeColumn, WindowAssignment window, Schema schema)
        implements PlanNode {
    @Override
    public List<PlanNode> inputs() {
        return List.of(input);
    }
}
