package io.millrace.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connector.ChangeBatch;
import io.millrace.runtime.QueryProgress;
import io.millrace.runtime.StreamingQuery;
import io.millrace.sql.RowCursor;
import io.millrace.sql.Session;
import io.millrace.sql.StatementResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * What must hold in every result that anybody sees, at any moment: money that only moves between accounts is neither made
 * nor lost, so the sum of all balances is 0. The query, over two aggregates of one table and their join, is that of Jamie
 * Brandon's comparison of streaming systems ("Internal consistency in streaming systems", 2021), several of which show
 * other sums.
 */
class ConsistencyTest {
    private static final int ROWS = Integer.getInteger("millrace.rows", 200_000);
    private static final int BATCHES = 200;
    private static final long SEED = Long.getLong("millrace.seed", 20261128);
    private static final int READERS = 2;
    private static final int LIVE_BATCHES = 50;
    private static final Duration LIVE_MAX = Duration.ofMinutes(2);

    /** Both aggregates read the table, whose end moves on between one look and the next. */
    @Test
    void theTotalIsZeroInEveryChangeOfAResultWhileRowsArrive() {
        try (Session session = Session.create()) {
            session.execute("CREATE TABLE n WITH ('connector'='rate', 'rows-per-second'='1000000')");
            session.execute("CREATE VIEW transfers AS SELECT MOD(\"value\" * 7919, 10) AS from_account,"
                    + " MOD(\"value\" * 104729 + 3, 10) AS to_account, MOD(\"value\", 97) + 1 AS amount FROM n");
            Totals.VIEWS.forEach(session::execute);
            session.set("output.mode", "update");
            StatementResult.Rows result = (StatementResult.Rows)
                    session.execute("SELECT STREAM total, SUM(accounts) FROM total GROUP BY total");
            try (RowCursor cursor = result.cursor()) {
                StreamingQuery query = cursor.query().orElseThrow();
                List<Object> totals = new ArrayList<>();
                long end = System.nanoTime() + LIVE_MAX.toNanos();
                while (query.lastProgress().map(QueryProgress::batchId).orElse(0L) < LIVE_BATCHES) {
                    ChangeBatch changes = cursor.next(Duration.ofMillis(50)).orElseThrow();
                    changes.rows().rows().forEach(row -> totals.add(row.get(0)));
                    assertThat(System.nanoTime()).as("in time").isLessThan(end);
                }
                assertThat(totals).isNotEmpty().allMatch(Long.valueOf(0)::equals);
            }
        }
    }

    @Test
    void theTotalIsZeroInEveryReadOfATableThatIsWritten() throws Exception {
        String transfers = "CREATE VIEW transfers AS SELECT MOD(bidder, 10) AS from_account,"
                + " MOD(auction, 10) AS to_account, price AS amount FROM bid";
        List<String> views = new ArrayList<>(List.of(transfers));
        views.addAll(Totals.VIEWS);
        List<Object> last = readWhileWritten("bid", ROWS, views, "SELECT total, 0, accounts FROM total");
        assertThat(last).containsExactly(0L, 0L, 10L);
    }

    /** A row and its partner, which is itself, come together: there are as many pairs as rows. */
    @Test
    void everyRowOfASelfJoinHasItsPartner() throws Exception {
        int rows = ROWS / 10;
        List<String> views = List.of(
                "CREATE VIEW counted AS SELECT COUNT(*) AS n, MAX(id) AS latest FROM auction",
                "CREATE VIEW pairs AS SELECT COUNT(*) AS n, MAX(l.id) AS latest"
                        + " FROM auction l JOIN auction r ON l.id = r.id");
        List<Object> last = readWhileWritten(
                "auction", rows, views, "SELECT c.n, p.n, 0 FROM counted c JOIN pairs p ON c.latest = p.latest");
        assertThat(last).containsExactly((long) rows, (long) rows, 0L);
    }

