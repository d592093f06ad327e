package io.millrace.benchmarks;

import java.util.List;

/**
 * One row of the comparison: the same question to both engines.
 *
 * @param format of the files that are read: parquet, csv or json
 * @param millrace over table {@code bid}; its columns are compared, in order, with those of DuckDB
 * @param duckdb over view {@code bid}; times come as microseconds
 * @param least the ratio of DuckDB's time to Millrace's that is asked for; 0 when it is only reported
 */
record ComparisonQuery(String name, String format, String millrace, String duckdb, double least) {
    private static final String FOUR = "COUNT(*), SUM(price), MAX(price), AVG(price)";
    private static final String TUMBLE = " FROM TABLE(TUMBLE(TABLE bid, DESCRIPTOR(date_time), INTERVAL '10' SECOND))";
    private static final String HOP =
            " FROM TABLE(HOP(TABLE bid, DESCRIPTOR(date_time), INTERVAL '2' SECOND, INTERVAL '10' SECOND))";

    /** The one whose name begins so. */
    static ComparisonQuery of(String name) {
        return all().stream()
                .filter(query -> query.name().startsWith(name))
                .findFirst()
                .orElseThrow();
    }

    static List<ComparisonQuery> all() {
        return List.of(
                new ComparisonQuery(
                        "W1: TUMBLE 10 s by auction",
                        "parquet",
                        tumble("auction", FOUR),
                        tumbleByMillis("auction", FOUR),
                        0.8),
                new ComparisonQuery("W2: HOP 2 s / 10 s by auction", "parquet", hop(), unnested(), 3),
                new ComparisonQuery("W2 against panes in DuckDB's SQL", "parquet", hop(), panes(), 0),
                new ComparisonQuery(
                        "TUMBLE 10 s by channel",
                        "parquet",
                        tumble("channel", FOUR),
                        tumbleByMillis("channel", FOUR),
                        0.5),
                new ComparisonQuery(
                        "COUNT(DISTINCT bidder) by auction",
                        "parquet",
                        tumble("auction", "COUNT(DISTINCT bidder)"),
                        tumbleByMillis("auction", "COUNT(DISTINCT bidder)"),
                        0.5),
                new ComparisonQuery(
                        "MEDIAN(price) by auction",
                        "parquet",
                        tumble("auction", "MEDIAN(price)"),
                        tumbleByMillis("auction", "median(price)"),
                        0.5),
                new ComparisonQuery("SESSION 10 s by bidder", "parquet", sessions(), sessionsByLag(), 0.5),
                new ComparisonQuery(
                        "W1 from CSV", "csv", tumble("auction", FOUR), tumbleByMillis("auction", FOUR), 0.5),
                new ComparisonQuery(
                        "W1 from JSON lines", "json", tumble("auction", FOUR), tumbleByMillis("auction", FOUR), 0.5));
    }

    private static String tumble(String key, String calls) {
        return "SELECT " + key + ", window_start, window_end, " + calls + TUMBLE + " GROUP BY " + key
                + ", window_start, window_end";
    }

    private static String hop() {
        return "SELECT auction, window_start, window_end, " + FOUR + HOP
                + " GROUP BY auction, window_start, window_end";
    }

    /** Divides whole milliseconds, which is faster there than {@code time_bucket}. */
    private static String tumbleByMillis(String key, String calls) {
        return "SELECT " + key + ", w * 10000000, w * 10000000 + 10000000, * EXCLUDE (" + key + ", w) FROM (SELECT "
                + key + ", epoch_ms(date_time) // 10000 AS w, " + calls + " FROM bid GROUP BY ALL)";
    }

    private static String sessions() {
        return "SELECT bidder, window_start, window_end, " + FOUR
                + " FROM TABLE(SESSION(TABLE bid PARTITION BY bidder, DESCRIPTOR(date_time), INTERVAL '10' SECOND))"
                + " GROUP BY bidder, window_start, window_end";
    }

    private static String sessionsByLag() {
        return "SELECT bidder, min(t) * 1000, max(t) * 1000 + 10000000, " + FOUR
                + " FROM (SELECT *, sum(fresh) OVER (PARTITION BY bidder ORDER BY t) AS number FROM (SELECT bidder, price, t,"
                + " CASE WHEN t - lag(t) OVER (PARTITION BY bidder ORDER BY t) <= 10000 THEN 0 ELSE 1 END AS fresh"
                + " FROM (SELECT bidder, price, epoch_ms(date_time) AS t FROM bid))) GROUP BY bidder, number";
    }

    /** Every row once for each of its windows. */
    private static String unnested() {
        return "SELECT auction, w * 2000000, w * 2000000 + 10000000, * EXCLUDE (auction, w) FROM (SELECT auction, w, "
                + FOUR
                + " FROM (SELECT auction, price, unnest(range(epoch_ms(date_time) // 2000 - 4,"
                + " epoch_ms(date_time) // 2000 + 1)) AS w FROM bid) GROUP BY auction, w)";
    }

    /** As an expert would write it: panes of 2 s first, then each pane once for each of its windows. */
    private static String panes() {
        return "SELECT auction, w * 2000000, w * 2000000 + 10000000, n, s, m, s / n FROM (SELECT auction, w,"
                + " sum(n)::BIGINT AS n, sum(s)::BIGINT AS s, max(m) AS m FROM (SELECT auction, n, s, m,"
                + " unnest(range(p - 4, p + 1)) AS w FROM (SELECT auction, epoch_ms(date_time) // 2000 AS p,"
                + " count(*) AS n, sum(price) AS s, max(price) AS m FROM bid GROUP BY ALL)) GROUP BY auction, w)";
    }
}
