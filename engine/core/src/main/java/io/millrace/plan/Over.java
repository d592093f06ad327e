package io.millrace.plan;

import io.millrace.columnar.Schema;
import java.util.List;

/**
 * Gives each input row with what is worked out for it over rows of its partition that stand before it or with it: OVER.
 *
 * <p>Shape of the output: the input's columns, then one for each call.
 *
 * @param partitionBy positions of the columns whose values a partition shares; none for one partition of all rows
 * @param orderBy the order within a partition; ties stand in order of arrival
 * @param peerKeys how many of {@code orderBy}, from the first, rows must agree on to be peers; the others only break ties
 * @param emit when rows are given
 * @param close when a row is final and later ones before it are late, or null when never
 * @param first which rows alone are given, or null for all
 */
public record Over(
        PlanNode input,
        List<Integer> partitionBy,
        List<Sort.Key> orderBy,
        int peerKeys,
        List<OverCall> calls,
        Aggregate.Emit emit,
        Close close,
        First first,
        Schema schema)
        implements PlanNode {

    /** A row is final when the first column of {@code orderBy}, a time, {@code + offsetMicros <= watermark}. */
    public record Close(long offsetMicros) {}

    /**
     * The first rows of each partition. Others are not kept: nothing is ever taken back, so they cannot become first.
     *
     * @param peers whether the peers of the last of them are given as well
     */
    public record First(long rows, boolean peers) {}

    public Over {
        partitionBy = List.copyOf(partitionBy);
        orderBy = List.copyOf(orderBy);
        calls = List.copyOf(calls);
    }

    @Override
    public List<PlanNode> inputs() {
        return List.of(input);
    }
}
