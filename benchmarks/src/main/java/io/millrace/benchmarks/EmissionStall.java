package io.millrace.benchmarks;

import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.LongColumn;
import io.millrace.columnar.Schema;
import io.millrace.connector.ChangeBatch;
import io.millrace.connector.Offset;
import io.millrace.connector.OutputMode;
import io.millrace.connector.ReadLimit;
import io.millrace.connector.ReadableTable;
import io.millrace.connector.Sink;
import io.millrace.connector.Source;
import io.millrace.connector.Split;
import io.millrace.connector.SplitReader;
import io.millrace.connector.builtin.Console;
import io.millrace.plan.AssignWatermark;
import io.millrace.plan.QueryPlan;
import io.millrace.runtime.Pipelines;
import io.millrace.runtime.QuerySettings;
import io.millrace.runtime.QuerySpec;
import io.millrace.runtime.Trigger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * How long a micro-batch takes in which a window of a million keys closes, beside those in which none does: bids of a
 * million auctions drawn evenly, in order of time, 200,000 a second; windows of 10 s every 2 s, with four aggregates;
 * micro-batches of 8,192 rows, about 49 to a slide; one thread, a checkpoint on disk that is synced for every micro-batch.
 * Measured from one commit to the next.
 *
 * <pre>
 * mvn -q -Pbench -DskipTests -pl benchmarks -am package
 * java -Xmx2g -cp benchmarks/target/benchmarks.jar io.millrace.benchmarks.EmissionStall 30 4000
 * </pre>
 *
 * <p>Last figures (two cores, JDK 17), the watermark four seconds behind: a micro-batch in which a window closes takes 5.0 ms
 * beside 3.8 of the median one, and the longest of a slide 23; without preparing windows ahead it is 89, 2.3 and 112. With a
 * watermark that is not behind at all, so that the last pane has rows until the micro-batch before: 15 beside 2.3 ms, and 38;
 * it was 92, 1.9 and 101. The longest ones that are left are the collector's, which copies what is made ahead, and snapshots.
 *
 * <p>The arguments are slides, of which the first third is not measured, and the milliseconds that the watermark stays behind
 * the highest time. The files lie in the working directory, so that a disk is measured and not a file system in memory.
 */
public final class EmissionStall {
    private static final int KEYS = 1_000_000;
    private static final int BATCH_ROWS = 8_192;
    private static final long STEP_MICROS = 5;
    /** One micro-batch in so many comes before those that are measured. */
    private static final int FIRST_SHARE = 3;

    private static final int SLIDE_SECONDS = 2;
    private static final int SIZE_SECONDS = 10;

    private final int keys;
    private final long stepMicros;
    private final int batches;

    /** @param divisor for fewer keys, and rows a second */
    private EmissionStall(int slides, int divisor) {
        this.keys = KEYS / divisor;
        this.stepMicros = STEP_MICROS * divisor;
        this.batches = (int) (slides * SLIDE_SECONDS * 1_000_000L / (stepMicros * BATCH_ROWS));
    }

    public static void main(String[] args) throws IOException {
        Path directory = Files.createTempDirectory(Path.of("").toAbsolutePath(), "emission-stall");
        try {
            Measured measured = measure(Integer.parseInt(args[0]), Long.parseLong(args[1]), 1, directory);
            Console.standardOutput().print(measured.text() + "\n");
        } finally {
            MillraceRuns.delete(directory);
        }
    }

    /**
     * What it came to.
     *
     * @param plainMillis of micro-batches in which nothing closes, ascending
     * @param closingMillis of those in which a window closes, ascending
     * @param longestMillis the longest of all from one window's end to the next, ascending
     * @param resultRows of all windows measured
     */
    record Measured(double[] plainMillis, double[] closingMillis, double[] longestMillis, long resultRows) {
        static double median(double[] ascending) {
            return ascending[ascending.length / 2];
        }

        private static double at(double[] ascending, double share) {
            return ascending[(int) (share * (ascending.length - 1))];
        }

        /** How many times as long as the median micro-batch the longest one of a slide takes, at the median. */
        double stall() {
            return median(longestMillis) / median(plainMillis);
        }

        double nanosPerResultRow() {
            double more = Arrays.stream(closingMillis).sum() - closingMillis.length * median(plainMillis);
            return more * 1e6 / resultRows;
        }

        String text() {
            return String.format(
                    Locale.ROOT,
                    "%d micro-batches of %.2f ms at the median, %.2f at the 90th, %.2f at the 99th percentile, %.1f at most;"
                            + " %d in which a window closes of %.1f ms at the median, %.1f at most: %.1f ns more for a result row; longest of a slide %.1f ms at the median",
                    plainMillis.length,
                    median(plainMillis),
                    at(plainMillis, 0.9),
                    at(plainMillis, 0.99),
                    at(plainMillis, 1),
                    closingMillis.length,
                    median(closingMillis),
                    at(closingMillis, 1),
                    nanosPerResultRow(),
                    median(longestMillis));
        }
    }

