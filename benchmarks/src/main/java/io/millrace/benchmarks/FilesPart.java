package io.millrace.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Whole runs over files, against DuckDB on the same files: Millrace streaming in micro-batches with a synced checkpoint, in
 * a JVM of its own with {@value #HEAP} of heap; DuckDB as one batch query; both on two threads, the third run of each in one
 * process, results compared row by row (as a sum of hashes). Beside it the most memory that Millrace's process had
 * resident.
 *
 * <pre>
 * mvn -q -Pbench -DskipTests -pl benchmarks -am package
 * java -cp benchmarks/target/benchmarks.jar io.millrace.benchmarks.Benchmarks /var/tmp/millrace files
 * </pre>
 *
 * <p>Last ratios of DuckDB's time to Millrace's (10 million rows, two cores, results equal): W1 1.37, W2 2.86, W2 against
 * panes in DuckDB's SQL 1.69, by channel 0.80, COUNT(DISTINCT) 0.82, MEDIAN 0.68, SESSION 7.1, CSV 1.21, JSON lines 0.54;
 * 263 to 395 MiB resident. From day to day W1 was between 0.84 and 1.37, W2 between 2.83 and 3.59.
 *
 * <p>The data are written into the directory once; {@code files.md}, written beside them, has the seconds of each.
 */
final class FilesPart implements BenchmarkPart {
    private static final String HEAP = "256m";
    private static final int PEAK_MEBIBYTES_MAX = 500;

    @Override
    public String name() {
        return "files";
    }

    @Override
    public List<Figure> run(BenchmarkSettings settings) throws IOException, SQLException, InterruptedException {
        ComparisonData data = new ComparisonData(settings.data());
        data.write(settings.rows());
        List<Figure> figures = new ArrayList<>();
        StringBuilder table = new StringBuilder(
                "| query | rows | result rows | micro-batches | DuckDB s | Millrace s | Millrace's first run s |"
                        + " million rows/s | MiB |\n|---|---|---|---|---|---|---|---|---|\n");
        try (DuckDbRuns duckdb = new DuckDbRuns(data, BenchmarkSettings.THREADS)) {
            List<ComparisonQuery> queries = ComparisonQuery.all();
            List<MillraceProcess.Told> together =
                    settings.quick() ? MillraceProcess.run(HEAP, settings, queries) : List.of();
            for (int i = 0; i < queries.size(); i++) {
                ComparisonQuery query = queries.get(i);
                MillraceProcess.Told told = settings.quick()
                        ? together.get(i)
                        : MillraceProcess.run(HEAP, settings, List.of(query)).get(0);
                compare(query, told, settings, duckdb, figures, table);
            }
        }
        Files.writeString(settings.directory().resolve("files.md"), table, StandardCharsets.UTF_8);
        return figures;
    }

    private static void compare(
            ComparisonQuery query,
            MillraceProcess.Told told,
            BenchmarkSettings settings,
            DuckDbRuns duckdb,
            List<Figure> figures,
            StringBuilder table)
            throws SQLException {
        double seconds = 0;
        for (int i = 0; i < settings.runs(); i++) {
            seconds = duckdb.seconds(query);
        }
        Checksum answer = duckdb.checksum();
        MillraceRuns.Run run = told.last();
        if (!answer.text().equals(run.checksum())) {
            throw new IllegalStateException(
                    query.name() + ": DuckDB gives " + answer.text() + ", Millrace " + run.checksum());
        }
        String how = String.format(Locale.ROOT, "%.2f s beside %.2f s", run.seconds(), seconds);
        String name = query.name() + " against DuckDB";
        double ratio = seconds / run.seconds();
        figures.add(
                query.least() > 0
                        ? Figure.atLeast(name, "", query.least(), ratio, how)
                        : Figure.reported(name, "", ratio, how));
        if (query.format().equals("parquet") && told.peakMebibytes() > 0) {
            figures.add(Figure.atMost(
                    query.name() + ", memory at most",
                    " MiB",
                    PEAK_MEBIBYTES_MAX,
                    told.peakMebibytes(),
                    "-Xmx" + HEAP));
        }
        table.append(String.format(
                Locale.ROOT,
                "| %s | %,d | %,d | %d | %.3f | %.3f | %.3f | %.1f | %d |%n",
                query.name(),
                settings.rows(),
                answer.rows(),
                run.batches(),
                seconds,
                run.seconds(),
                told.runs().get(0).seconds(),
                settings.rows() / run.seconds() / 1e6,
                told.peakMebibytes()));
    }
}
