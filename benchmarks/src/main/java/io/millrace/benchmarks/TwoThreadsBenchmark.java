package io.millrace.benchmarks;

import io.millrace.connector.OutputMode;
import io.millrace.connector.TableDefinition;
import io.millrace.connector.WritableTable;
import io.millrace.connector.builtin.BlackholeTables;
import io.millrace.plan.AssignWatermark;
import io.millrace.plan.QueryPlan;
import io.millrace.plan.WindowAggregate;
import io.millrace.runtime.Pipelines;
import io.millrace.runtime.QuerySettings;
import io.millrace.runtime.QuerySpec;
import io.millrace.runtime.Trigger;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
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
 * What a second thread gains: the four aggregates by auction in windows of 10 s over four million bids of Nexmark in memory,
 * as a batch query from its start to its end, on one thread and on two; also over a million auctions drawn evenly, and with
 * 99 rows of 100 of one auction; beside {@link HandWrittenWindows}, where each thread takes its part of the rows.
 * Milliseconds.
 *
 * <pre>
 * mvn -q -Pbench -DskipTests -pl benchmarks -am package
 * java -jar benchmarks/target/benchmarks.jar TwoThreads
 * </pre>
 *
 * <p>Last figures (two cores, JDK 17): 1.96 times as fast on two threads, the hand-written loop 1.30 times; on one 89 beside
 * 29 ms, where runs of that alone took 55 to 64 ms, so the gain is rather 1.3. On an earlier day 1.21 beside 1.73, 45 beside
 * 29 ms. Over a million keys 1.99 beside 1.61, 1032 beside 200 ms; with 99 rows of 100 of one key 1.50 beside 1.68, 47 beside
 * 15 ms.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 6, time = 1)
@Fork(value = 1, jvmArgs = "-Xmx2g")
public class TwoThreadsBenchmark {
    private static final int SIZE_SECONDS = 10;

    @Param({"1", "2"})
    int threads;

    @Param("4194304")
    int rows;

    /** As in {@link WindowAggregationBenchmark}; below 0, 99 of 100 rows are of one auction. */
    @Param({"0", "1000000", "-1000000"})
    int keys;

    private BidRows bids;
    private BidTable table;
    private QueryPlan plan;
    private QuerySettings settings;
    private Pipelines pipelines;
    private ExecutorService executor;

    @Setup
    public void setUp() {
        bids = new BidRows(rows, keys);
        table = new BidTable(bids);
        AssignWatermark watermark = new AssignWatermark(BidWindows.scan(), 2, 4_000_000, false, -1, "keep", false);
        WindowAggregate windows = BidWindows.over(watermark, SIZE_SECONDS, SIZE_SECONDS);
        plan = new QueryPlan(windows, OutputMode.APPEND, List.of(0, 2), true);
        settings = new QuerySettings(
                null, Trigger.ASAP, Long.MAX_VALUE, threads, ZoneOffset.UTC, InstantSource.system(), Long.MAX_VALUE);
        pipelines = new Pipelines();
        executor = Executors.newFixedThreadPool(threads);
    }

    @TearDown
    public void tearDown() {
        executor.shutdown();
        pipelines.close();
        bids.close();
    }

    @Benchmark
    public void engine() {
        WritableTable nowhere = (WritableTable) new BlackholeTables()
                .create(new TableDefinition("nowhere", plan.root().schema(), Map.of()), null);
        pipelines
                .start(new QuerySpec("q", "SELECT", plan, name -> table, nowhere.sink(), settings))
                .awaitTermination();
    }

    @Benchmark
    public void baseline(Blackhole blackhole) throws InterruptedException, ExecutionException {
        List<Callable<HandWrittenWindows>> tasks = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            int from = (int) ((long) rows * i / threads);
            int to = (int) ((long) rows * (i + 1) / threads);
            tasks.add(() -> part(from, to));
        }
        HandWrittenWindows whole = null;
        for (Future<HandWrittenWindows> part : executor.invokeAll(tasks)) {
            if (whole == null) {
                whole = part.get();
            } else {
                whole.take(part.get());
            }
        }
        whole.close(bids.times[rows - 1] + SIZE_SECONDS * 1_000_000L, blackhole::consume);
    }

    private HandWrittenWindows part(int from, int to) {
        HandWrittenWindows windows = new HandWrittenWindows(SIZE_SECONDS * 1_000_000L, SIZE_SECONDS * 1_000_000L);
        windows.add(bids.auctions, bids.prices, bids.times, from, to);
        return windows;
    }
}