    /** Two aggregates of one table, joined by the latest time that each has seen: both have seen the same rows. */
    @Test
    void twoAggregatesThatAreJoinedAreOfTheSameRows() throws Exception {
        List<String> views = List.of(
                "CREATE VIEW counted AS SELECT COUNT(*) AS n, MAX(date_time) AS latest FROM bid",
                "CREATE VIEW summed AS SELECT SUM(n) AS n, MAX(latest) AS latest FROM (SELECT bidder, COUNT(*) AS n,"
                        + " MAX(date_time) AS latest FROM bid GROUP BY bidder)");
        List<Object> last = readWhileWritten(
                "bid", ROWS, views, "SELECT c.n, s.n, 0 FROM counted c JOIN summed s ON c.latest = s.latest");
        assertThat(last).containsExactly((long) ROWS, (long) ROWS, 0L);
    }

    /** Every row is in a window or is late. */
    @Test
    void theRowsOfAllWindowsAndTheLateOnesAreTheRowsRead() {
        try (Session session = Session.create()) {
            session.execute("CREATE TABLE ev (k BIGINT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '5' SECOND)"
                    + " WITH ('connector'='memory')");
            session.execute("CREATE TABLE counts (k BIGINT, w TIMESTAMP(3), n BIGINT) WITH ('connector'='memory')");
            session.set("output.mode", "update");
            StreamingQuery query = ((StatementResult.Started)
                            session.execute("INSERT INTO counts SELECT k, window_start, COUNT(*)"
                                    + " FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '10' SECOND))"
                                    + " GROUP BY k, window_start, window_end"))
                    .query();
            Random random = new Random(SEED);
            long read = 0;
            long late = 0;
            for (int batch = 0; batch < 40; batch++) {
                List<String> rows = new ArrayList<>();
                for (int i = 0; i < 25; i++) {
                    long second = Math.max(0, batch * 4L - (random.nextInt(5) == 0 ? random.nextInt(40) : 0));
                    rows.add("(" + random.nextInt(3)
                            + ", TIMESTAMP '2026-01-01 00:%02d:%02d')".formatted(second / 60, second % 60));
                }
                session.execute("INSERT INTO ev VALUES " + String.join(", ", rows));
                query.processAllAvailable();
                read += rows.size();
                late = query.lateRows();
                long counted = (long)
                        Totals.rows(session, "SELECT SUM(n) FROM counts").get(0).get(0);
                assertThat(counted + late)
                        .as("batch " + batch + ", seed " + SEED)
                        .isEqualTo(read);
            }
            assertThat(late).isPositive();
        }
    }

    /**
     * Reads the result of a query, which is one row, while it is written; in each the first value has to be the second.
     * Gives the last.
     */
    private static List<Object> readWhileWritten(String table, int rows, List<String> views, String select)
            throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(READERS);
        try (Session session = Session.create()) {
            session.execute("CREATE TABLE " + table + " WITH ('connector'='nexmark', 'table'='" + table + "', 'rows'='"
                    + rows + "')");
            session.execute("CREATE TABLE seen (a BIGINT, b BIGINT, c BIGINT) WITH ('connector'='memory')");
            views.forEach(session::execute);
            session.set("max-rows-per-batch", String.valueOf(rows / BATCHES));
            session.set("output.mode", "complete");
            StreamingQuery query = ((StatementResult.Started) session.execute("INSERT INTO seen " + select)).query();
            List<Future<Long>> readers = new ArrayList<>();
            for (int i = 0; i < READERS; i++) {
                readers.add(threads.submit(() -> readWhileItRuns(session, query)));
            }
            query.awaitTermination();
            for (Future<Long> each : readers) {
                assertThat(each.get()).as("reads while the query ran").isGreaterThan(5);
            }
            assertThat(query.lastProgress().orElseThrow().batchId()).isGreaterThanOrEqualTo(BATCHES);
            return Totals.rows(session, "SELECT * FROM seen").get(0);
        } finally {
            threads.shutdownNow();
        }
    }

    private static long readWhileItRuns(Session session, StreamingQuery query) {
        long reads = 0;
        while (!query.awaitTermination(Duration.ZERO)) {
            List<List<Object>> seen = Totals.rows(session, "SELECT * FROM seen");
            assertThat(seen)
                    .hasSizeLessThanOrEqualTo(1)
                    .allMatch(row -> row.get(0).equals(row.get(1)));
            reads += seen.size();
        }
        return reads;
    }
}
