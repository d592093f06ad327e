package io.millrace.runtime;

import io.millrace.checkpoint.BatchRecord;
import io.millrace.checkpoint.BatchRecord.PartitionTime;
import io.millrace.plan.AssignWatermark;
import io.millrace.time.Watermarks;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The watermark of each source from the event times seen in its partitions: the minimum, over the partitions that are not
 * idle, of the highest time less the delay. Never falls.
 */
final class WatermarkTracker {
    private final Map<String, AssignWatermark> plans;
    private final Map<String, Map<String, PartitionTime>> partitions = new HashMap<>();
    private final Map<String, Long> current = new HashMap<>();

    /** @param plans watermark of each source that has one, by source name */
    WatermarkTracker(Map<String, AssignWatermark> plans) {
        this.plans = plans;
    }

    void restore(BatchRecord record) {
        record.partitions().forEach((source, times) -> {
            Map<String, PartitionTime> byName = new TreeMap<>();
            times.forEach(time -> byName.put(time.partition(), time));
            partitions.put(source, byName);
        });
        record.watermarksOut().forEach(current::put);
    }

    boolean hasProcessingTime() {
        return plans.values().stream().anyMatch(AssignWatermark::processingTime);
    }

    /** The watermark a source is at when a micro-batch with this clock is planned. */
    long watermark(String source, long clockMicros) {
        AssignWatermark plan = plans.get(source);
        if (plan == null) {
            return Watermarks.NONE;
        }
        long known = current.getOrDefault(source, Watermarks.NONE);
        if (plan.processingTime()) {
            return Math.max(known, Watermarks.minus(clockMicros, plan.delayMicros()));
        }
        long lowest = Watermarks.END;
        for (PartitionTime time : partitions.getOrDefault(source, Map.of()).values()) {
            boolean idle = plan.idleMicros() >= 0 && clockMicros - time.seenMicros() >= plan.idleMicros();
            if (!idle) {
                lowest = Math.min(lowest, time.maxTimeMicros());
            }
        }
        return lowest == Watermarks.END ? known : Math.max(known, Watermarks.minus(lowest, plan.delayMicros()));
    }

    /** When the next partition becomes idle, at the earliest; Long.MAX_VALUE when that would change nothing. */
    long nextIdle(long clockMicros) {
        long next = Long.MAX_VALUE;
        for (Map.Entry<String, Map<String, PartitionTime>> entry : partitions.entrySet()) {
            AssignWatermark plan = plans.get(entry.getKey());
            if (plan == null || plan.idleMicros() < 0 || entry.getValue().size() < 2) {
                continue;
            }
            for (PartitionTime time : entry.getValue().values()) {
                long at = time.seenMicros() + plan.idleMicros();
                if (at > clockMicros) {
                    next = Math.min(next, at);
                }
            }
        }
        return next;
    }

    /** Notes the highest event time that a micro-batch gave of a partition; NONE when it had rows but no time. */
    void observe(String source, String partition, long maxTimeMicros, long clockMicros) {
        partitions
                .computeIfAbsent(source, s -> new TreeMap<>())
                .merge(
                        partition,
                        new PartitionTime(partition, maxTimeMicros, clockMicros),
                        (old, seen) -> new PartitionTime(
                                partition,
                                Math.max(old.maxTimeMicros(), seen.maxTimeMicros()),
                                Math.max(old.seenMicros(), seen.seenMicros())));
    }

    /** Ends a micro-batch: the watermarks it leaves, by source. */
    Map<String, Long> advance(long clockMicros) {
        Map<String, Long> after = new HashMap<>();
        for (String source : plans.keySet()) {
            long watermark = watermark(source, clockMicros);
            current.put(source, watermark);
            after.put(source, watermark);
        }
        return after;
    }

    Map<String, List<PartitionTime>> partitions() {
        Map<String, List<PartitionTime>> lists = new HashMap<>();
        partitions.forEach((source, times) -> lists.put(source, new ArrayList<>(times.values())));
        return lists;
    }
}
