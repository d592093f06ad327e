package io.millrace.plan;

import io.millrace.aggregate.AggregateCall;
import io.millrace.columnar.Schema;
import java.util.List;

/**
 * Aggregates by keys. With no keys there is always one row, over no input too; with no calls it is DISTINCT.
 *
 * <p>Shape of the output: key columns, then one column for each call.
 *
 * @param keys positions of the key columns
 * @param emit when results are given
 * @param close when a group is final and may go, or null when never
 */
public record Aggregate(
        PlanNode input, List<Integer> keys, List<AggregateCall> calls, Emit emit, Close close, Schema schema)
        implements PlanNode {

    /** When an aggregate gives its results. */
    public enum Emit {
        /** Once, when the group is final: insert-only output. Without a {@link Close} that is the end of all input. */
        WHEN_FINAL,
        /** After each micro-batch the groups that changed, old row retracted and new row inserted: weighted output. */
        CHANGES
    }

    /**
     * A group is final when {@code key + offsetMicros <= watermark}.
     *
     * @param key index into {@code keys} of a time key
     * @param offsetMicros 0 for a window's end, 1 for an event time, the window's size for its start
     */
    public record Close(int key, long offsetMicros) {}

    public Aggregate {
        keys = List.copyOf(keys);
        calls = List.copyOf(calls);
    }

    @Override
    public List<PlanNode> inputs() {
        return List.of(input);
    }
}
