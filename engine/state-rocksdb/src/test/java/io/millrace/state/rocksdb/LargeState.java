package io.millrace.state.rocksdb;

import io.millrace.aggregate.AggregateCall;
import io.millrace.checkpoint.Limits;
import io.millrace.columnar.BytesColumn;
import io.millrace.columnar.Column;
import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.ColumnBuilder;
import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.LongColumn;
import io.millrace.columnar.Schema;
import io.millrace.connector.ChangeBatch;
import io.millrace.connector.Offset;
import io.millrace.connector.OutputMode;
import io.millrace.connector.ReadLimit;
import io.millrace.connector.ReadableTable;
import io.millrace.connector.Sink;
import io.millrace.connector.Source;
import io.millrace.connector.Split;
import io.millrace.connector.SplitReader;
import io.millrace.error.MillraceException;
import io.millrace.plan.Aggregate;
import io.millrace.plan.QueryPlan;
import io.millrace.plan.Scan;
import io.millrace.runtime.Pipelines;
import io.millrace.runtime.QueryProgress;
import io.millrace.runtime.QuerySettings;
import io.millrace.runtime.QuerySpec;
import io.millrace.runtime.RestartPolicy;
import io.millrace.runtime.StreamingQuery;
import io.millrace.runtime.Trigger;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * A query with many groups, run in a JVM of its own: {@code SELECT k, COUNT(*), SUM(v), MAX(t) FROM rows GROUP BY k} in
 * changelog mode, over rows that come to each key several times. Prints whether the sum of all changes is the batch answer.
 */
final class LargeState {
    private static final int TEXT_BYTES = 1_000;
    private static final Schema ROW =
            Schema.of(Field.of("k", DataType.BIGINT), Field.of("v", DataType.BIGINT), Field.of("t", DataType.VARCHAR));
    private static final Schema RESULT = Schema.of(
            Field.of("k", DataType.BIGINT),
            Field.of("n", DataType.BIGINT),
            Field.of("s", DataType.BIGINT),
            Field.of("t", DataType.VARCHAR));

    private LargeState() {}

    /** @param arguments backend, memory limit in bytes, keys, passes over the keys, most rows of a micro-batch */
    public static void main(String[] arguments) {
        Rows rows = new Rows(Long.parseLong(arguments[2]), Integer.parseInt(arguments[3]));
        QuerySettings settings = new QuerySettings(
                null,
                Trigger.ASAP,
                Long.parseLong(arguments[4]),
                2,
                ZoneOffset.UTC,
                InstantSource.system(),
                Long.parseLong(arguments[1]),
                arguments[0],
                Limits.RETAIN_BATCHES_MIN,
                RestartPolicy.NONE);
        SumSink sink = new SumSink();
        long start = System.nanoTime();
        try (Pipelines pipelines = new Pipelines()) {
            StreamingQuery query =
                    pipelines.start(new QuerySpec("large", "SELECT", plan(), name -> rows, sink, settings));
            query.awaitTermination();
            double seconds = (System.nanoTime() - start) / 1e9;
            QueryProgress.OperatorProgress state =
                    query.lastProgress().orElseThrow().stateOperators().get(0);
            System.out.printf(
                    "%s: %d rows in state, %d KiB of it in memory, heap of %d KiB, %.1f s, %.0f rows/s%n",
                    sink.sum == rows.answer() ? "right" : "WRONG",
                    state.numRowsTotal(),
                    state.memoryUsedBytes() >> 10,
                    Runtime.getRuntime().maxMemory() >> 10,
                    seconds,
                    rows.count() / seconds);
        } catch (MillraceException e) {
            System.out.println(e.code() + ": " + e.getMessage());
        }
    }

    private static QueryPlan plan() {
        Aggregate aggregate = new Aggregate(
                new Scan("rows", "rows", List.of(0, 1, 2), ROW),
                List.of(0),
                List.of(
                        new AggregateCall("COUNT", List.of(), false, -1, "n", DataType.BIGINT, false),
                        new AggregateCall("SUM", List.of(1), false, -1, "s", DataType.BIGINT, false),
                        new AggregateCall("MAX", List.of(2), false, -1, "t", DataType.VARCHAR, false)),
                Aggregate.Emit.CHANGES,
                null,
                RESULT);
        return new QueryPlan(aggregate, OutputMode.CHANGELOG, List.of(0), false);
    }

    private static long hash(long key, long count, long sum, long textHash) {
        long h = key * 0x9E3779B97F4A7C15L + count;
        h = (h ^ h >>> 32) * 0xD6E8FEB86659FD93L + sum;
        h = (h ^ h >>> 32) * 0xD6E8FEB86659FD93L + textHash;
        return h ^ h >>> 32;
    }

