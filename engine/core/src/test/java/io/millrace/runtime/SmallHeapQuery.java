package io.millrace.runtime;

import io.millrace.aggregate.AggregateCall;
import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.LongColumn;
import io.millrace.columnar.Schema;
import io.millrace.connector.Offset;
import io.millrace.connector.OutputMode;
import io.millrace.connector.ReadLimit;
import io.millrace.connector.ReadableTable;
import io.millrace.connector.Source;
import io.millrace.connector.Split;
import io.millrace.connector.SplitReader;
import io.millrace.error.MillraceException;
import io.millrace.plan.Aggregate;
import io.millrace.plan.QueryPlan;
import io.millrace.plan.Scan;
import io.millrace.testing.CollectingSink;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;

/** A query with a new key in every row, run in a JVM of its own: prints why it ended. */
final class SmallHeapQuery {
    private static final Schema KEY = Schema.of(Field.of("k", DataType.BIGINT));

    private SmallHeapQuery() {}

    /** @param arguments the memory limit in bytes, the most rows of a micro-batch */
    public static void main(String[] arguments) {
        System.out.println(failure(Long.parseLong(arguments[0]), Long.parseLong(arguments[1])));
    }

    static String failure(long memoryLimitBytes, long rowsPerBatchMax) {
        Schema counted = Schema.of(Field.of("k", DataType.BIGINT), Field.of("n", DataType.BIGINT));
        AggregateCall count = new AggregateCall("COUNT", List.of(), false, -1, "n", DataType.BIGINT, false);
        Aggregate aggregate = new Aggregate(
                new Scan("keys", "keys", List.of(0), KEY),
                List.of(0),
                List.of(count),
                Aggregate.Emit.WHEN_FINAL,
                null,
                counted);
        QueryPlan plan = new QueryPlan(aggregate, OutputMode.APPEND, List.of(), false);
        QuerySettings settings = new QuerySettings(
                null, Trigger.ASAP, rowsPerBatchMax, 2, ZoneOffset.UTC, InstantSource.system(), memoryLimitBytes);
        try (Pipelines pipelines = new Pipelines()) {
            StreamingQuery query = pipelines.start(
                    new QuerySpec("grows", "SELECT", plan, name -> new Keys(), new CollectingSink(), settings));
            query.awaitTermination();
            return "ended";
        } catch (MillraceException e) {
            return e.code() + ": " + e.getMessage();
        }
    }

    /** The numbers from 0 on, spread over the longs. */
    private record Keys() implements ReadableTable, Source {
        private record Range(long from, long to) implements Split {
            @Override
            public String partition() {
                return "0";
            }
        }

        @Override
        public Schema schema() {
            return KEY;
        }

        @Override
        public Source source(List<Integer> columns) {
            return this;
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
            return new Offset("0");
        }

        @Override
        public Offset latest() {
            return new Offset(String.valueOf(Long.MAX_VALUE));
        }

        @Override
        public Offset limit(Offset start, Offset latest, ReadLimit limit) {
            return new Offset(String.valueOf(Long.parseLong(start.json()) + limit.maxRows()));
        }

        @Override
        public List<Split> plan(Offset start, Offset end) {
            return List.of(new Range(Long.parseLong(start.json()), Long.parseLong(end.json())));
        }

        @Override
        public SplitReader open(Split split) {
            return new Reader((Range) split);
        }

        @Override
        public boolean exhausted(Offset offset) {
            return false;
        }

        @Override
        public void close() {}
    }

    private static final class Reader implements SplitReader {
        private static final int ROWS = 8_192;

        private final Keys.Range range;
        private long at;

        Reader(Keys.Range range) {
            this.range = range;
            this.at = range.from();
        }

        @Override
        public ColumnBatch next() {
            int count = (int) Math.min(ROWS, range.to() - at);
            if (count == 0) {
                return null;
            }
            long[] keys = new long[count];
            for (int i = 0; i < count; i++) {
                keys[i] = (at + i) * 0x9E3779B97F4A7C15L;
            }
            at += count;
            return ColumnBatch.of(KEY, count, new LongColumn(keys, null, count));
        }

        @Override
        public void close() {}
    }
}
