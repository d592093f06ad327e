package io.millrace.plan;

import io.millrace.columnar.Schema;
import java.util.List;

/**
 * Declares a column to be event time: notes its maximum by source partition, from which the watermark follows.
 *
 * @param column position of the time column
 * @param delayMicros how far the watermark stays behind the maximum
 * @param processingTime whether the column is the batch clock (PROCTIME()): then the watermark is the clock
 * @param idleMicros after how long without rows a partition no longer holds the watermark back; -1 for never
 * @param nullTime what happens to a row whose time is NULL: {@code keep}, {@code drop} or {@code fail}
 * @param dropLate whether rows behind the watermark are dropped right here ({@code late-rows.decide = source})
 */
public record AssignWatermark(
        PlanNode input,
        int column,
        long delayMicros,
        boolean processingTime,
        long idleMicros,
        String nullTime,
        boolean dropLate)
        implements PlanNode {
    @Override
    public Schema schema() {
        return input.schema();
    }

    @Override
    public List<PlanNode> inputs() {
        return List.of(input);
    }
}
