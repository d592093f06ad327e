package io.millrace.operator;

import io.millrace.expr.EvalContext;

/**
 * What an operator knows of the micro-batch.
 *
 * @param lateWatermarks by input: rows the operator would need evicted state for are late; what it evicted with last
 * @param watermarks by input: what is final now; never below the late ones
 */
public record BatchContext(long batchId, EvalContext eval, long[] lateWatermarks, long[] watermarks) {
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
