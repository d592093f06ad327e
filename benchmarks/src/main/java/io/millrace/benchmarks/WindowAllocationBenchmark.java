package io.millrace.benchmarks;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
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
 * What a window operator allocates once it is warm: rows go on coming, two million in a round, each round later than the one
 * before. {@code -prof gc} shows bytes per round of all together; with 10 auctions hardly a result comes out, so nearly all of
 * it is the rows'. The counters show apart what taking rows in, giving results out and writing state down have allocated.
 *
 * <pre>
 * mvn -q -Pbench -DskipTests -pl benchmarks -am package
 * java -jar benchmarks/target/benchmarks.jar WindowAllocation -prof gc
 * </pre>
 *
 * <p>Last figures: TUMBLE 10 s 0.05 bytes a row and 50 a result row, HOP 2 s/10 s 0.18 and 57.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 2, time = 1)
@Fork(value = 1, jvmArgs = "-Xmx2g")
public class WindowAllocationBenchmark {
    private static final int SIZE_SECONDS = 10;

    @Param("2097152")
    int rows;

    @Param({"10", "2"})
    int slideSeconds;

    @Param({"10", "10000"})
    int keys;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private BidRows bids;
    private OperatorRun run;
    private Blackhole sink;
    private long results;

    /** Bytes and rows of an iteration. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Allocated {
        public long rows;
        public long resultRows;
        public long rowBytes;
        public long resultBytes;
        public long stateBytes;
    }

    @Setup
    public void setUp(Blackhole blackhole) {
        sink = blackhole;
        bids = new BidRows(rows, keys);
        run = new OperatorRun(
                bids,
                BidWindows.over(BidWindows.scan(), slideSeconds, SIZE_SECONDS),
                (order, given) -> {
                    results += given.rowCount();
                    sink.consume(given);
                },
                chunk -> sink.consume(chunk));
    }

    @Setup(Level.Invocation)
    public void later() {
        bids.shift(bids.spanMicros());
    }

    @TearDown
    public void tearDown() {
        run.close();
        bids.close();
    }

    @Benchmark
    public void engine(Allocated allocated) {
        long resultsBefore = results;
        for (int from = 0; from < bids.batches(); from += OperatorRun.MICRO_BATCH_BATCHES) {
            int to = Math.min(bids.batches(), from + OperatorRun.MICRO_BATCH_BATCHES);
            long before = threads.getCurrentThreadAllocatedBytes();
            run.add(from, to, OperatorRun.watermarkAfter(bids, to));
            long added = threads.getCurrentThreadAllocatedBytes();
            run.emit();
            long emitted = threads.getCurrentThreadAllocatedBytes();
            run.writeState();
            allocated.rowBytes += added - before;
            allocated.resultBytes += emitted - added;
            allocated.stateBytes += threads.getCurrentThreadAllocatedBytes() - emitted;
        }
        allocated.rows += rows;
        allocated.resultRows += results - resultsBefore;
    }
}
