package io.millrace.benchmarks;

import io.millrace.aggregate.AggregateCall;
import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.expr.EvalContext;
import io.millrace.operator.BatchContext;
import io.millrace.operator.Operator;
import io.millrace.operator.Operators;
import io.millrace.operator.StatefulOperator;
import io.millrace.plan.Scan;
import io.millrace.plan.WindowAggregate;
import io.millrace.state.StateChunk;
import io.millrace.time.SlidingWindow;
import io.millrace.time.Watermarks;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * {@code SELECT auction, COUNT(*), SUM(price), MAX(price), AVG(price) ... GROUP BY auction} and a window, over rows in
 * memory: nanoseconds per row on one core.
 *
 * <pre>
 * mvn -q -Pbench -DskipTests -pl benchmarks -am package
 * java -jar benchmarks/target/benchmarks.jar WindowAggregation -p keys=10000
 * </pre>
 *
 * <p>Last figures (two cores, JDK 17, three short iterations, wide error), the engine beside the baseline: auctions of
 * Nexmark, TUMBLE 16.5 beside 8.4 ns/row, HOP 31 beside 12; 10,000 drawn evenly, TUMBLE 20 beside 15, HOP 67 beside 56.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgs = "-Xmx2g")
public class WindowAggregationBenchmark {
    /** Windows of 10 seconds. */
    public enum Window {
        TUMBLE(10),
        /** Starting every 2 seconds. */
        HOP(2);

        private static final long SIZE_MICROS = 10_000_000;
        private final long slideMicros;

        Window(int slideSeconds) {
            this.slideMicros = slideSeconds * 1_000_000L;
        }
    }

    private static final int ROWS = 1 << 21;
    /** Half a million rows, the most that a source gives to a micro-batch unless told otherwise. */
    private static final int MICRO_BATCH_BATCHES = 64;

    private static final long WATERMARK_DELAY_MICROS = 4_000_000;

    @Param
    Window window;

    /** How many auctions there are, drawn evenly; 0 for those of the Nexmark generator. */
    @Param({"0", "10", "10000", "1000000"})
    int keys;

    private BidRows bids;
    private WindowAggregate plan;

    @Setup
    public void setUp() {
        bids = new BidRows(ROWS, keys);
        plan = plan();
    }

    @TearDown
    public void tearDown() {
        bids.close();
    }

    private WindowAggregate plan() {
        List<AggregateCall> calls = List.of(
                new AggregateCall("COUNT", List.of(), false, -1, "bids", DataType.BIGINT, false),
                new AggregateCall("SUM", List.of(1), false, -1, "total", DataType.BIGINT, true),
                new AggregateCall("MAX", List.of(1), false, -1, "highest", DataType.BIGINT, true),
                new AggregateCall("AVG", List.of(1), false, -1, "average", DataType.DOUBLE, true));
        Schema output = Schema.of(
                BidRows.SCHEMA.field(0),
                new Field("window_start", DataType.TIMESTAMP, false),
                new Field("window_end", DataType.TIMESTAMP, false),
                new Field("window_time", DataType.TIMESTAMP, false),
                new Field("bids", DataType.BIGINT, false),
                Field.of("total", DataType.BIGINT),
                Field.of("highest", DataType.BIGINT),
                Field.of("average", DataType.DOUBLE));
        Scan scan = new Scan("bid", "bid", List.of(0, 1, 2), BidRows.SCHEMA);
        SlidingWindow sliding = new SlidingWindow(window.slideMicros, Window.SIZE_MICROS, 0);
        return new WindowAggregate(scan, 2, sliding, List.of(0), calls, output);
    }

    private long watermarkAfter(int batches) {
        return bids.times[batches * BidRows.BATCH_ROWS - 1] - WATERMARK_DELAY_MICROS;
    }

    /** The engine's operator, driven as the micro-batch loop does: batches in, closed windows and changed state out. */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public void engine(Blackhole blackhole) {
        StatefulOperator operator = Operators.stateful(plan, "window", false, 0, 1);
        Operator.Output out = (order, rows) -> blackhole.consume(rows);
        Consumer<StateChunk> state = blackhole::consume;
        EvalContext eval = new EvalContext(0, ZoneOffset.UTC);
        long watermark = Watermarks.NONE;
        for (int from = 0; from < bids.batches(); from += MICRO_BATCH_BATCHES) {
            int to = Math.min(bids.batches(), from + MICRO_BATCH_BATCHES);
            long next = watermarkAfter(to);
            operator.begin(new BatchContext(from, eval, new long[] {watermark}, new long[] {next}));
            for (int i = from; i < to; i++) {
                operator.process(0, bids.batch(i), out);
            }
            operator.endInput(0, out);
            operator.finish(out);
            operator.changes(state);
            watermark = next;
        }
        operator.close();
    }

    /** The same rows and windows by {@link HandWrittenWindows}, closing them as often. */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public void baseline(Blackhole blackhole) {
        HandWrittenWindows windows = new HandWrittenWindows(window.slideMicros, Window.SIZE_MICROS);
        for (int from = 0; from < bids.batches(); from += MICRO_BATCH_BATCHES) {
            int to = Math.min(bids.batches(), from + MICRO_BATCH_BATCHES);
            windows.add(bids.auctions, bids.prices, bids.times, from * BidRows.BATCH_ROWS, to * BidRows.BATCH_ROWS);
            windows.close(watermarkAfter(to), blackhole::consume);
        }
    }
}
