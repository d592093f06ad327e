package io.millrace.checkpoint;

import java.util.List;
import java.util.Map;

/**
 * What is logged of one micro-batch before its outputs take effect: enough to run it again with the identical result.
 *
 * @param batchId 0, 1, 2 ...
 * @param ranges what was read, by source name
 * @param watermarksIn by watermark operator: the watermark the batch ran with
 * @param watermarksOut by watermark operator: what it knows at the end of the batch; used from the next one on
 * @param partitions by watermark operator and then source partition: highest event time seen, and idleness
 * @param clockMicros clock of the batch
 * @param inputRows by source name, to notice a source that changed
 * @param staged what {@code Sink.prepare} returned
 * @param last whether this is the last batch of a query whose inputs have ended
 */
public record BatchRecord(
        long batchId,
        Map<String, Range> ranges,
        Map<String, Long> watermarksIn,
        Map<String, Long> watermarksOut,
        Map<String, List<PartitionTime>> partitions,
        long clockMicros,
        Map<String, Long> inputRows,
        String staged,
        boolean last) {

    /** Input from one source; offsets are JSON texts. */
    public record Range(String start, String end) {}

    /**
     * Progress of a source partition.
     *
     * @param maxTimeMicros highest event time so far
     * @param seenMicros batch clock when it last gave rows
     */
    public record PartitionTime(String partition, long maxTimeMicros, long seenMicros) {}

    public BatchRecord {
        ranges = Map.copyOf(ranges);
        watermarksIn = Map.copyOf(watermarksIn);
        watermarksOut = Map.copyOf(watermarksOut);
        partitions = Map.copyOf(partitions);
        inputRows = Map.copyOf(inputRows);
    }
}
