package io.millrace.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connector.ChangeBatch;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.runtime.StreamingQuery;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What SHOW CHECKPOINT and EXPLAIN RESTART say of a query that runs, and of one that has stopped. */
class CheckpointStatementsTest {
    private static final String COUNT = "SELECT k, COUNT(*) AS n FROM t GROUP BY k";

    @TempDir
    private Path folder;

    private final Session session = Session.create();
    private StreamingQuery query;

    @BeforeEach
    void twoBatches() {
        session.set("checkpoint.dir", folder.toString());
        session.set("output.mode", "update");
        session.execute("CREATE TABLE t (k VARCHAR, ts TIMESTAMP, WATERMARK FOR ts AS ts) WITH ('connector'='memory')");
        session.execute("CREATE TABLE r (k VARCHAR, n BIGINT) WITH ('connector'='memory')");
        query = ((StatementResult.Started) session.execute("INSERT INTO r " + COUNT)).query();
        insert("('a', TIMESTAMP '2026-01-01 00:00:01'), ('b', TIMESTAMP '2026-01-01 00:00:02')");
        insert("('a', TIMESTAMP '2026-01-01 00:00:05')");
    }

    private void insert(String rows) {
        session.execute("INSERT INTO t VALUES " + rows);
        query.processAllAvailable();
    }

    @AfterEach
    void close() {
        session.close();
    }

    @Test
    void showCheckpointListsTheBatches() {
        List<List<Object>> running = rows("SHOW CHECKPOINT '" + folder.resolve("r") + "'");
        assertThat(running).hasSize(2);
        assertThat(running.get(0).subList(0, 2)).containsExactly(0L, "committed");
        assertThat(running.get(1).get(3)).isEqualTo(1L);
        assertThat((String) running.get(1).get(4)).matches("t: .+ to .+");
        assertThat(running.get(1).get(5)).isEqualTo("2026-01-01T00:00:05Z");
        assertThat((Long) running.get(1).get(6)).isPositive();
        assertThat((String) running.get(1).get(7)).startsWith("log/");
        session.execute("STOP QUERY r");
        assertThat(rows("SHOW CHECKPOINT '" + folder.resolve("r") + "'"))
                .extracting(row -> row.get(1))
                .containsExactly("committed", "committed");
    }

    @Test
    void explainRestartSaysWhatMayChange() {
        assertThat(restart("SELECT k, COUNT(*) AS n FROM t WHERE k <> 'c' GROUP BY k"))
                .containsExactly(
                        "output mode: kept",
                        "Aggregate/AssignWatermark: kept",
                        "Aggregate/Filter: may change",
                        "Aggregate: kept",
                        "Scan t: kept");
        assertThat(restart("SELECT k, COUNT(DISTINCT ts) AS n FROM t GROUP BY k"))
                .containsExactly(
                        "output mode: kept",
                        "Aggregate/AssignWatermark: kept",
                        "Aggregate: incompatible",
                        "Scan t: kept");
        session.set("output.mode", "complete");
        assertThat(restart(COUNT)).contains("output mode: incompatible");
        assertThat(query.state()).isNotEqualTo(StreamingQuery.State.STOPPED);
    }

    @Test
    void aRefusedRestartSaysItOfEachOperator() {
        session.execute("STOP QUERY r");
        assertThatThrownBy(() -> session.execute(
                        "INSERT INTO r SELECT k, COUNT(DISTINCT ts) AS n FROM t WHERE k <> 'c' GROUP BY k"))
                .hasMessageContaining("\nmay change    filter \"Aggregate/Filter\": added, ")
                .hasMessageContaining("\nincompatible  aggregate \"Aggregate\": was ")
                .hasMessageContaining("\nkept          scan \"Scan t\"\n");
    }

    private List<String> restart(String select) {
        return rows("EXPLAIN RESTART '" + folder.resolve("r") + "' INSERT INTO r " + select).stream()
                .map(row -> row.get(0) + ": " + row.get(1))
                .sorted(java.util.Comparator.comparing(line -> line.startsWith("output") ? "" : line))
                .toList();
    }

