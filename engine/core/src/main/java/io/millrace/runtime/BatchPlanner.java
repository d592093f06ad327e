package io.millrace.runtime;

import io.millrace.connector.ReadLimit;
import io.millrace.connector.VersionedSource;
import io.millrace.runtime.MicroBatch.OffsetRange;
import io.millrace.time.Watermarks;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Decides what the next micro-batch reads, and whether there is one at all. */
final class BatchPlanner {
    private static final long BYTES_PER_BATCH_MAX = 256L << 20;
    private static final long BYTES_PER_BATCH_MIN = 1L << 20;

    private final Collection<ScanState> scans;
    private final WatermarkTracker tracker;
    private final List<Step> stateful;
    private final QuerySettings settings;
    private final boolean batchQuery;
    private final InstantSource clock;
    private long lastClockMicros;
    private Map<String, Long> lastWatermarks = Map.of();
    private long nextBatchId;

    BatchPlanner(
            Collection<ScanState> scans,
            WatermarkTracker tracker,
            List<Step> stateful,
            QuerySettings settings,
            boolean batchQuery) {
        this.scans = scans;
        this.tracker = tracker;
        this.stateful = stateful;
        this.settings = settings;
        this.batchQuery = batchQuery;
        this.clock = settings.clock();
    }

    /** Goes on behind a micro-batch. */
    void resumeAfter(MicroBatch batch) {
        nextBatchId = batch.batchId() + 1;
        lastClockMicros = batch.clockMicros();
        lastWatermarks = batch.watermarks();
    }

    Map<String, Long> lastWatermarks() {
        return lastWatermarks;
    }

    /** The next micro-batch, or empty when there is nothing to do now. */
    Optional<MicroBatch> next() {
        readAhead();
        long clockMicros = clockMicros();
        boolean last = allEnded();
        Map<String, Long> watermarks = new HashMap<>();
        Map<String, OffsetRange> ranges = new HashMap<>();
        for (ScanState scan : scans) {
            boolean ended = batchQuery ? last : scan.ended();
            watermarks.put(scan.name, ended ? Watermarks.END : watermark(scan, clockMicros));
            ranges.put(scan.name, new OffsetRange(scan.position, scan.end));
        }
        MicroBatch batch = new MicroBatch(nextBatchId, ranges, lastWatermarks, watermarks, clockMicros, last);
        return batch.hasData() || last || isDue(batch) ? Optional.of(batch) : Optional.empty();
    }

    /** The lowest watermark of the sources as it is now. */
    long lowestWatermark() {
        long clockMicros = clockMicros();
        return scans.stream()
                .mapToLong(scan -> scan.ended() ? Watermarks.END : watermark(scan, clockMicros))
                .min()
                .orElse(Watermarks.NONE);
    }

    private long watermark(ScanState scan, long clockMicros) {
        return batchQuery ? Watermarks.NONE : tracker.watermark(scan.name, clockMicros);
    }

    /** A batch query's last batch reads the last rows; a continuous query's follows them, when nothing is left. */
    private boolean allEnded() {
        for (ScanState scan : scans) {
            if (batchQuery ? !scan.endsAtTarget() : !scan.ended()) {
                return false;
            }
        }
        return true;
    }

    private void readAhead() {
        boolean whole = settings.trigger().kind() == Trigger.Kind.ONCE;
        ReadLimit limit = whole ? ReadLimit.NONE : new ReadLimit(settings.maxRowsPerBatch(), bytesMax());
        long version = Long.MAX_VALUE;
        for (ScanState scan : scans) {
            scan.look();
            if (scan.source instanceof VersionedSource && !whole && !batchQuery) {
                version = Math.min(version, scan.nextVersion());
            } else {
                scan.advance(limit);
            }
        }
        for (ScanState scan : scans) {
            if (scan.source instanceof VersionedSource && !whole && !batchQuery) {
                if (version == Long.MAX_VALUE) {
                    scan.end = scan.position;
                } else {
                    scan.advanceTo(version);
                }
            }
        }
    }

    /** Most input of one source in a micro-batch: what it becomes must fit into memory beside the state. */
    private long bytesMax() {
        return Math.min(BYTES_PER_BATCH_MAX, Math.max(BYTES_PER_BATCH_MIN, settings.memoryLimitBytes() / 8));
    }

    private boolean isDue(MicroBatch batch) {
        return stateful.stream()
                .anyMatch(step ->
                        step.isDue(batch::watermark) || !batchQuery && step.nextClockMicros() <= batch.clockMicros());
    }

    long clockMicros() {
        Instant now = clock.instant();
        long micros = now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
        return Math.max(lastClockMicros, micros);
    }

    /** How long to wait at most before looking again, in milliseconds; Long.MAX_VALUE when sources tell. */
    long sleepMillis() {
        long millis = Long.MAX_VALUE;
        for (ScanState scan : scans) {
            if (!scan.ended() && scan.source.pollMillis() > 0) {
                millis = Math.min(millis, scan.source.pollMillis());
            }
        }
        long now = clockMicros();
        long wakeMicros = tracker.nextIdle(now);
        if (tracker.hasProcessingTime()) {
            for (Step step : stateful) {
                wakeMicros = Math.min(wakeMicros, step.nextWakeUp());
            }
        }
        for (Step step : stateful) {
            wakeMicros = Math.min(wakeMicros, step.nextClockMicros());
        }
        if (wakeMicros != Long.MAX_VALUE) {
            millis = Math.min(millis, Math.max(1, (wakeMicros - now + 999) / 1_000));
        }
        return millis;
    }
}