    /** @param divisor 1, or of how many keys and rows a second one stays */
    static Measured measure(int slides, long delayMillis, int divisor, Path directory) {
        EmissionStall stall = new EmissionStall(slides, divisor);
        Commits commits = new Commits();
        AssignWatermark watermark =
                new AssignWatermark(BidWindows.scan(), 2, delayMillis * 1_000, false, -1, "keep", false);
        QueryPlan plan = new QueryPlan(
                BidWindows.over(watermark, SLIDE_SECONDS, SIZE_SECONDS), OutputMode.APPEND, List.of(0, 2), false);
        QuerySettings settings = new QuerySettings(
                directory, Trigger.ASAP, 500_000, 1, ZoneOffset.UTC, InstantSource.system(), Long.MAX_VALUE);
        try (Pipelines pipelines = new Pipelines()) {
            pipelines
                    .start(new QuerySpec("stall", "SELECT", plan, name -> stall.new Bids(), commits, settings))
                    .awaitTermination();
        }
        return commits.measured(stall.batches / FIRST_SHARE, stall.batches);
    }

    /** The bids, made as they are read. */
    private final class Bids implements ReadableTable {
        @Override
        public Schema schema() {
            return BidRows.SCHEMA;
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
        public Source source(List<Integer> columns) {
            return new Rows();
        }
    }

    private record Batch(int number) implements Split {
        @Override
        public String partition() {
            return "bids";
        }
    }

    private static int number(Offset offset) {
        return Integer.parseInt(offset.json());
    }

    /** Offsets are numbers of batches, each a micro-batch. */
    private final class Rows implements Source {
        @Override
        public Offset initial() {
            return new Offset("0");
        }

        @Override
        public Offset latest() {
            return new Offset(Integer.toString(batches));
        }

        @Override
        public Offset limit(Offset start, Offset latest, ReadLimit limit) {
            int next = number(start) + 1;
            return next > number(latest) ? latest : new Offset(Integer.toString(next));
        }

        @Override
        public List<Split> plan(Offset start, Offset end) {
            List<Split> splits = new ArrayList<>();
            for (int batch = number(start); batch < number(end); batch++) {
                splits.add(new Batch(batch));
            }
            return splits;
        }

        @Override
        public SplitReader open(Split split) {
            return new Reader(((Batch) split).number());
        }

        @Override
        public boolean exhausted(Offset offset) {
            return offset.equals(latest());
        }

        @Override
        public void close() {}
    }

    private final class Reader implements SplitReader {
        private final int number;
        private boolean done;

        Reader(int number) {
            this.number = number;
        }

        @Override
        public ColumnBatch next() {
            if (done) {
                return null;
            }
            done = true;
            SplittableRandom random = new SplittableRandom(number);
            long[] auctions = new long[BATCH_ROWS];
            long[] prices = new long[BATCH_ROWS];
            long[] times = new long[BATCH_ROWS];
            long first = (long) number * BATCH_ROWS;
            for (int i = 0; i < BATCH_ROWS; i++) {
                auctions[i] = 1_000L + random.nextInt(keys);
                prices[i] = 100L + random.nextInt(100_000_000);
                times[i] = (first + i) * stepMicros;
            }
            return ColumnBatch.of(
                    BidRows.SCHEMA, BATCH_ROWS, LongColumn.of(auctions), LongColumn.of(prices), LongColumn.of(times));
        }

        @Override
        public boolean reusesArrays() {
            return false;
        }

        @Override
        public void close() {}
    }

    /** Notes when micro-batches are committed, and how many rows each gives. */
    private static final class Commits implements Sink {
        private final List<Long> nanos = new ArrayList<>();
        private final List<Long> rows = new ArrayList<>();
        private long staged;

        /** The micro-batches from one to before another, each against the one before it. */
        Measured measured(int from, int to) {
            double[] plain = new double[to - from];
            double[] closing = new double[to - from];
            int plainCount = 0;
            int closingCount = 0;
            long resultRows = 0;
            List<Double> longest = new ArrayList<>();
            double longestSinceClosing = 0;
            for (int batch = from; batch < to; batch++) {
                double millis = (nanos.get(batch) - nanos.get(batch - 1)) / 1e6;
                if (rows.get(batch) == 0) {
                    plain[plainCount++] = millis;
                } else {
                    closing[closingCount++] = millis;
                    resultRows += rows.get(batch);
                }
                longestSinceClosing = Math.max(longestSinceClosing, millis);
                if (rows.get(batch) > 0) {
                    longest.add(longestSinceClosing);
                    longestSinceClosing = 0;
                }
            }
            return new Measured(
                    Arrays.stream(plain, 0, plainCount).sorted().toArray(),
                    Arrays.stream(closing, 0, closingCount).sorted().toArray(),
                    longest.stream().mapToDouble(Double::doubleValue).sorted().toArray(),
                    resultRows);
        }

        @Override
        public boolean remembersCommits() {
            return false;
        }

        @Override
        public Optional<Committed> open(Session session) {
            return Optional.empty();
        }

        @Override
        public void write(ChangeBatch batch) {
            staged += batch.rows().rowCount();
        }

        @Override
        public String prepare(long batchId) {
            return "";
        }

        @Override
        public boolean commit(long batchId, String stateId, String stagedText) {
            nanos.add(System.nanoTime());
            rows.add(staged);
            staged = 0;
            return true;
        }

        @Override
        public void abort(long batchId) {
            staged = 0;
        }

        @Override
        public void close() {}
    }
}
