package io.millrace.benchmarks;

import io.millrace.connector.ChangeBatch;
import io.millrace.connector.ReadableTable;
import io.millrace.connector.builtin.Console;
import io.millrace.runtime.Pipelines;
import io.millrace.runtime.QuerySettings;
import io.millrace.runtime.ResultStream;
import io.millrace.runtime.StreamingQuery;
import io.millrace.runtime.Trigger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * How soon a row shows in the results of a continuous query: rows come over a socket, as CSV, at a steady rate; they are
 * counted by key in windows of ten seconds; update mode, trigger asap, a checkpoint on disk that is synced for every
 * micro-batch. Measured for each row, from the moment before it is written to the socket until the reader has the
 * updated result of its key in hand.
 *
 * <pre>
 * mvn -q -Pbench -DskipTests -pl benchmarks -am package
 * java -Xmx1g -cp benchmarks/target/benchmarks.jar io.millrace.benchmarks.UpdateLatency 20000 20
 * </pre>
 *
 * <p>Last figures (two cores, JDK 17): updates after 0.88 ms at the median, 1.68 at the 90th, 6.9 at the 99th
 * percentile; asked are 5 and 25. With twice as many threads ready to run as there are cores it gave 2.2, 8.5 and 85.
 *
 * <p>The arguments are rows a second and seconds; as many seconds go before, unmeasured. The files lie in the working
 * directory, so that a disk is measured and not a file system in memory.
 */
public final class UpdateLatency {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final long rowsPerSecond;
    private final long rows;
    private final long unmeasured;
    private final long[] latencies;

    private UpdateLatency(long rowsPerSecond, long seconds) {
        this.rowsPerSecond = rowsPerSecond;
        this.unmeasured = rowsPerSecond * seconds;
        this.rows = 2 * unmeasured;
        this.latencies = new long[(int) rows];
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        UpdateLatency latency = new UpdateLatency(Long.parseLong(args[0]), Long.parseLong(args[1]));
        Path directory = Files.createTempDirectory(Path.of("").toAbsolutePath(), "update-latency");
        try {
            Console.standardOutput().print(latency.run(directory).text() + "\n");
        } finally {
            delete(directory);
        }
    }

    /**
     * What it came to.
     *
     * @param millis by row, in order
     */
    record Measured(double[] millis, long rowsPerSecond, long batches) {
        double at(double share) {
            return millis[(int) Math.min(millis.length - 1L, (long) (share * millis.length))];
        }

        String text() {
            return String.format(
                    Locale.ROOT,
                    "%d rows/s: update after %.2f ms at the median, %.2f at the 90th, %.2f at the 99th percentile, %.2f at"
                            + " most; %d micro-batches",
                    rowsPerSecond,
                    at(0.5),
                    at(0.9),
                    at(0.99),
                    at(1),
                    batches);
        }
    }

    /** Measures so many seconds after as many that go before; files are in the directory. */
    static Measured measure(long rowsPerSecond, long seconds, Path directory) throws IOException, InterruptedException {
        return new UpdateLatency(rowsPerSecond, seconds).run(directory);
    }

    private Measured run(Path directory) throws IOException, InterruptedException {
        try (SteadyRows feed = new SteadyRows(rowsPerSecond, rows);
                Pipelines pipelines = new Pipelines();
                ResultStream results = start(pipelines, feed.table(), directory)) {
            read(results, feed);
            return measured(results.query());
        }
    }

    private static ResultStream start(Pipelines pipelines, ReadableTable table, Path checkpoint) {
        QuerySettings settings = new QuerySettings(
                checkpoint, Trigger.ASAP, 500_000, 2, ZoneOffset.UTC, InstantSource.system(), Long.MAX_VALUE);
        return pipelines.select("latency", "SELECT", SteadyRows.countsByKey(), name -> table, settings);
    }

    /** The update of a key with row N in it has all its rows up to N. */
    private void read(ResultStream results, SteadyRows feed) {
        long[] next = new long[SteadyRows.KEYS];
        Arrays.setAll(next, key -> key);
        long seen = 0;
        while (seen < rows) {
            ChangeBatch changes = results.next(PATIENCE).orElseThrow();
            long now = System.nanoTime();
            if (changes.rows().rowCount() == 0) {
                throw new IllegalStateException("no update for " + PATIENCE + " after " + seen + " rows");
            }
            long[] keys = SteadyRows.keys(changes);
            long[] last = SteadyRows.lastNumbers(changes);
            for (int i = 0; i < changes.rows().rowCount(); i++) {
                int key = (int) keys[i];
                for (; next[key] <= last[i]; next[key] += SteadyRows.KEYS) {
                    latencies[(int) next[key]] = now - feed.sentNanos(next[key]);
                    seen++;
                }
            }
        }
    }

    private Measured measured(StreamingQuery query) {
        double[] millis = Arrays.stream(latencies, (int) unmeasured, (int) rows)
                .mapToDouble(nanos -> nanos / 1e6)
                .sorted()
                .toArray();
        return new Measured(
                millis, rowsPerSecond, query.lastProgress().orElseThrow().batchId() + 1);
    }

    private static void delete(Path directory) throws IOException {
        List<Path> found;
        try (Stream<Path> files = Files.walk(directory)) {
            found = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : found) {
            Files.delete(file);
        }
    }
}
