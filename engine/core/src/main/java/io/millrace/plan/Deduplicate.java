package io.millrace.plan;

import io.millrace.columnar.Schema;
import java.util.List;

/**
 * Gives a row unless one with the same keys, no further than a length of time away, was given before it. So of rows that are
 * all within that length the one that arrived first is given. A row without a time is always given.
 *
 * <p>Shape of the output: the input's columns.
 *
 * @param keys positions of the columns on which duplicates agree; none where all rows are of one key
 * @param timeColumn position of the time by which rows are near each other
 * @param withinMicros how far apart duplicates are at most
 * @param close when a row is late, and what is given is forgotten {@code withinMicros} later; null when never
 */
public record Deduplicate(PlanNode input, List<Integer> keys, int timeColumn, long withinMicros, Close close)
        implements PlanNode {

    /** A row is late when its time {@code + offsetMicros <= watermark}. */
    public record Close(long offsetMicros) {}

    public Deduplicate {
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
