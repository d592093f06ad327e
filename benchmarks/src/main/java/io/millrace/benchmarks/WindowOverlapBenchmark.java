package io.millrace.benchmarks;

import io.millrace.plan.WindowAggregate;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What overlap costs: sliding windows beside tumbling ones of the length of their panes, over two million rows of 1,000
 * auctions in memory. The watermark is held until all rows are in; taking them in and giving out all windows are timed
 * apart, in milliseconds; to be divided by {@link #resultRows} for emission.
 *
 * <pre>
 * mvn -q -Pbench -DskipTests -pl benchmarks -am package
 * java -jar benchmarks/target/benchmarks.jar WindowOverlap
 * </pre>
 *
 * <p>Last figures (two cores, JDK 17): HOP 2 s/10 s takes rows in at 5.5 ns beside 5.5 of TUMBLE 2 s, and gives a result row
 * in 35 ns beside 22; HOP 1 s/1 h 7.7 beside 7.6 of TUMBLE 1 s, and 19 beside 24. What HOP 2 s/10 s takes more for a result
 * row is the merging of its group from five panes, nearly a quarter of the time; the columns of times, which both have to
 * make, are a sixth.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgs = "-Xmx2g")
public class WindowOverlapBenchmark {
    /** Slide and size in seconds. */
    public enum Window {
        TUMBLE_2S(2, 2),
        HOP_2S_10S(2, 10),
        TUMBLE_1S(1, 1),
        HOP_1S_1H(1, 3_600);

        private final int slideSeconds;
        private final int sizeSeconds;

        Window(int slideSeconds, int sizeSeconds) {
            this.slideSeconds = slideSeconds;
            this.sizeSeconds = sizeSeconds;
        }

        WindowAggregate plan() {
            return BidWindows.over(BidWindows.scan(), slideSeconds, sizeSeconds);
        }
    }

    private static final int KEYS = 1_000;

    @Param
    Window window;

    @Param("2097152")
    int rows;

    private BidRows bids;

    @Setup
    public void setUp() {
        bids = new BidRows(rows, KEYS);
    }

    @TearDown
    public void tearDown() {
        bids.close();
    }

    /** How many rows come out of so many. */
    static long resultRows(Window window, int rows) {
        long[] count = new long[1];
        try (BidRows bids = new BidRows(rows, KEYS);
                OperatorRun run = new OperatorRun(
                        bids, window.plan(), (order, results) -> count[0] += results.rowCount(), chunk -> {})) {
            run.hold();
            run.end();
        }
        return count[0];
    }

    @Benchmark
    public void ingest(Blackhole blackhole) {
        try (OperatorRun run = start(blackhole)) {
            run.hold();
        }
    }

    @Benchmark
    public void emission(Full full) {
        full.run.end();
    }

    private OperatorRun start(Blackhole blackhole) {
        return new OperatorRun(bids, window.plan(), (order, results) -> blackhole.consume(results), blackhole::consume);
    }

    /** An operator that has all rows. */
    @State(Scope.Thread)
    public static class Full {
        private OperatorRun run;

        @Setup(Level.Invocation)
        public void fill(WindowOverlapBenchmark benchmark, Blackhole blackhole) {
            run = benchmark.start(blackhole);
            run.hold();
        }

        @TearDown(Level.Invocation)
        public void close() {
            run.close();
        }
    }
}
