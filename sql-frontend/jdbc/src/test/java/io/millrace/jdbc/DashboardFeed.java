package io.millrace.jdbc;

import java.io.PrintStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** Feeds a dashboard: bids per channel over the last second, every 200 milliseconds, one line of JSON for each change. */
public final class DashboardFeed {
    private static final String BIDS = """
            CREATE TABLE bid WITH ('connector'='nexmark', 'table'='bid', 'rows'='20000')""";
    private static final String BY_CHANNEL = """
            SELECT STREAM window_end, channel, COUNT(*) AS bids, MAX(price) AS top_price
            FROM TABLE(HOP(TABLE bid, DESCRIPTOR(date_time), ?, ?))
            WHERE channel IN ('Apple', 'Google')
            GROUP BY channel, window_start, window_end""";

    private DashboardFeed() {}

    public static void main(String[] args) throws SQLException {
        feed("jdbc:millrace:", System.out);
    }

    static void feed(String url, PrintStream dashboard) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement setup = connection.createStatement();
                PreparedStatement query = connection.prepareStatement(BY_CHANNEL)) {
            setup.execute(BIDS);
            query.setObject(1, Duration.ofMillis(200));
            query.setObject(2, Duration.ofSeconds(1));
            StreamingResultSet rows = query.executeQuery().unwrap(StreamingResultSet.class);
            while (true) {
                switch (rows.nextRowOrWatermark(Duration.ofSeconds(5))) {
                    case ROW ->
                        dashboard.printf(
                                "{\"at\": \"%s\", \"channel\": \"%s\", \"bids\": %d, \"top\": %d}%n",
                                rows.getTimestamp("window_end"),
                                rows.getString("channel"),
                                rows.getLong("bids"),
                                rows.getLong("top_price"));
                    case WATERMARK ->
                        dashboard.printf(
                                "{\"complete_to\": \"%s\"}%n", rows.watermark().orElseThrow());
                    case TIMEOUT -> dashboard.println("{\"alive\": true}");
                    case END -> {
                        return;
                    }
                }
            }
        }
    }
}
