package io.millrace.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.aggregate.AggregateCall;
import io.millrace.columnar.ArrowBatches;
import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.expr.EvalContext;
import io.millrace.plan.Scan;
import io.millrace.plan.WindowAggregate;
import io.millrace.time.SlidingWindow;
import io.millrace.time.Watermarks;
import java.math.BigInteger;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Windows over a key and values of longs, whose rows are taken in by a loop of their own: from arrays and from vectors. */
class LongWindowsTest {
    private static final Schema INPUT = Schema.of(
            Field.of("k", DataType.BIGINT), Field.of("v", DataType.BIGINT), Field.of("ts", DataType.TIMESTAMP));
    private static final List<AggregateCall> CALLS = List.of(
            call("COUNT", DataType.BIGINT),
            call("SUM", DataType.BIGINT),
            call("MIN", DataType.BIGINT),
            call("MAX", DataType.BIGINT),
            call("AVG", DataType.DOUBLE));
    private static final Schema OUTPUT = Schema.of(
            INPUT.field(0),
            Field.of("s", DataType.TIMESTAMP),
            Field.of("e", DataType.TIMESTAMP),
            Field.of("t", DataType.TIMESTAMP),
            Field.of("n", DataType.BIGINT),
            Field.of("sum", DataType.BIGINT),
            Field.of("low", DataType.BIGINT),
            Field.of("high", DataType.BIGINT),
            Field.of("mean", DataType.DOUBLE));
    private static final int DISORDER_MICROS = 30;

    /** Tables that differ in what the loop has to look out for. */
    enum Rows {
        NARROW(2_000, 1_500, 1, 1L << 30, false),
        /** More groups than come in one batch of results. */
        MANY(1L << 62, 4_500, 4_500, 1L << 30, false),
        SCATTERED(1L << 62, 300, 1, 1L << 30, false),
        /** Some values are so great that their sums have to be watched. */
        FAR(50, 500, 1, 1L << 60, false),
        NULLS(50, 500, 1, 1L << 30, true);

        private final long keySpan;
        private final int rowCount;
        private final int rowsAtOnce;
        private final long magnitude;
        private final boolean nulls;

        Rows(long keySpan, int rowCount, int rowsAtOnce, long magnitude, boolean nulls) {
            this.keySpan = keySpan;
            this.rowCount = rowCount;
            this.rowsAtOnce = rowsAtOnce;
            this.magnitude = magnitude;
            this.nulls = nulls;
        }

        List<List<Object>> draw(Random random) {
            List<List<Object>> rows = new ArrayList<>();
            for (int i = 0; i < rowCount; i++) {
                long key = random.nextLong() % keySpan;
                long value = random.nextLong() % (random.nextInt(20) == 0 ? magnitude : 1_000);
                long time = (long) i / rowsAtOnce - (random.nextInt(4) == 0 ? random.nextInt(DISORDER_MICROS) : 0);
                rows.add(Arrays.asList(
                        nulls && random.nextInt(9) == 0 ? null : key,
                        nulls && random.nextInt(9) == 0 ? null : value,
                        time));
            }
            return rows;
        }
    }

    @ParameterizedTest
    @EnumSource
    void windowsHoldTheRowsThatTheyCover(Rows kind) {
        for (SlidingWindow window :
                List.of(new SlidingWindow(100, 100, 0), new SlidingWindow(40, 200, 7), new SlidingWindow(10, 250, 0))) {
            Random random = new Random(11);
            List<List<Object>> rows = kind.draw(random);
            List<List<Object>> once = run(window, List.of(rows), false, Integer.MAX_VALUE);
            assertThat(once.stream().map(Object::toString).sorted().toList())
                    .as("%s over %s", window, kind)
                    .isEqualTo(expected(window, rows));
            List<List<List<Object>>> parts = new ArrayList<>();
            for (int from = 0; from < rows.size(); ) {
                int to = Math.min(rows.size(), from + 1 + random.nextInt(rows.size() / 8));
                parts.add(rows.subList(from, to));
                from = to;
            }
            assertThat(run(window, parts, true, 4_096))
                    .as("%s over vectors of %s", window, kind)
                    .isEqualTo(once);
        }
    }

    /** The results, the watermark following the batches. */
    private static List<List<Object>> run(
            SlidingWindow window, List<List<List<Object>>> batches, boolean vectors, int resultRowsMax) {
        List<List<Object>> results = new ArrayList<>();
        Operator.Output out = (order, given) -> {
            assertThat(given.rowCount()).isBetween(1, resultRowsMax);
            results.addAll(given.rows());
        };
        WindowAggregate plan =
                new WindowAggregate(new Scan("t", "t", List.of(0, 1, 2), INPUT), 2, window, List.of(0), CALLS, OUTPUT);
        ArrowBatches roots = new ArrowBatches(INPUT);
        long watermark = Watermarks.NONE;
        long last = 0;
        try (BufferAllocator allocator = new RootAllocator();
                StatefulOperator operator = Operators.stateful(plan, "w", false, 0, 1)) {
            for (int i = 0; i <= batches.size(); i++) {
                boolean end = i == batches.size();
                ColumnBatch batch = ColumnBatch.ofRows(INPUT, end ? List.of() : batches.get(i));
                last = end ? last : Math.max(last, lastTime(batches.get(i)));
                long next = end ? Watermarks.END : last - DISORDER_MICROS;
                operator.begin(new BatchContext(
                        i, new EvalContext(0, ZoneOffset.UTC), new long[] {watermark}, new long[] {next}));
                if (vectors) {
                    try (VectorSchemaRoot root = batch.toArrow(allocator)) {
                        operator.process(0, roots.next(root), out);
                    }
                } else {
                    operator.process(0, batch, out);
                }
                operator.endInput(0, out);
                operator.finish(out);
                operator.changes(chunk -> {});
                assertThat(operator.lateRows()).isZero();
                watermark = next;
            }
        }
        return results;
    }

    private static long lastTime(List<List<Object>> rows) {
        return rows.stream().mapToLong(row -> (long) row.get(2)).max().orElse(0);
    }

    private static List<String> expected(SlidingWindow window, List<List<Object>> rows) {
        TreeMap<String, List<Object>> groups = new TreeMap<>();
        TreeMap<String, List<Long>> values = new TreeMap<>();
        for (List<Object> row : rows) {
            long pane = window.pane((long) row.get(2));
            for (long w = window.firstWindow(pane); w <= window.lastWindow(pane); w++) {
                String group = row.get(0) + " " + w;
                long end = window.windowEnd(w);
                groups.put(group, new ArrayList<>(Arrays.asList(row.get(0), window.windowStart(w), end, end - 1)));
                List<Long> own = values.computeIfAbsent(group, g -> new ArrayList<>());
                if (row.get(1) != null) {
                    own.add((Long) row.get(1));
                }
            }
        }
        values.forEach((group, own) -> groups.get(group).addAll(results(own)));
        return groups.values().stream().map(Object::toString).sorted().toList();
    }

    private static List<Object> results(List<Long> values) {
        if (values.isEmpty()) {
            return Arrays.asList(0L, null, null, null, null);
        }
        BigInteger sum = values.stream().map(BigInteger::valueOf).reduce(BigInteger.ZERO, BigInteger::add);
        return List.of(
                (long) values.size(),
                sum.longValueExact(),
                values.stream().mapToLong(v -> v).min().orElseThrow(),
                values.stream().mapToLong(v -> v).max().orElseThrow(),
                (double) sum.longValueExact() / values.size());
    }

    private static AggregateCall call(String function, DataType type) {
        return new AggregateCall(function, List.of(1), false, -1, function, type, true);
    }
}
