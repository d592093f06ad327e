package io.millrace.plan;

import io.millrace.columnar.Schema;
import java.util.List;

/**
 * Gives each input row with {@code window_start, window_end, window_time} of its session behind its columns. Which that is
 * only later rows say, so the rows are kept.
 *
 * @param timeColumn position of the event time
 * @param keys positions of the columns by which rows are parted into sessions
 * @param emit whether rows are given when their session is final, or at once and again when it changes
 * @param closeMicros as in {@link SessionAggregate}
 */
public record AssignSessions(
        PlanNode input,
        int timeColumn,
        SessionGap gap,
        List<Integer> keys,
        Aggregate.Emit emit,
        Long closeMicros,
        Schema schema)
        implements PlanNode {
    public AssignSessions {
        keys = List.copyOf(keys);
    }

    @Override
    public List<PlanNode> inputs() {
        return List.of(input);
    }
}