    private static long textHash(byte[] data, int from, int to) {
        long hash = 17;
        for (int i = from; i < to; i++) {
            hash = hash * 31 + data[i];
        }
        return hash;
    }

    private static void text(long key, int pass, byte[] into) {
        long random = key * 31 + 7;
        for (int i = 0; i < TEXT_BYTES; i++) {
            random = random * 6364136223846793005L + 1442695040888963407L;
            into[i] = (byte) ('a' + (random >>> 40) % 26);
        }
        into[0] = (byte) ('a' + pass);
    }

    /** Adds up all changes, so that what was taken back cancels what was given. */
    private static final class SumSink implements Sink {
        private long sum;

        @Override
        public Optional<Committed> open(Session session) {
            return Optional.empty();
        }

        @Override
        public void write(ChangeBatch batch) {
            ColumnBatch rows = batch.rows();
            BytesColumn texts = (BytesColumn) rows.column(3);
            for (int row = 0; row < rows.rowCount(); row++) {
                long hash = hash(
                        rows.longs(0).values()[row],
                        rows.longs(1).values()[row],
                        rows.longs(2).values()[row],
                        textHash(texts.data(), texts.offsets()[row], texts.offsets()[row + 1]));
                sum += batch.kind(row).text().startsWith("+") ? hash : -hash;
            }
        }

        @Override
        public String prepare(long batchId) {
            return "0";
        }

        @Override
        public boolean commit(long batchId, String stateId, String staged) {
            return true;
        }

        @Override
        public void abort(long batchId) {}

        @Override
        public boolean remembersCommits() {
            return false;
        }

        @Override
        public void close() {}
    }

    /** Row i is of key {@code i % keys}, spread over the longs; its value is i. */
    private record Rows(long keys, int passes) implements ReadableTable, Source {
        private record Range(long from, long to) implements Split {
            @Override
            public String partition() {
                return "0";
            }
        }

        long count() {
            return keys * passes;
        }

        long answer() {
            long sum = 0;
            byte[] text = new byte[TEXT_BYTES];
            for (long key = 0; key < keys; key++) {
                long total = 0;
                for (int pass = 0; pass < passes; pass++) {
                    total += key + pass * keys;
                }
                text(key, passes - 1, text);
                sum += hash(key, passes, total, textHash(text, 0, TEXT_BYTES));
            }
            return sum;
        }

        @Override
        public Schema schema() {
            return ROW;
        }

        @Override
        public Source source(List<Integer> columns) {
            return this;
        }

        @Override
        public boolean bounded() {
            return true;
        }

        @Override
        public boolean replayable() {
            return true;
        }

        @Override
        public Offset initial() {
            return new Offset("0");
        }

        @Override
        public Offset latest() {
            return new Offset(String.valueOf(count()));
        }

        @Override
        public Offset limit(Offset start, Offset latest, ReadLimit limit) {
            return new Offset(String.valueOf(Math.min(count(), Long.parseLong(start.json()) + limit.maxRows())));
        }

        @Override
        public List<Split> plan(Offset start, Offset end) {
            return List.of(new Range(Long.parseLong(start.json()), Long.parseLong(end.json())));
        }

        @Override
        public SplitReader open(Split split) {
            return new Reader((Range) split, keys);
        }

        @Override
        public boolean exhausted(Offset offset) {
            return Long.parseLong(offset.json()) == count();
        }

        @Override
        public void close() {}
    }

    private static final class Reader implements SplitReader {
        private static final int ROWS = 4_096;

        private final Rows.Range range;
        private final long keys;
        private long at;

        Reader(Rows.Range range, long keys) {
            this.range = range;
            this.keys = keys;
            this.at = range.from();
        }

        @Override
        public ColumnBatch next() {
            int count = (int) Math.min(ROWS, range.to() - at);
            if (count == 0) {
                return null;
            }
            long[] key = new long[count];
            long[] value = new long[count];
            ColumnBuilder texts = ColumnBuilder.of(DataType.VARCHAR, count);
            byte[] text = new byte[TEXT_BYTES];
            for (int i = 0; i < count; i++) {
                key[i] = (at + i) % keys;
                value[i] = at + i;
                text(key[i], (int) ((at + i) / keys), text);
                texts.append(text, 0, TEXT_BYTES);
            }
            at += count;
            Column[] columns = {new LongColumn(key, null, count), new LongColumn(value, null, count), texts.build()};
            return ColumnBatch.of(ROW, count, columns);
        }

        @Override
        public void close() {}
    }
}
