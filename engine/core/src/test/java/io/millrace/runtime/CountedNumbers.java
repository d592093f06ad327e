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
import io.millrace.plan.Aggregate;
import io.millrace.plan.QueryPlan;
import io.millrace.plan.Scan;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * The numbers from 0 on, so many to a micro-batch, and how often each occurs modulo a number of keys.
 *
 * @param reads called with the number of a micro-batch that is about to be read; with -1 when asked what there is
 */
record CountedNumbers(int batches, int batchRows, LongConsumer reads) implements ReadableTable, Source {
    private static final int KEYS = 4;

    private static final Schema KEY = Schema.of(Field.of("k", DataType.BIGINT));

    private record Range(int from, int to) implements Split {
        @Override
        public String partition() {
            return "0";
        }
    }

    /** {@code SELECT k, COUNT(*) ... GROUP BY k}, update mode. */
    static QueryPlan plan() {
        Schema counted = Schema.of(Field.of("k", DataType.BIGINT), Field.of("n", DataType.BIGINT));
        AggregateCall count = new AggregateCall("COUNT", List.of(), false, -1, "n", DataType.BIGINT, false);
        Scan scan = new Scan("numbers", "numbers", List.of(0), KEY);
        Aggregate aggregate = new Aggregate(scan, List.of(0), List.of(count), Aggregate.Emit.CHANGES, null, counted);
        return new QueryPlan(aggregate, OutputMode.UPDATE, List.of(0), false);
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
        reads.accept(-1);
        return new Offset(String.valueOf(batches * batchRows));
    }

    @Override
    public Offset limit(Offset start, Offset latest, ReadLimit limit) {
        return new Offset(String.valueOf(row(start) + batchRows));
    }

    @Override
    public List<Split> plan(Offset start, Offset end) {
        return List.of(new Range(row(start), row(end)));
    }

    @Override
    public SplitReader open(Split split) {
        Range range = (Range) split;
        reads.accept(range.from() / batchRows);
        return new Reader(range);
    }

    @Override
    public boolean exhausted(Offset offset) {
        return row(offset) == batches * batchRows;
    }

    @Override
    public void close() {}

    private static int row(Offset offset) {
        return Integer.parseInt(offset.json());
    }

    private static final class Reader implements SplitReader {
        private final Range range;
        private boolean read;

        Reader(Range range) {
            this.range = range;
        }

        @Override
        public ColumnBatch next() {
            if (read) {
                return null;
            }
            read = true;
            long[] keys = new long[range.to() - range.from()];
            for (int i = 0; i < keys.length; i++) {
                keys[i] = ((long) range.from() + i) % KEYS;
            }
            return ColumnBatch.of(KEY, keys.length, new LongColumn(keys, null, keys.length));
        }

        @Override
        public void close() {}
    }
}