    @Test
    void stateIsATable() {
        String state = "TABLE(STATE('" + folder.resolve("r") + "'))";
        assertThat(rows("SELECT k, n FROM " + state + " ORDER BY k"))
                .containsExactly(List.of("a", 2L), List.of("b", 1L));
        assertThat(rows("SELECT s.k FROM " + state + " AS s JOIN r ON r.k = s.k WHERE s.n > 1"))
                .containsExactly(List.of("a"));
        String first = "TABLE(STATE('" + folder.resolve("r") + "', operator => 'Aggregate', batch => 0))";
        assertThat(rows("SELECT SUM(n) FROM " + first)).containsExactly(List.of(2L));
        session.execute("CREATE VIEW counts AS SELECT k, n FROM " + state);
        insert("('a', TIMESTAMP '2026-01-01 00:00:06')");
        assertThat(rows("SELECT n FROM counts WHERE k = 'a'")).containsExactly(List.of(3L));
        session.execute("STOP QUERY r");
        assertThat(rows("SELECT n FROM counts WHERE k = 'a'")).containsExactly(List.of(3L));
    }

    @Test
    void stateOfWindowsHasThePanesAndTheirParts() {
        session.execute("CREATE TABLE w (k VARCHAR, e TIMESTAMP, m DOUBLE, d BIGINT) WITH ('connector'='memory')");
        session.set("output.mode", "append");
        query = ((StatementResult.Started)
                        session.execute(
                                "INSERT INTO w SELECT k, window_end, AVG(x) AS m, COUNT(DISTINCT x) AS d"
                                        + " FROM (SELECT k, ts, EXTRACT(SECOND FROM ts) AS x, window_end FROM"
                                        + " TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '10' SECOND))) GROUP BY k, window_end"))
                .query();
        query.processAllAvailable();
        String state = "STATE('" + folder.resolve("w") + "', state_table => 'groups')";
        assertThat(rows("SELECT CAST(pane_start AS VARCHAR), k, m_1, m_3 FROM TABLE(" + state + ") ORDER BY k"))
                .containsExactly(
                        List.of("2026-01-01 00:00:00.000000", "a", 6L, 2L),
                        List.of("2026-01-01 00:00:00.000000", "b", 2L, 1L));
        assertThatThrownBy(() -> rows("SELECT * FROM TABLE(STATE('" + folder.resolve("w") + "'))"))
                .hasMessageContaining("say which state is meant by operator => '...' and state_table => '...'");
    }

    @Test
    void mistakesInStateSayHowItIsWritten() {
        String path = "'" + folder.resolve("r") + "'";
        assertThatThrownBy(() -> rows("SELECT * FROM TABLE(STATE())")).hasMessageContaining("STATE is written STATE('");
        assertThatThrownBy(() -> rows("SELECT * FROM TABLE(STATE(" + path + ", 7))"))
                .hasMessageContaining("STATE is written");
        assertThatThrownBy(() -> rows("SELECT * FROM TABLE(STATE(" + path + ", operator => 'Agregate'))"))
                .hasMessageContaining("there is no operator \"Agregate\" with state; there are Aggregate");
        assertThatThrownBy(() -> rows("SELECT * FROM TABLE(STATE(" + path + ", batch => 99))"))
                .hasMessageContaining("does not keep the state after batch 99; it keeps those of batches 0 to 1");
        assertThatThrownBy(() -> rows("SELECT x FROM TABLE(STATE(" + path + "))"))
                .hasMessageContaining("\"x\"");
        assertThatThrownBy(() -> rows("SELECT * FROM TABLE(STATE('" + folder.resolve("none") + "'))"))
                .hasMessageContaining("there is no checkpoint in");
    }

    @Test
    void mistakesSayWhereToLook() {
        assertThatThrownBy(() -> session.execute("SHOW CHECKPOINT '" + folder + "'"))
                .isInstanceOfSatisfying(MillraceException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.FILE_NOT_FOUND);
                    assertThat(e.position()).isPresent();
                })
                .hasMessageContaining("there are some below it, in \"r\"");
        assertThatThrownBy(() -> session.execute("SHOW CHECKPOINT r")).hasMessageContaining("r");
        assertThatThrownBy(() -> session.execute("EXPLAIN RESTART SELECT 1"))
                .isInstanceOfSatisfying(
                        MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SYNTAX));
    }

    @Test
    void theWordsAreGoodNamesStill() {
        assertThat(rows("SELECT checkpoint, restart FROM (VALUES (1, 2)) AS t (checkpoint, restart)"))
                .containsExactly(List.of(1L, 2L));
    }

    private List<List<Object>> rows(String statement) {
        List<List<Object>> rows = new ArrayList<>();
        StatementResult.Rows result = (StatementResult.Rows) session.execute(statement);
        try (RowCursor cursor = result.cursor()) {
            for (Optional<ChangeBatch> next = cursor.next(); next.isPresent(); next = cursor.next()) {
                rows.addAll(next.get().rows().rows());
            }
        }
        return rows;
    }
}
