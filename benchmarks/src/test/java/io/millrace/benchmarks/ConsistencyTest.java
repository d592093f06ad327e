package io.millrace.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connector.ChangeBatch;
import io.millrace.runtime.StreamingQuery;
import io.millrace.sql.RowCursor;
import io.millrace.sql.Session;
import io.millrace.sql.StatementResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
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
    private static final int READERS = 2;
    private static final Duration LIVE = Duration.ofSeconds(2);

    private static final List<String> VIEWS = List.of(
            "CREATE VIEW credits AS SELECT to_account AS account, SUM(amount) AS credits FROM transfers"
                    + " GROUP BY to_account",
            "CREATE VIEW debits AS SELECT from_account AS account, SUM(amount) AS debits FROM transfers"
                    + " GROUP BY from_account",
            "CREATE VIEW balance AS SELECT c.account, credits - debits AS balance FROM credits c JOIN debits d"
                    + " ON c.account = d.account",
            "CREATE VIEW total AS SELECT SUM(balance) AS total, COUNT(*) AS accounts FROM balance");

    /** Both aggregates read the table, whose end moves on between one look and the next. */
    @Test
    void theTotalIsZeroInEveryChangeOfAResultWhileRowsArrive() {
        try (Session session = Session.create()) {
            session.execute("CREATE TABLE n WITH ('connector'='rate', 'rows-per-second'='1000000')");
            session.execute("CREATE VIEW transfers AS SELECT MOD(\"value\" * 7919, 10) AS from_account,"
                    + " MOD(\"value\" * 104729 + 3, 10) AS to_account, MOD(\"value\", 97) + 1 AS amount FROM n");
            VIEWS.forEach(session::execute);
            session.set("output.mode", "update");
            StatementResult.Rows result = (StatementResult.Rows)
                    session.execute("SELECT STREAM total, SUM(accounts) FROM total GROUP BY total");
            try (RowCursor cursor = result.cursor()) {
                StreamingQuery query = cursor.query().orElseThrow();
                List<Object> totals = new ArrayList<>();
                long end = System.nanoTime() + LIVE.toNanos();
                while (System.nanoTime() < end) {
                    ChangeBatch changes = cursor.next(Duration.ofMillis(50)).orElseThrow();
                    changes.rows().rows().forEach(row -> totals.add(row.get(0)));
                }
                assertThat(totals).isNotEmpty().allMatch(Long.valueOf(0)::equals);
                assertThat(query.lastProgress().orElseThrow().batchId()).isGreaterThan(10);
            }
        }
    }

    @Test
    void theTotalIsZeroInEveryReadOfATableThatIsWritten() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(READERS);
        try (Session session = Session.create()) {
            session.execute("CREATE TABLE bid WITH ('connector'='nexmark', 'table'='bid', 'rows'='" + ROWS + "')");
            session.execute("CREATE TABLE totals (total BIGINT, accounts BIGINT) WITH ('connector'='memory')");
            session.execute("CREATE VIEW transfers AS SELECT MOD(bidder, 10) AS from_account,"
                    + " MOD(auction, 10) AS to_account, price AS amount FROM bid");
            VIEWS.forEach(session::execute);
            session.set("max-rows-per-batch", "1000");
            session.set("output.mode", "complete");
            StreamingQuery query = ((StatementResult.Started)
                            session.execute("INSERT INTO totals SELECT total, accounts FROM total"))
                    .query();
            Callable<Long> reader = () -> readWhileItRuns(session, query);
            List<Future<Long>> readers = new ArrayList<>();
            for (int i = 0; i < READERS; i++) {
                readers.add(threads.submit(reader));
            }
            query.awaitTermination();
            for (Future<Long> each : readers) {
                assertThat(each.get()).as("reads while the query ran").isGreaterThan(5);
            }
            assertThat(rows(session, "SELECT * FROM totals")).containsExactly(List.of(0L, 10L));
            assertThat(query.lastProgress().orElseThrow().batchId()).isGreaterThanOrEqualTo(ROWS / 1000);
        } finally {
            threads.shutdownNow();
        }
    }

    private static long readWhileItRuns(Session session, StreamingQuery query) {
        long reads = 0;
        while (!query.awaitTermination(Duration.ZERO)) {
            List<List<Object>> seen = rows(session, "SELECT * FROM totals");
            assertThat(seen)
                    .hasSizeLessThanOrEqualTo(1)
                    .allMatch(row -> row.get(0).equals(0L));
            reads += seen.size();
        }
        return reads;
    }

    private static List<List<Object>> rows(Session session, String select) {
        List<List<Object>> rows = new ArrayList<>();
        try (RowCursor cursor = ((StatementResult.Rows) session.execute(select)).cursor()) {
            for (Optional<ChangeBatch> next = cursor.next(); next.isPresent(); next = cursor.next()) {
                rows.addAll(next.get().rows().rows());
            }
        }
        return rows;
    }
}
