package io.millrace.benchmarks.rig;

import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.connector.Offset;
import io.millrace.connector.ReadLimit;
import io.millrace.connector.ReadableTable;
import io.millrace.connector.Source;
import io.millrace.connector.Split;
import io.millrace.connector.SplitReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A table with partitions outside of all processes, of which more and more rows show, until it is sealed. */
final class EventTable {
    static final Schema SCHEMA = Schema.of(
            Field.of("k", DataType.BIGINT), Field.of("v", DataType.BIGINT), Field.of("ts", DataType.timestamp(3)));

    private static final int SPLIT_ROWS = 40;

    private final String name;
    private final List<List<Event>> partitions;
    private final int[] visible;
    private boolean sealed;

    /** A row. */
    record Event(long k, long v, long tsMicros) {}

    EventTable(String name, List<List<Event>> partitions) {
        this.name = name;
        this.partitions = partitions;
        this.visible = new int[partitions.size()];
    }

    int partitionCount() {
        return partitions.size();
    }

    /** Shows up to so many more rows of a partition. */
    void show(int partition, int rows) {
        visible[partition] = Math.min(partitions.get(partition).size(), visible[partition] + rows);
    }

    /** Shows all rows, and that no more will come. */
    void seal() {
        for (int i = 0; i < visible.length; i++) {
            visible[i] = partitions.get(i).size();
        }
        sealed = true;
    }

    boolean allShown() {
        for (int i = 0; i < visible.length; i++) {
            if (visible[i] < partitions.get(i).size()) {
                return false;
            }
        }
        return true;
    }

    /** The rows of a partition from one offset to another. */
    List<Event> rows(int partition, String from, String to) {
        return partitions.get(partition).subList(counts(from)[partition], counts(to)[partition]);
    }

    /** All rows before an offset. */
    List<Event> rowsBefore(String offset) {
        List<Event> rows = new ArrayList<>();
        for (int i = 0; i < partitions.size(); i++) {
            rows.addAll(partitions.get(i).subList(0, counts(offset)[i]));
        }
        return rows;
    }

    String end() {
        return text(partitions.stream().mapToInt(List::size).toArray());
    }

    private static int[] counts(String offset) {
        return Arrays.stream(offset.substring(1, offset.length() - 1).split(","))
                .mapToInt(Integer::parseInt)
                .toArray();
    }

    private static String text(int[] counts) {
        return Arrays.stream(counts).mapToObj(String::valueOf).collect(Collectors.joining(",", "[", "]"));
    }

    /** The table as a process sees it. */
    ReadableTable in(World world, Process process) {
        return new Table(world, process);
    }

    private record Rows(int number, int from, int to) implements Split {
        @Override
        public String partition() {
            return String.valueOf(number);
        }
    }

    private final class Table implements ReadableTable, Source {
        private final World world;
        private final Process process;
        private List<Integer> columns = List.of();

        Table(World world, Process process) {
            this.world = world;
            this.process = process;
        }

        @Override
        public Schema schema() {
            return SCHEMA;
        }

        @Override
        public Source source(List<Integer> wanted) {
            Table source = new Table(world, process);
            source.columns = wanted;
            return source;
        }

        @Override
        public boolean bounded() {
            return false;
        }

        @Override
        public boolean replayable() {
            return true;
        }

        @Override
        public Offset initial() {
            return new Offset(text(new int[partitions.size()]));
        }

        @Override
        public Offset latest() {
            world.step(process, "latest " + name);
            return new Offset(text(visible));
        }

        /** Takes from the partitions in turn. */
        @Override
        public Offset limit(Offset start, Offset latest, ReadLimit limit) {
            int[] end = counts(start.json());
            int[] last = counts(latest.json());
            long left = limit.maxRows();
            for (boolean more = true; more && left > 0; ) {
                more = false;
                for (int i = 0; i < end.length && left > 0; i++) {
                    if (end[i] < last[i]) {
                        end[i]++;
                        left--;
                        more = true;
                    }
                }
            }
            return new Offset(text(end));
        }

        @Override
        public List<Split> plan(Offset start, Offset end) {
            int[] from = counts(start.json());
            int[] to = counts(end.json());
            List<Split> splits = new ArrayList<>();
            for (int i = 0; i < from.length; i++) {
                for (int at = from[i]; at < to[i]; at += SPLIT_ROWS) {
                    splits.add(new Rows(i, at, Math.min(to[i], at + SPLIT_ROWS)));
                }
            }
            return splits;
        }

        @Override
        public SplitReader open(Split split) {
            world.step(process, "read " + name + " " + split);
            return new Reader((Rows) split, columns);
        }

        @Override
        public boolean exhausted(Offset offset) {
            return sealed && offset.json().equals(end());
        }

        @Override
        public void committed(Offset offset) {
            world.step(process, "committed " + name + " " + offset.json());
        }

        @Override
        public void onData(Runnable wake) {
            process.wakes(wake);
        }

        @Override
        public long pollMillis() {
            return 0;
        }

        @Override
        public void close() {}
    }

    private final class Reader implements SplitReader {
        private final Rows split;
        private final List<Integer> columns;
        private boolean read;

        Reader(Rows split, List<Integer> columns) {
            this.split = split;
            this.columns = columns;
        }

        @Override
        public ColumnBatch next() {
            if (read) {
                return null;
            }
            read = true;
            List<List<Object>> rows = partitions.get(split.number()).subList(split.from(), split.to()).stream()
                    .map(event -> List.<Object>of(event.k(), event.v(), event.tsMicros()))
                    .toList();
            return ColumnBatch.ofRows(SCHEMA, rows).select(columns);
        }

        @Override
        public void close() {}
    }
}
