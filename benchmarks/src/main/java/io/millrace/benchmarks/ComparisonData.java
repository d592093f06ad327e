package io.millrace.benchmarks;

import io.millrace.sql.Session;
import io.millrace.sql.StatementResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Nexmark bids in files, written once: {@code csv} and {@code json} by Millrace, {@code parquet} by DuckDB from the CSV,
 * {@value #FILES} files each, in order of time.
 */
final class ComparisonData {
    private static final int FILES = 20;
    private static final String COLUMNS = "auction BIGINT, bidder BIGINT, price BIGINT, channel VARCHAR, url VARCHAR,"
            + " date_time TIMESTAMP(3), extra VARCHAR";

    private final Path directory;

    ComparisonData(Path directory) {
        this.directory = directory;
    }

    Path files(String format) {
        return directory.resolve(format);
    }

    /** Writes what is not there yet. */
    void write(long rows) throws IOException, SQLException {
        Files.createDirectories(directory);
        for (String format : List.of("csv", "json")) {
            if (!Files.exists(files(format))) {
                writeText(format, rows);
            }
        }
        if (!Files.exists(files("parquet"))) {
            Path staged = directory.resolve(".parquet");
            Files.createDirectories(staged);
            writeParquet(staged);
            Files.move(staged, files("parquet"));
        }
    }

    private void writeText(String format, long rows) {
        try (Session session = Session.create()) {
            session.set("max-rows-per-batch", Long.toString((rows + FILES - 1) / FILES));
            session.execute(
                    "CREATE TABLE generated WITH ('connector'='nexmark', 'table'='bid', 'rows'='" + rows + "')");
            session.execute("CREATE TABLE written (" + COLUMNS + ") WITH ('connector'='files', 'format'='" + format
                    + "', 'path'='" + files(format) + "')");
            StatementResult.Started started = (StatementResult.Started) session.execute(
                    "INSERT INTO written SELECT auction, bidder, price, channel, url, date_time, extra FROM generated");
            started.query().awaitTermination();
        }
    }

    private void writeParquet(Path folder) throws IOException, SQLException {
        List<Path> sources;
        try (Stream<Path> listed = Files.list(files("csv"))) {
            sources = listed.filter(path -> path.toString().endsWith(".csv"))
                    .sorted()
                    .toList();
        }
        try (Connection connection = DuckDbRuns.connect();
                Statement statement = connection.createStatement()) {
            for (int i = 0; i < sources.size(); i++) {
                Path target = folder.resolve(String.format(Locale.ROOT, "bid-%02d.parquet", i));
                statement.execute("COPY (SELECT * REPLACE (date_time::TIMESTAMP_MS AS date_time) FROM read_csv('"
                        + sources.get(i) + "', header = true)) TO '" + target
                        + "' (FORMAT parquet, COMPRESSION snappy, ROW_GROUP_SIZE 122880)");
                Files.setLastModifiedTime(target, FileTime.fromMillis(1_700_000_000_000L + 1_000L * i));
            }
        }
    }

    String createBid(String format) {
        return "CREATE TABLE bid (" + COLUMNS + ", WATERMARK FOR date_time AS date_time - INTERVAL '4' SECOND)"
                + " WITH ('connector'='files', 'bounded'='true', 'format'='" + format + "', 'path'='" + files(format)
                + "')";
    }

    /** The view over the same files; types are told, as they are to Millrace. */
    String duckDbView(String format) {
        String types = "{'auction': 'BIGINT', 'bidder': 'BIGINT', 'price': 'BIGINT', 'channel': 'VARCHAR',"
                + " 'url': 'VARCHAR', 'date_time': 'TIMESTAMP_MS', 'extra': 'VARCHAR'}";
        String read = switch (format) {
            case "csv" -> "read_csv('" + files(format) + "/part-*.csv', header = true, columns = " + types + ")";
            case "json" ->
                "read_json('" + files(format) + "/part-*.json', format = 'newline_delimited', columns = " + types + ")";
            default -> "read_parquet('" + files(format) + "/*.parquet')";
        };
        return "CREATE OR REPLACE VIEW bid AS SELECT * FROM " + read;
    }
}
