package io.millrace.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The aggregates of {@code aggregate-scripts.sql}, a group of them at a time, in every kind of query that aggregates: by
 * key, without a key, in tumbling and sliding windows and sessions, and over rows that are taken back.
 */
final class AggregateScripts {
    private static final Pattern HEAD = Pattern.compile("^=== (.*) ===$", Pattern.MULTILINE);
    private static final String CLOSED = "\"window_end\" <= make_timestamp(:w)";
    private static final String HOP =
            "TABLE(HOP(TABLE bid, DESCRIPTOR(ts), INTERVAL '2' SECOND, INTERVAL '10' SECOND))";
    private static final String TUMBLE = "TABLE(TUMBLE(TABLE bid, DESCRIPTOR(ts), INTERVAL '5' SECOND))";
    /** Rows that change with every bid: the columns of bid, one row for each auction and bidder. */
    private static final String CHANGING = "(SELECT auction, bidder, SUM(price) AS price, MAX(channel) AS channel,"
            + " MAX(fee) AS fee, MIN(score) AS score, EVERY(ok) AS ok, MAX(day_) AS day_, MIN(words) AS words,"
            + " MAX(ts) AS ts FROM bid GROUP BY auction, bidder) AS changing";

    private static final String SESSIONS = "(SELECT *, sum(opens) OVER (PARTITION BY auction ORDER BY ts, opens DESC"
            + " ROWS UNBOUNDED PRECEDING) AS session FROM (SELECT *, rowid AS arrival, CASE WHEN ts <= lag(ts) OVER"
            + " (PARTITION BY auction ORDER BY ts) + INTERVAL 1 SECOND THEN 0 ELSE 1 END AS opens FROM bid"
            + " WHERE ts IS NOT NULL))";

    private AggregateScripts() {}

    static List<StreamScript> all() {
        List<StreamScript> scripts = new ArrayList<>();
        String[] parts = HEAD.split(read());
        List<String> names =
                HEAD.matcher(read()).results().map(head -> head.group(1)).toList();
        for (int i = 0; i < names.size(); i++) {
            add(names.get(i), parts[i + 1].strip(), scripts);
        }
        return scripts;
    }

    private static void add(String name, String calls, List<StreamScript> scripts) {
        List<String> ours = new ArrayList<>();
        List<String> theirs = new ArrayList<>();
        boolean byArrival = false;
        for (String line : calls.split("\n")) {
            String[] both = line.split(" -- ");
            byArrival |= both[both.length - 1].contains("arrival");
            ours.add(both[0] + " AS a" + ours.size());
            theirs.add(both[both.length - 1].strip());
        }
        String our = String.join(", ", ours);
        String their = String.join(", ", theirs);
        String bids = "(SELECT *, rowid AS arrival FROM bid) AS bid";
        String windows = "SELECT auction, window_start, window_end, ";
        String byWindow = " GROUP BY auction, window_start, window_end";
        scripts.add(script(
                name + " by key",
                List.of("update"),
                null,
                "SELECT auction, " + our + " FROM bid GROUP BY auction",
                "SELECT auction, " + their + " FROM " + bids + " GROUP BY auction"));
        scripts.add(script(
                name + " without a key",
                List.of("update"),
                null,
                "SELECT " + our + " FROM bid WHERE price > 30",
                "SELECT " + their + " FROM " + bids + " WHERE price > 30"));
        scripts.add(script(
                name + " in tumbling windows",
                List.of("append"),
                CLOSED,
                windows + our + " FROM " + TUMBLE + byWindow,
                windows + their + " FROM hop_bid(5, 5, 0)" + byWindow));
        scripts.add(script(
                name + " in sliding windows",
                List.of("append", "update"),
                CLOSED,
                windows + our + " FROM " + HOP + byWindow,
                windows + their + " FROM hop_bid(2, 10, 0)" + byWindow));
        scripts.add(script(
                name + " in sessions",
                List.of("append", "update"),
                "\"e\" < make_timestamp(:w)",
                "SELECT auction, SESSION_END(ts, INTERVAL '1' SECOND) AS e, " + our
                        + " FROM bid GROUP BY auction, SESSION(ts, INTERVAL '1' SECOND)",
                "SELECT auction, max(ts) + INTERVAL 1 SECOND, " + their + " FROM " + SESSIONS
                        + " GROUP BY auction, session"));
        if (!byArrival) {
            scripts.add(script(
                    name + " over changes",
                    List.of("update"),
                    null,
                    "SELECT auction, " + our + " FROM " + CHANGING + " GROUP BY auction",
                    "SELECT auction, " + their + " FROM " + CHANGING.replace("EVERY", "bool_and")
                            + " GROUP BY auction"));
        }
    }

    private static StreamScript script(String name, List<String> modes, String isFinal, String query, String duckdb) {
        return new StreamScript(name, modes, isFinal, false, List.of(), query, duckdb);
    }

    private static String read() {
        try (InputStream in = AggregateScripts.class.getResourceAsStream("/aggregate-scripts.sql")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
