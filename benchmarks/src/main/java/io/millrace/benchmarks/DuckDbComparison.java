package io.millrace.benchmarks;

import io.millrace.connector.builtin.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Whole runs over files, against DuckDB on the same files in the same process: Millrace streaming in micro-batches with a
 * synced checkpoint, DuckDB as one batch query; both on two threads, the third run of each, results compared row by row
 * (as a sum of hashes).
 *
 * <pre>
 * mvn -q -Pbench -DskipTests -pl benchmarks -am package
 * java -Xmx2g -cp benchmarks/target/benchmarks.jar io.millrace.benchmarks.DuckDbComparison /var/tmp/bids 10000000 [name...]
 * </pre>
 *
 * <p>Last ratios of DuckDB's time to Millrace's (10 million rows, two cores that many other processes wanted at the same
 * time, so each may be off by half; results equal): W1 0.69, W2 2.9 and 1.7 against panes in DuckDB's SQL, by channel 0.75,
 * COUNT(DISTINCT) 0.80, MEDIAN 0.28, SESSION 7.4, CSV 0.71, JSON lines 0.92.
 *
 * <p>The data are written into the directory once; a table and a plot, {@code comparison.md} and {@code comparison.svg}, are
 * written beside them. Names, or parts of them, choose among the queries.
 */
public final class DuckDbComparison {
    private static final int RUNS = 3;
    private static final int THREADS = 2;
    /** Twenty micro-batches at least. */
    private static final long BATCHES_MIN = 20;

    private static final long BATCH_ROWS_MAX = 500_000;

    private DuckDbComparison() {}

    public static void main(String[] args) throws IOException, SQLException {
        Path directory = Path.of(args[0]);
        long rows = Long.parseLong(args[1]);
        List<String> names = List.of(args).subList(2, args.length);
        Console console = Console.standardOutput();
        ComparisonData data = new ComparisonData(directory);
        data.write(rows);
        long rowsPerBatch = Math.min(BATCH_ROWS_MAX, rows / BATCHES_MIN);
        MillraceRuns millrace = new MillraceRuns(data, directory.resolve("checkpoints"), rowsPerBatch, THREADS);
        List<ComparisonReport.Line> lines = new ArrayList<>();
        try (DuckDbRuns duckdb = new DuckDbRuns(data, THREADS)) {
            for (ComparisonQuery query : ComparisonQuery.all()) {
                if (names.isEmpty() || names.stream().anyMatch(query.name()::contains)) {
                    ComparisonReport.Line line = compare(query, rows, duckdb, millrace);
                    lines.add(line);
                    console.print(line.text() + "\n");
                }
            }
        }
        Files.writeString(directory.resolve("comparison.md"), ComparisonReport.table(lines), StandardCharsets.UTF_8);
        Files.writeString(directory.resolve("comparison.svg"), ComparisonReport.plot(lines), StandardCharsets.UTF_8);
        console.print(ComparisonReport.table(lines));
    }

    private static ComparisonReport.Line compare(
            ComparisonQuery query, long rows, DuckDbRuns duckdb, MillraceRuns millrace)
            throws IOException, SQLException {
        double duckdbSeconds = 0;
        MillraceRuns.Run run = null;
        double first = 0;
        for (int i = 0; i < RUNS; i++) {
            duckdbSeconds = duckdb.seconds(query);
            run = millrace.run(query, i == RUNS - 1);
            first = i == 0 ? run.seconds() : first;
        }
        Checksum answer = duckdb.checksum();
        if (!answer.text().equals(run.checksum().text())) {
            throw new IllegalStateException(String.format(
                    Locale.ROOT,
                    "%s: DuckDB gives %s, Millrace %s",
                    query.name(),
                    answer.text(),
                    run.checksum().text()));
        }
        return new ComparisonReport.Line(
                query, rows, answer.rows(), duckdbSeconds, run.seconds(), first, run.batches());
    }
}
