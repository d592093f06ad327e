package io.millrace.operator;

import io.millrace.aggregate.AggregateCall;
import io.millrace.columnar.Schema;
import io.millrace.plan.Aggregate;
import io.millrace.plan.PlanNode;
import io.millrace.plan.WindowAggregate;
import io.millrace.state.SegmentedGroups;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/** Makes the {@link PartialGroups} of one operator. Threads: any number. */
public final class PreAggregation {
    /** Fewer rows at once are not worth it. */
    public static final int ROWS_MIN = 1_024;

    /** More are not kept for later: nobody counts what they hold. */
    private static final int POOLED_MAX = 16;

    private final Supplier<SegmentRows> rows;
    private final Supplier<SegmentedGroups> groups;
    private final Queue<SegmentedGroups> pool = new ConcurrentLinkedQueue<>();

    private PreAggregation(Supplier<SegmentRows> rows, Schema input, List<Integer> keys, List<AggregateCall> calls) {
        this.rows = rows;
        this.groups = () -> new SegmentedGroups("", input, keys, calls, false, 0, 1);
    }

    /** For the operator of a node over insertions; null where rows have to come one by one. */
    static PreAggregation of(PlanNode node, boolean weightedInput) {
        if (weightedInput) {
            return null;
        }
        if (node instanceof WindowAggregate window && isMergeable(window.input(), window.calls())) {
            return new PreAggregation(
                    () -> new PaneRows(window.window(), window.timeColumn()),
                    window.input().schema(),
                    window.keys(),
                    window.calls());
        }
        if (node instanceof Aggregate aggregate && isMergeable(aggregate.input(), aggregate.calls())) {
            return new PreAggregation(
                    () -> new TimeKeyRows(aggregate), aggregate.input().schema(), aggregate.keys(), aggregate.calls());
        }
        return null;
    }

    private static boolean isMergeable(PlanNode input, List<AggregateCall> calls) {
        return SegmentedGroups.isMergeable(input.schema(), calls);
    }

    /** Empty groups for rows of the micro-batch that the operator is in. */
    public PartialGroups open(BatchContext context) {
        SegmentedGroups pooled = pool.poll();
        return new PartialGroups(rows.get(), pooled != null ? pooled : groups.get(), context);
    }

    /** Takes groups back that no share needs any more. */
    public void recycle(PartialGroups partial) {
        if (pool.size() < POOLED_MAX) {
            partial.groups().reset();
            pool.add(partial.groups());
        }
    }
}
