package io.millrace.checkpoint;

import io.millrace.checkpoint.BatchRecord.PartitionTime;
import io.millrace.checkpoint.BatchRecord.Range;
import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.state.StateChunk;
import io.millrace.state.StateChunk.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Batches of a made-up query whose state is a table of numbers: what each does to it, and what it is afterwards. */
final class Batches {
    private static final Schema ROW = Schema.of(Field.of("k", DataType.BIGINT), Field.of("v", DataType.VARCHAR));
    private static final Schema KEY = Schema.of(Field.of("k", DataType.BIGINT));
    private static final int LARGE_ROWS = 100;

    private Batches() {}

    static BatchRecord record(long batch) {
        return new BatchRecord(
                batch,
                Map.of("bid", new Range("{\"at\":" + batch + "}", "{\"at\":" + (batch + 1) + "}")),
                batch == 0 ? Map.of() : Map.of("w", batch - 1),
                Map.of("w", batch),
                Map.of("w", List.of(new PartitionTime("0", batch, 10 * batch))),
                1_000 * batch,
                Map.of("bid", batch),
                "staged for \"" + batch + "\"",
                false);
    }

    /** Sets a key of its own and a shared one, and removes that of three batches ago. */
    static List<StateChunk> changes(long batch) {
        return List.of(
                new StateChunk(
                        "agg",
                        "t",
                        Kind.UPSERT,
                        batch % 2,
                        ColumnBatch.ofRows(ROW, List.of(List.of(batch, "v" + batch), List.of(-1L, "last " + batch)))),
                new StateChunk(
                        "agg",
                        "t",
                        Kind.DELETE,
                        (batch + 1) % 2,
                        ColumnBatch.ofRows(KEY, List.of(List.of(batch - 3)))));
    }

    /** The state that batches 0 to this one leave, as one text. */
    static String stateAfter(long batch) {
        Table table = new Table();
        for (long i = 0; i <= batch; i++) {
            changes(i).forEach(table::apply);
        }
        return table.toString();
    }

    /** The same state in one piece. */
    static List<StateChunk> whole(long batch) {
        Table table = new Table();
        for (long i = 0; i <= batch; i++) {
            changes(i).forEach(table::apply);
        }
        return table.chunks();
    }

    static List<StateChunk> largeChanges(long batch) {
        List<List<Object>> rows = new ArrayList<>();
        for (long i = 0; i < LARGE_ROWS; i++) {
            rows.add(List.of(i, "large " + batch));
        }
        return List.of(new StateChunk("agg", "t", Kind.UPSERT, batch, ColumnBatch.ofRows(ROW, rows)));
    }

    static String largeStateAfter(long batch) {
        Table table = new Table();
        for (long i = 0; i <= batch; i++) {
            largeChanges(i).forEach(table::apply);
        }
        return table.toString();
    }

    /** Records and commits the batches from one up to another, which is not included. */
    static void run(Checkpoint checkpoint, long from, long to) {
        for (long batch = from; batch < to; batch++) {
            checkpoint.record(record(batch), changes(batch));
            checkpoint.commit(batch);
        }
    }

    /** All that a checkpoint says of its query, but for the epoch. */
    static String describe(Checkpoint checkpoint) {
        if (checkpoint.isNew()) {
            return "new";
        }
        long last = checkpoint.lastRecord().map(BatchRecord::batchId).orElse(-1L);
        StringBuilder text = new StringBuilder();
        text.append(checkpoint.queryId()).append(' ').append(checkpoint.plan());
        text.append(" last ").append(checkpoint.lastRecord());
        text.append(" committed ").append(checkpoint.committedRecord());
        text.append(" finished ").append(checkpoint.finished());
        for (long batch = Math.max(-1, last - 1); batch <= last; batch++) {
            String state = restored(checkpoint, batch);
            text.append("\nstate ").append(batch).append(": ");
            text.append(state.length() < 300 ? state : state.length() + " characters, hash " + state.hashCode());
        }
        return text + (last < 0 ? "" : "\nid " + checkpoint.stateId(last));
    }

    static String restored(Checkpoint checkpoint, long batch) {
        Table table = new Table();
        if (checkpoint.databaseBackend(batch).isPresent()) {
            ScriptDatabase.read(folder -> checkpoint.openDatabase(batch, folder), table::add);
        }
        checkpoint.restore(batch, table::apply);
        return table.toString();
    }

    static String restored(CheckpointView view, long batch) {
        Table table = new Table();
        if (view.databaseBackend(batch).isPresent()) {
            ScriptDatabase.read(folder -> view.openDatabase(batch, folder), table::add);
        }
        view.state(batch, table::apply);
        return table.toString();
    }

    /** A state table, as an operator would keep it. */
    private static final class Table {
        private final TreeMap<Long, TreeMap<Long, String>> segments = new TreeMap<>();

        void apply(StateChunk chunk) {
            TreeMap<Long, String> rows = segments.computeIfAbsent(chunk.segment(), segment -> new TreeMap<>());
            switch (chunk.kind()) {
                case UPSERT -> chunk.rows().rows().forEach(row -> rows.put((Long) row.get(0), (String) row.get(1)));
                case DELETE -> chunk.rows().rows().forEach(row -> rows.remove((Long) row.get(0)));
                case DROP -> rows.clear();
            }
        }

        /** Segment, key and value. */
        void add(List<Object> row) {
            segments.computeIfAbsent((Long) row.get(0), segment -> new TreeMap<>())
                    .put((Long) row.get(1), (String) row.get(2));
        }

        List<StateChunk> chunks() {
            List<StateChunk> chunks = new ArrayList<>();
            segments.forEach((segment, rows) -> {
                List<List<Object>> values = new ArrayList<>();
                rows.forEach((key, value) -> values.add(List.of(key, value)));
                chunks.add(new StateChunk("agg", "t", Kind.UPSERT, segment, ColumnBatch.ofRows(ROW, values)));
            });
            return chunks;
        }

        @Override
        public String toString() {
            TreeMap<Long, TreeMap<Long, String>> filled = new TreeMap<>(segments);
            filled.values().removeIf(TreeMap::isEmpty);
            return filled.toString();
        }
    }
}
