package io.millrace.benchmarks;

import io.millrace.aggregate.AggregateCall;
import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.LongColumn;
import io.millrace.columnar.Schema;
import io.millrace.connector.OutputMode;
import io.millrace.connector.builtin.MemoryTable;
import io.millrace.plan.AssignWatermark;
import io.millrace.plan.QueryPlan;
import io.millrace.plan.Scan;
import io.millrace.plan.WindowAggregate;
import io.millrace.runtime.Pipelines;
import io.millrace.runtime.QuerySettings;
import io.millrace.runtime.QuerySpec;
import io.millrace.runtime.StreamingQuery;
import io.millrace.runtime.Trigger;
import io.millrace.testing.CollectingSink;
import io.millrace.testing.MemoryInput;
import io.millrace.time.SlidingWindow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A micro-batch of 1,000 rows from its arrival to its commit, windowed and checkpointed with syncs on, beside a program
 * that appends and syncs as many bytes as the checkpoint grows by. The difference is what a micro-batch costs.
 *
 * <pre>
 * mvn -q -Pbench -DskipTests -pl benchmarks -am package
 * java -jar benchmarks/target/benchmarks.jar MicroBatchOverhead
 * </pre>
 *
 * <p>Last figures (two cores, JDK 17): 0.95 beside 0.30 ms at the median. The files lie in the working directory, so that a
 * disk is measured and not a file system in memory.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 3)
@Measurement(iterations = 3, time = 5)
@Fork(value = 1, jvmArgs = "-Xmx1g")
public class MicroBatchOverheadBenchmark {
    private static final int ROWS = 1_000;
    private static final int BATCHES = 1_000;
    private static final int FIRST_BATCHES = 100;

    private BidRows bids;
    private Path directory;
    private Pipelines pipelines;
    private final MemoryInput input = new MemoryInput();
    private MemoryTable table;
    private StreamingQuery query;
    private FileChannel bare;
    private byte[] bytesOfBatch;
    private int next;

    @Setup(Level.Trial)
    public void setUp() throws IOException {
        bids = new BidRows(BidRows.BATCH_ROWS * (BATCHES * ROWS / BidRows.BATCH_ROWS + 1), BidRows.NEXMARK_KEYS);
        directory = Files.createTempDirectory(Path.of("").toAbsolutePath(), "micro-batch-overhead");
        table = input.table("bid", BidRows.SCHEMA);
        pipelines = new Pipelines();
        QuerySettings settings = new QuerySettings(
                directory.resolve("checkpoint"),
                Trigger.ASAP,
                500_000,
                2,
                ZoneOffset.UTC,
                InstantSource.system(),
                Long.MAX_VALUE);
        query = pipelines.start(new QuerySpec("q", "SELECT", plan(), name -> table, new CollectingSink(), settings));
        for (int i = 0; i < FIRST_BATCHES; i++) {
            engine();
        }
        bytesOfBatch = new byte[(int) (size(directory) / FIRST_BATCHES)];
        bare = FileChannel.open(directory.resolve("bare"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    private static QueryPlan plan() {
        Schema output = Schema.of(
                BidRows.SCHEMA.field(0),
                new Field("window_start", DataType.TIMESTAMP, false),
                new Field("window_end", DataType.TIMESTAMP, false),
                new Field("window_time", DataType.TIMESTAMP, false),
                new Field("bids", DataType.BIGINT, false),
                Field.of("highest", DataType.BIGINT));
        List<AggregateCall> calls = List.of(
                new AggregateCall("COUNT", List.of(), false, -1, "bids", DataType.BIGINT, false),
                new AggregateCall("MAX", List.of(1), false, -1, "highest", DataType.BIGINT, true));
        Scan scan = new Scan("bid", "bid", List.of(0, 1, 2), BidRows.SCHEMA);
        AssignWatermark watermark = new AssignWatermark(scan, 2, 4_000_000, false, -1, "keep", false);
        SlidingWindow window = SlidingWindow.tumbling(10_000_000, 0);
        return new QueryPlan(
                new WindowAggregate(watermark, 2, window, List.of(0), calls, output),
                OutputMode.APPEND,
                List.of(0, 2),
                false);
    }

    @TearDown(Level.Trial)
    public void tearDown() throws IOException {
        bare.close();
        query.stop();
        pipelines.close();
        bids.close();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Benchmark
    public void engine() {
        input.insert(table, batch(next++));
        query.processAllAvailable();
    }

    @Benchmark
    public void baseline() throws IOException {
        bare.write(ByteBuffer.wrap(bytesOfBatch));
        bare.force(false);
    }

    /** The rows come again and again, each time later. */
    private ColumnBatch batch(int number) {
        int from = number % BATCHES * ROWS;
        int to = from + ROWS;
        long later = number / BATCHES * (bids.times[BATCHES * ROWS - 1] - bids.times[0] + 1);
        long[] times = Arrays.copyOfRange(bids.times, from, to);
        Arrays.setAll(times, i -> times[i] + later);
        return ColumnBatch.of(
                BidRows.SCHEMA,
                ROWS,
                LongColumn.of(Arrays.copyOfRange(bids.auctions, from, to)),
                LongColumn.of(Arrays.copyOfRange(bids.prices, from, to)),
                LongColumn.of(times));
    }

    private static long size(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(MicroBatchOverheadBenchmark::length)
                    .sum();
        }
    }

    private static long length(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
