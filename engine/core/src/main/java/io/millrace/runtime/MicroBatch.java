package io.millrace.runtime;

import io.millrace.checkpoint.BatchRecord;
import io.millrace.connector.Offset;
import io.millrace.time.Watermarks;
import java.util.Map;

/**
 * A planned micro-batch: all that its result depends on besides the state.
 *
 * @param ranges by source name
 * @param lateWatermarks by source name: those of the micro-batch before
 * @param watermarks by source name
 * @param last whether the query is finished after it
 */
record MicroBatch(
        long batchId,
        Map<String, OffsetRange> ranges,
        Map<String, Long> lateWatermarks,
        Map<String, Long> watermarks,
        long clockMicros,
        boolean last) {

    /** Input from one source. */
    record OffsetRange(Offset start, Offset end) {
        boolean isEmpty() {
            return start.equals(end);
        }

        static OffsetRange of(BatchRecord.Range range) {
            return new OffsetRange(new Offset(range.start()), new Offset(range.end()));
        }
    }

    long lateWatermark(String source) {
        return lateWatermarks.getOrDefault(source, Watermarks.NONE);
    }

    long watermark(String source) {
        return watermarks.getOrDefault(source, Watermarks.NONE);
    }

    /** Whether rows are read. */
    boolean hasData() {
        return ranges.values().stream().anyMatch(range -> !range.isEmpty());
    }
}
