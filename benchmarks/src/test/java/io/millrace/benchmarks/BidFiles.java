package io.millrace.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.sql.Session;
import io.millrace.sql.StatementResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/** Nexmark bids in CSV files, and the job over them that the tests run. */
final class BidFiles {
    private static final String COLUMNS = "auction BIGINT, bidder BIGINT, price BIGINT, date_time TIMESTAMP(3)";

    private BidFiles() {}

    /** Writes bids into a directory through the {@code files} sink, a file for every {@code rowsPerFile} of them. */
    static void write(Path directory, int rows, int rowsPerFile) {
        try (Session session = Session.create()) {
            session.set("max-rows-per-batch", String.valueOf(rowsPerFile));
            session.execute(String.format(
                    Locale.ROOT,
                    "CREATE TABLE generated WITH ('connector'='nexmark', 'table'='bid', 'rows'='%d')",
                    rows));
            session.execute("CREATE TABLE written (" + COLUMNS + ") " + files(directory, ""));
            await(session.execute("INSERT INTO written SELECT auction, bidder, price, date_time FROM generated"));
        }
    }

    /** The table {@code bid} over the files that {@link #write} wrote. */
    static String createBid(Path directory) {
        return "CREATE TABLE bid (" + COLUMNS + ", WATERMARK FOR date_time AS date_time - INTERVAL '4' SECOND) "
                + files(directory, ", 'bounded'='true'");
    }

    /** The table {@code win}, which takes {@link #query}. */
    static String createWin(Path directory) {
        return "CREATE TABLE win (auction BIGINT, window_start TIMESTAMP(3), window_end TIMESTAMP(3), bids BIGINT,"
                + " total BIGINT, highest BIGINT, average DOUBLE) " + files(directory, "");
    }

    static String query() {
        return "SELECT auction, window_start, window_end, COUNT(*) AS bids, SUM(price) AS total, MAX(price) AS highest,"
                + " AVG(price) AS average"
                + " FROM TABLE(HOP(TABLE bid, DESCRIPTOR(date_time), INTERVAL '2' SECOND, INTERVAL '10' SECOND))"
                + " GROUP BY auction, window_start, window_end";
    }

    private static String files(Path directory, String options) {
        return "WITH ('connector'='files', 'format'='csv', 'path'='" + directory + "'" + options + ")";
    }

    /** Waits for a query that ends by itself. */
    static void await(StatementResult result) {
        StatementResult.Started started = (StatementResult.Started) result;
        assertThat(started.endsByItself()).isTrue();
        assertThat(started.query().awaitTermination(Duration.ofMinutes(5))).isTrue();
    }
}
