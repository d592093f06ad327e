package io.millrace.benchmarks;

import io.millrace.plan.WindowAggregate;
import java.util.concurrent.TimeUnit;
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
 * Nexmark, TUMBLE 7.3 beside 5.7 ns/row and 10.2 beside 7.5, HOP 15.0 beside 8.0 and 19.8 beside 8.7; on an earlier day 7.4
 * beside 6.1 and 14.6 beside 9.6. Of 10,000 auctions drawn evenly there are only older ones: TUMBLE 20 beside 15, HOP 67
 * beside 56.
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

        private static final int SIZE_SECONDS = 10;
        private final int slideSeconds;

        Window(int slideSeconds) {
            this.slideSeconds = slideSeconds;
        }
    }

    private static final int ROWS = 1 << 21;

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
        plan = BidWindows.over(BidWindows.scan(), window.slideSeconds, Window.SIZE_SECONDS);
    }

    @TearDown
    public void tearDown() {
        bids.close();
    }

    /** The engine's operator. */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public void engine(Blackhole blackhole) {
        try (OperatorRun run =
                new OperatorRun(bids, plan, (order, rows) -> blackhole.consume(rows), blackhole::consume)) {
            run.follow();
        }
    }

    /** The same rows and windows by {@link HandWrittenWindows}, closing them as often. */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public void baseline(Blackhole blackhole) {
        HandWrittenWindows windows =
                new HandWrittenWindows(window.slideSeconds * 1_000_000L, Window.SIZE_SECONDS * 1_000_000L);
        for (int from = 0; from < bids.batches(); from += OperatorRun.MICRO_BATCH_BATCHES) {
            int to = Math.min(bids.batches(), from + OperatorRun.MICRO_BATCH_BATCHES);
            windows.add(bids.auctions, bids.prices, bids.times, from * BidRows.BATCH_ROWS, to * BidRows.BATCH_ROWS);
            windows.close(OperatorRun.watermarkAfter(bids, to), blackhole::consume);
        }
    }
}
