package io.millrace.operator;

import io.millrace.expr.EvalContext;

/**
 * What an operator knows of the micro-batch.
 *
 * @param lateWatermarks by input: rows the operator would need evicted state for are late; what it evicted with last
 * @param watermarks by input: what is final now; never below the late ones
 * @param late takes the rows that the operator drops as late
 */
public record BatchContext(long batchId, EvalContext eval, long[] lateWatermarks, long[] watermarks, LateRows late) {
    /** One where nobody asks for late rows. */
    public BatchContext(long batchId, EvalContext eval, long[] lateWatermarks, long[] watermarks) {
        this(batchId, eval, lateWatermarks, watermarks, LateRows.IGNORED);
    }

    public BatchContext withLate(LateRows newLate) {
        return new BatchContext(batchId, eval, lateWatermarks, watermarks, newLate);
    }

    public long watermark() {
        long min = Long.MAX_VALUE;
        for (long watermark : watermarks) {
            min = Math.min(min, watermark);
        }
        return min;
    }

    public long lateWatermark() {
        long min = Long.MAX_VALUE;
        for (long watermark : lateWatermarks) {
            min = Math.min(min, watermark);
        }
        return min;
    }
}
