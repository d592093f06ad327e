package io.millrace.benchmarks.rig;

import io.millrace.benchmarks.rig.EventTable.Event;
import io.millrace.checkpoint.BatchRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The answers of the queries by plain loops over the rows, from the rules of watermarks and late rows as they are written
 * down: nothing of the engine is used, but for which rows were in which micro-batch and what its clock was.
 */
final class Oracle {
    private static final long SIZE_MICROS = 10_000_000;
    private static final long NONE = Long.MIN_VALUE;

    private final RigQuery query;
    private final Map<String, EventTable> tables;

    Oracle(RigQuery query, Map<String, EventTable> tables) {
        this.query = query;
        this.tables = tables;
    }

    /** What a reader of the results sees after these micro-batches, sorted. */
    List<String> answer(Collection<BatchRecord> batches) {
        List<String> rows = switch (query) {
            case WINDOW -> windows(batches);
            case COUNTS -> counts(batches);
            case JOIN -> pairs(batches);
            case TOLLS -> tolls(batches);
        };
        rows.sort(Comparator.naturalOrder());
        return rows;
    }

    private List<Event> rows(String table, Collection<BatchRecord> batches) {
        BatchRecord last = null;
        for (BatchRecord batch : batches) {
            last = batch;
        }
        return last == null
                ? List.of()
                : tables.get(table).rowsBefore(last.ranges().get(table).end());
    }

    private List<String> counts(Collection<BatchRecord> batches) {
        Map<Long, long[]> groups = new TreeMap<>();
        for (Event event : rows("ev", batches)) {
            long[] group = groups.computeIfAbsent(event.k(), k -> new long[] {0, 0, NONE});
            group[0]++;
            group[1] += event.v();
            group[2] = Math.max(group[2], event.tsMicros() / 1_000_000);
        }
        List<String> rows = new ArrayList<>();
        groups.forEach((k, group) -> rows.add(k + "," + group[0] + "," + group[1] + "," + group[2]));
        return rows;
    }

    private List<String> pairs(Collection<BatchRecord> batches) {
        List<String> rows = new ArrayList<>();
        List<Event> right = rows("ev2", batches);
        for (Event left : rows("ev", batches)) {
            for (Event other : right) {
                if (left.k() == other.k() && Math.abs(left.tsMicros() - other.tsMicros()) <= 5_000_000) {
                    rows.add(left.k() + "," + left.v() + "," + other.v());
                }
            }
        }
        return rows;
    }

    /** What {@link Tolls} says: timers go off in the order of their times, and at one time of their keys, behind all rows. */
    private List<String> tolls(Collection<BatchRecord> batches) {
        EventTable table = tables.get("ev");
        TreeMap<Long, TreeMap<Long, Long>> due = new TreeMap<>();
        Map<Long, long[]> keys = new HashMap<>();
        List<String> out = new ArrayList<>();
        PartitionTimes times = new PartitionTimes(table.partitionCount());
        for (BatchRecord batch : batches) {
            long clock = batch.clockMicros();
            long watermark = batch.last() ? Long.MAX_VALUE : times.watermark(clock);
            BatchRecord.Range range = batch.ranges().get("ev");
            for (int partition = 0; partition < table.partitionCount(); partition++) {
                for (Event event : table.rows(partition, range.start(), range.end())) {
                    times.see(partition, event.tsMicros(), clock);
                    long millis = Math.floorDiv(event.tsMicros(), 1_000) + Tolls.DELAY_MILLIS;
                    due.computeIfAbsent(millis, time -> new TreeMap<>()).merge(event.k(), 1L, Long::sum);
                    keys.computeIfAbsent(event.k(), k -> new long[2])[1] += event.v();
                }
            }
            while (!due.isEmpty() && due.firstKey() <= Math.floorDiv(watermark, 1_000)) {
                Map.Entry<Long, TreeMap<Long, Long>> first = due.pollFirstEntry();
                first.getValue().forEach((k, rows) -> {
                    long[] key = keys.get(k);
                    key[0]++;
                    out.add(first.getKey() + "," + k + "," + rows + "," + key[0] + "," + key[1]);
                    key[1] = 0;
                });
            }
            times.advance(clock);
        }
        return out;
    }

    private List<String> windows(Collection<BatchRecord> batches) {
        EventTable table = tables.get("ev");
        Map<List<Long>, long[]> open = new HashMap<>();
        Set<List<Long>> closed = new HashSet<>();
        List<String> out = new ArrayList<>();
        PartitionTimes times = new PartitionTimes(table.partitionCount());
        long late = NONE;
        for (BatchRecord batch : batches) {
            long clock = batch.clockMicros();
            long watermark = batch.last() ? Long.MAX_VALUE : times.watermark(clock);
            BatchRecord.Range range = batch.ranges().get("ev");
            for (int partition = 0; partition < table.partitionCount(); partition++) {
                for (Event event : table.rows(partition, range.start(), range.end())) {
                    times.see(partition, event.tsMicros(), clock);
                    long end = Math.floorDiv(event.tsMicros(), SIZE_MICROS) * SIZE_MICROS + SIZE_MICROS;
                    if (end > late) {
                        long[] group = open.computeIfAbsent(List.of(end, event.k()), key -> new long[2]);
                        group[0]++;
                        group[1] += event.v();
                    }
                }
            }
            close(open, watermark, closed, out);
            times.advance(clock);
            late = watermark;
        }
        return out;
    }

    private static void close(Map<List<Long>, long[]> open, long watermark, Set<List<Long>> closed, List<String> out) {
        open.entrySet().removeIf(entry -> {
            long end = entry.getKey().get(0);
            if (end > watermark) {
                return false;
            }
            if (!closed.add(entry.getKey())) {
                throw new AssertionError("the rules give window " + entry.getKey() + " twice");
            }
            long[] group = entry.getValue();
            out.add((end - SIZE_MICROS) / 1_000_000 + "," + entry.getKey().get(1) + "," + group[0] + "," + group[1]);
            return true;
        });
    }

    /** The highest time of each partition less the delay; the lowest of those that are not idle. */
    private static final class PartitionTimes {
        private final long[] highest;
        private final long[] seen;
        private long watermark = NONE;

        PartitionTimes(int partitions) {
            highest = new long[partitions];
            seen = new long[partitions];
            java.util.Arrays.fill(highest, NONE);
        }

        void see(int partition, long tsMicros, long clock) {
            highest[partition] = Math.max(highest[partition], tsMicros);
            seen[partition] = clock;
        }

        long watermark(long clock) {
            long lowest = Long.MAX_VALUE;
            for (int i = 0; i < highest.length; i++) {
                if (highest[i] != NONE && clock - seen[i] < RigQuery.IDLE_MICROS) {
                    lowest = Math.min(lowest, highest[i]);
                }
            }
            return lowest == Long.MAX_VALUE ? watermark : Math.max(watermark, lowest - RigQuery.DELAY_MICROS);
        }

        void advance(long clock) {
            watermark = watermark(clock);
        }
    }
}
