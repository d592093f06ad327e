package io.millrace.plan;

import io.millrace.aggregate.AggregateCall;
import io.millrace.columnar.Schema;
import java.util.List;

/**
 * Aggregates by keys and sessions: runs of rows of which none is further than a gap from the next. A row covers {@code
 * [time, time + gap)}; ranges that overlap or touch are one session. A row whose time is NULL is in none.
 *
 * <p>Shape of the output: key columns, {@code window_start}, {@code window_end}, {@code window_time} (all three of the time
 * column's type), then one column for each call.
 *
 * @param timeColumn position of the event time
 * @param keys positions of the key columns
 * @param closeMicros a session is final when {@code end + closeMicros <= watermark}, and a row late when that holds for its
 *     time: 1 for an event time, since a row at the end can still join; null when never
 */
public record SessionAggregate(
        PlanNode input,
        int timeColumn,
        SessionGap gap,
        List<Integer> keys,
        List<AggregateCall> calls,
        Aggregate.Emit emit,
        Long closeMicros,
        Schema schema)
        implements PlanNode {
    public SessionAggregate {
        keys = List.copyOf(keys);
        calls = List.copyOf(calls);
    }

    @Override
    public List<PlanNode> inputs() {
        return List.of(input);
    }
}
