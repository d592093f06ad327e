package io.millrace.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connector.ChangeBatch;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.error.TextPosition;
import io.millrace.runtime.StreamingQuery;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SessionTest {
    private static final String MEMORY = " WITH ('connector' = 'memory')";

    @Test
    void aScriptIsReadWholeBeforeAnythingIsDone() {
        try (Session session = Session.create()) {
            List<SqlStatement> script = session.parse("SELECT 1;\n SELECT 2");
            assertThat(script).extracting(SqlStatement::text).containsExactly("SELECT 1", "SELECT 2");
            assertThat(script.get(1).range()).isEqualTo(new TextPosition(2, 2, 2, 9));
            assertThat(script.get(0)).hasToString("SELECT 1");
            assertThatThrownBy(() -> session.parse("CREATE TABLE t (a INT)" + MEMORY + "; SELCT"))
                    .isInstanceOf(MillraceException.class);
            assertThat(session.names()).isEmpty();
        }
    }

    @Test
    void settingsAreCheckedWhenTheSessionIsBuilt() {
        assertThatThrownBy(() -> Session.builder().set("parallel", "2").build())
                .hasMessageContaining("unknown option \"parallel\"");
    }

    @Test
    void rowsPerSecondAreShownWithoutNoise() {
        assertThat(ShowStatements.rounded(294.1600407117496)).isEqualTo(294);
        assertThat(ShowStatements.rounded(0.0512345)).isEqualTo(0.1);
        assertThat(ShowStatements.rounded(99.94)).isEqualTo(99.9);
        assertThat(ShowStatements.rounded(1_234_567.8)).isEqualTo(1_234_568);
    }

    @Test
    void closingTheSessionStopsItsQueries() {
        Session session = Session.create();
        session.execute("CREATE TABLE t (a INT)" + MEMORY);
        session.execute("CREATE TABLE s (a INT)" + MEMORY);
        StreamingQuery query =
                started(session.execute("INSERT INTO s SELECT a FROM t")).query();
        assertThat(session.queries()).containsExactly(query);
        StatementResult.Rows endless = (StatementResult.Rows) session.execute("SELECT STREAM a FROM t");
        session.close();
        assertThat(query.state()).isEqualTo(StreamingQuery.State.STOPPED);
        assertThat(endless.cursor().next()).isEmpty();
        assertThatThrownBy(() -> session.execute("SELECT 1")).hasMessage("the session is closed");
    }

    @Test
    void aCursorThatIsClosedStopsItsQuery() {
        try (Session session = Session.create()) {
            session.execute("CREATE TABLE t (a INT)" + MEMORY);
            RowCursor cursor = ((StatementResult.Rows) session.execute("SELECT STREAM a FROM t")).cursor();
            assertThat(cursor.next(Duration.ofMillis(1)).orElseThrow().rows().rowCount())
                    .isZero();
            session.execute("INSERT INTO t VALUES (7)");
            assertThat(cursor.next().orElseThrow().rows().rows()).containsExactly(List.of(7L));
            StreamingQuery query = cursor.query().orElseThrow();
            cursor.close();
            assertThat(query.state()).isEqualTo(StreamingQuery.State.STOPPED);
            session.execute("DROP TABLE t");
        }
    }

    @Test
    void runningQueriesAreShownAndEndedOnesRemembered() {
        try (Session session = Session.create()) {
            session.execute("CREATE TABLE t (a INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts)" + MEMORY);
            session.execute("CREATE TABLE s (n BIGINT)" + MEMORY);
            session.execute("INSERT INTO s SELECT COUNT(*) FROM t GROUP BY TUMBLE(ts, INTERVAL '1' SECOND)");
            session.execute(
                    "INSERT INTO t VALUES (1, TIMESTAMP '2020-01-01 00:00:00'), (1, TIMESTAMP '2020-01-01 00:00:10')");
            session.execute("WAIT QUERY s");
            session.execute("INSERT INTO t VALUES (1, TIMESTAMP '2020-01-01 00:00:01')");
            session.execute("WAIT QUERY s");
            List<Object> shown = rows(session, "SHOW QUERIES").get(0);
            assertThat(shown.get(0)).isEqualTo("s");
            assertThat(shown.get(2)).isIn("running", "idle");
            assertThat(shown.get(4)).isEqualTo("2020-01-01T00:00:10Z");
            assertThat(shown.get(6)).as("late rows").isEqualTo(1L);
            session.execute("STOP QUERY \"" + shown.get(1) + "\"");
            assertThat(rows(session, "SHOW QUERIES").get(0).get(2)).isEqualTo("stopped");
        }
    }

    @Test
    void functionsAreDescribed() {
        try (Session session = Session.create()) {
            assertThat(rows(session, "DESCRIBE FUNCTION min_by"))
                    .containsExactly(
                            List.of("kind", "aggregate"),
                            List.of("written", "ARG_MIN(x, y)"),
                            List.of("gives", "The x of the row with the least y; of several, of the first to arrive."),
                            List.of("names", "ARG_MIN, MIN_BY"));
            assertThat(rows(session, "DESCRIBE FUNCTION \"UPPER\""))
                    .containsExactly(List.of("kind", "function of a row"));
            assertThatThrownBy(() -> rows(session, "DESCRIBE FUNCTION mediam"))
                    .hasMessageContaining("there is no function \"MEDIAM\"; did you mean \"MEDIAN\"");
            // a table may have the name
            session.execute("CREATE TABLE \"function\" (a INT)" + MEMORY);
            assertThat(rows(session, "DESCRIBE \"function\"")).hasSize(1);
        }
    }

    @Test
    void anInsertGoesOnFromItsCheckpoint(@TempDir Path folder) {
        try (Session session =
                Session.builder().set("checkpoint.dir", folder.toString()).build()) {
            session.execute("CREATE TABLE t (a INT)" + MEMORY);
            session.execute("CREATE TABLE s (a INT)" + MEMORY);
            session.execute("INSERT INTO t VALUES (1)");
            session.execute("SET 'trigger' = 'available-now'");
            run(session, "INSERT INTO s SELECT a FROM t");
            session.execute("INSERT INTO t VALUES (2)");
            run(session, "INSERT INTO s SELECT a FROM t");
            assertThat(rows(session, "SELECT a FROM s")).containsExactly(List.of(1L), List.of(2L));
        }
        assertThat(folder).isNotEmptyDirectory();
    }

    @Test
    void statementsOfManyThreadsRunSideBySide() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (Session session = Session.create()) {
            List<Future<?>> work = new ArrayList<>();
            IntStream.range(0, 12)
                    .forEach(i -> work.add(threads.submit(() -> {
                        session.execute("CREATE TABLE t" + i + " (a INT)" + MEMORY);
                        session.execute("INSERT INTO t" + i + " VALUES (" + i + ")");
                        assertThat(rows(session, "SELECT a FROM t" + i)).containsExactly(List.of((long) i));
                        session.execute("DROP TABLE t" + i);
                    })));
            for (Future<?> one : work) {
                one.get();
            }
            assertThat(session.names()).isEmpty();
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void deepExpressionsAreRefusedBeforeTheyRun() {
        try (Session session = Session.create()) {
            assertThatThrownBy(() -> session.execute("SELECT a" + " + a".repeat(3_000) + " FROM (VALUES (1)) AS t(a)"))
                    .isInstanceOfSatisfying(
                            MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TOO_COMPLEX));
            assertThat(rows(session, "SELECT * FROM (".repeat(200) + "SELECT 1" + ")".repeat(200)))
                    .containsExactly(List.of(1L));
        }
    }

    private static void run(Session session, String insert) {
        started(session.execute(insert)).query().awaitTermination();
    }

    private static StatementResult.Started started(StatementResult result) {
        return (StatementResult.Started) result;
    }

    private static List<List<Object>> rows(Session session, String sql) {
        List<List<Object>> rows = new ArrayList<>();
        try (RowCursor cursor = ((StatementResult.Rows) session.execute(sql)).cursor()) {
            for (Optional<ChangeBatch> batch = cursor.next(); batch.isPresent(); batch = cursor.next()) {
                rows.addAll(batch.get().rows().rows());
            }
        }
        return rows;
    }
}
