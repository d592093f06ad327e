package io.millrace.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connector.RowKind;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Results that do not end, and the ways to end them. */
@Timeout(60)
class StreamingTest {
    private Connection connection;
    private Statement statement;

    @BeforeEach
    void open() throws SQLException {
        connection = Jdbc.open();
        statement = connection.createStatement();
        Jdbc.execute(
                connection,
                "CREATE TABLE t (k VARCHAR, v INT, ts TIMESTAMP, WATERMARK FOR ts AS ts) WITH ('connector'='memory')");
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    private void insert(String values) throws SQLException {
        Jdbc.execute(connection, "INSERT INTO t VALUES " + values);
    }

    private static String at(int second) {
        return "TIMESTAMP '2026-01-01 00:00:%02d'".formatted(second);
    }

    @Test
    void nextWaitsForTheNextCommittedRow() throws Exception {
        ResultSet rows = statement.executeQuery("SELECT STREAM k, v FROM t");
        CompletableFuture<String> first = CompletableFuture.supplyAsync(() -> {
            try {
                rows.next();
                return rows.getString(1);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
        insert("('a', 1, " + at(1) + ")");

        assertThat(first.get(20, TimeUnit.SECONDS)).isEqualTo("a");
        insert("('b', 2, " + at(2) + ")");
        assertThat(rows.next()).isTrue();
        assertThat(rows.getInt("v")).isEqualTo(2);
        assertThat(rows.getRow()).isEqualTo(2);
    }

    @Test
    void plainSelectEnds() throws SQLException {
        insert("('a', 1, " + at(1) + "), ('b', 2, " + at(2) + ")");

        ResultSet rows = statement.executeQuery("SELECT k, SUM(v) FROM t GROUP BY k ORDER BY k;");
        assertThat(Jdbc.rows(rows)).isEqualTo(List.of(List.of("a", "1"), List.of("b", "2")));
        assertThat(rows.next()).isFalse();
        assertThatThrownBy(() -> rows.getInt(1)).hasMessage("there are no more rows");
    }

    @Test
    void cancelFromAnotherThreadEndsAWaitingReader() throws Exception {
        ResultSet rows = statement.executeQuery("SELECT STREAM k FROM t");
        Reader reader = Reader.start(rows);
        reader.awaitWaiting();
        statement.cancel();

        assertThat(reader.failure().getSQLState()).isEqualTo("57014");
        assertThat(reader.failure().getMessage()).isEqualTo("the statement was cancelled");
        assertThatThrownBy(rows::next).hasMessage("the statement was cancelled");
        assertThat(Jdbc.rows(connection, "SELECT k FROM t"))
                .as("the connection goes on")
                .isEmpty();
        assertThat(Jdbc.rows(statement.executeQuery("SELECT 1")))
                .as("and so does the statement")
                .hasSize(1);
    }

    @Test
    void closingTheStatementEndsAWaitingReader() throws Exception {
        Reader reader = Reader.start(statement.executeQuery("SELECT STREAM k FROM t"));
        reader.awaitWaiting();
        statement.close();

        assertThat(reader.failure().getSQLState()).isEqualTo("57014");
        assertThat(reader.failure().getMessage()).isEqualTo("the statement was closed while it waited");
    }

    @Test
    void closingTheConnectionEndsAWaitingReader() throws Exception {
        Reader reader = Reader.start(statement.executeQuery("SELECT STREAM k FROM t"));
        reader.awaitWaiting();
        connection.close();

        assertThat(reader.failure().getSQLState()).isEqualTo("57014");
    }

    @Test
    void interruptionEndsAWaitingReaderAndStaysSet() throws Exception {
        Reader reader = Reader.start(statement.executeQuery("SELECT STREAM k FROM t"));
        reader.awaitWaiting();
        reader.interrupt();

        assertThat(reader.failure().getSQLState()).isEqualTo("57014");
        assertThat(reader.failure().getMessage()).isEqualTo("the thread was interrupted while it waited");
        assertThat(reader.interruptedAfterwards()).isTrue();
        statement.close();
        assertThat(Jdbc.rows(connection, "SHOW QUERIES")).isEmpty();
    }

    @Test
    void theQueryTimeoutEndsAWaitingReader() throws SQLException {
        statement.setQueryTimeout(1);

        assertThatThrownBy(
                        () -> statement.executeQuery("SELECT STREAM k FROM t").next())
                .isInstanceOf(SQLTimeoutException.class)
                .satisfies(e -> assertThat(((SQLException) e).getSQLState()).isEqualTo("HYT00"));
    }

    @Test
    void theQueryTimeoutEndsAStatementThatExecutes() throws SQLException {
        Jdbc.execute(
                connection,
                "CREATE TABLE bid WITH ('connector'='nexmark', 'table'='bid', 'rows'='100000',"
                        + " 'rows-per-second'='100')",
                "CREATE TABLE sink (price BIGINT) WITH ('connector'='blackhole')");
        statement.setQueryTimeout(1);

        assertThatThrownBy(() -> statement.executeUpdate("INSERT INTO sink SELECT price FROM bid"))
                .isInstanceOf(SQLTimeoutException.class);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void maxRowsEndsTheResult() throws SQLException {
        statement.setMaxRows(2);
        insert("('a', 1, " + at(1) + "), ('b', 2, " + at(2) + "), ('c', 3, " + at(3) + ")");

        assertThat(Jdbc.rows(statement.executeQuery("SELECT STREAM k FROM t"))).hasSize(2);
        assertThat(Jdbc.rows(connection, "SHOW QUERIES")).isEmpty();
    }

    @Test
    void updateModeHasTheChangeAsItsLastColumn() throws SQLException {
        Jdbc.execute(connection, "SET 'output.mode'='update'");
        ResultSet rows = statement.executeQuery("SELECT STREAM k, SUM(v) AS total FROM t GROUP BY k");
        assertThat(rows.getMetaData().getColumnCount()).isEqualTo(3);
        assertThat(rows.getMetaData().getColumnLabel(3)).isEqualTo("_change");
        insert("('a', 1, " + at(1) + ")");

        assertThat(rows.next()).isTrue();
        StreamingResultSet streaming = rows.unwrap(StreamingResultSet.class);
        List<String> changes = new ArrayList<>(List.of(rows.getString("_change")));
        assertThat(streaming.changeKind().text()).isEqualTo(changes.get(0));
        long batch = streaming.batchId();
        insert("('a', 5, " + at(2) + ")");
        assertThat(rows.next()).isTrue();
        assertThat(rows.getLong("total")).isEqualTo(6);
        assertThat(rows.getString(3)).isEqualTo("+U");
        assertThat(streaming.batchId()).isGreaterThan(batch);
    }

    @Test
    void changelogModeTellsWhatGoesAndWhatComes() throws SQLException {
        Jdbc.execute(connection, "SET 'output.mode'='changelog'");
        ResultSet rows = statement.executeQuery("SELECT STREAM k, COUNT(*) FROM t GROUP BY k");
        insert("('a', 1, " + at(1) + ")");
        rows.next();
        assertThat(rows.getString("_change")).isEqualTo("+I");
        insert("('a', 5, " + at(2) + ")");
        rows.next();
        assertThat(rows.unwrap(StreamingResultSet.class).changeKind()).isEqualTo(RowKind.UPDATE_BEFORE);
        rows.next();
        assertThat(rows.getString("_change")).isEqualTo("+U");
    }

    @Test
    void nextRowOrWatermarkTellsThemApart() throws SQLException {
        StreamingResultSet rows = statement
                .executeQuery("SELECT STREAM window_end, COUNT(*) AS n FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts),"
                        + " INTERVAL '10' SECOND)) GROUP BY window_start, window_end")
                .unwrap(StreamingResultSet.class);
        assertThat(rows.nextRowOrWatermark(Duration.ofMillis(1))).isEqualTo(StreamingResultSet.Event.TIMEOUT);
        assertThat(rows.watermark()).isEmpty();
        assertThat(rows.batchId()).isEqualTo(-1);

        insert("('a', 1, " + at(5) + ")");
        assertThat(rows.nextRowOrWatermark(Duration.ofSeconds(20))).isEqualTo(StreamingResultSet.Event.WATERMARK);
        assertThat(rows.watermark()).contains(Instant.parse("2026-01-01T00:00:05Z"));
        assertThatThrownBy(() -> rows.getString(1)).hasMessageContaining("no row is current");

        insert("('a', 1, " + at(12) + ")");
        assertThat(rows.nextRowOrWatermark(Duration.ofSeconds(20))).isEqualTo(StreamingResultSet.Event.ROW);
        assertThat(rows.getString(1)).isEqualTo("2026-01-01 00:00:10.000000");
        assertThat(rows.watermark()).contains(Instant.parse("2026-01-01T00:00:12Z"));

        Jdbc.execute(connection, "END INPUT t");
        assertThat(rows.nextRowOrWatermark(Duration.ofSeconds(20))).isEqualTo(StreamingResultSet.Event.ROW);
        assertThat(rows.watermark()).contains(Instant.MAX);
        assertThat(rows.nextRowOrWatermark(Duration.ofSeconds(20))).isEqualTo(StreamingResultSet.Event.END);
    }

    @Test
    void aFailureOfTheQueryIsThrownByNext() throws SQLException {
        ResultSet rows = statement.executeQuery("SELECT STREAM 10 / v FROM t");
        insert("('a', 0, " + at(5) + ")");

        assertThatThrownBy(rows::next)
                .isInstanceOf(java.sql.SQLDataException.class)
                .satisfies(e -> assertThat(((SQLException) e).getSQLState()).isEqualTo("22012"));
    }

    @Test
    void mistakesAreSaidWithTheirPlaceAndState() {
        assertThatThrownBy(() -> statement.executeQuery("SELECT x FROM t"))
                .isInstanceOf(java.sql.SQLSyntaxErrorException.class)
                .hasMessageStartingWith("line 1, column 8: ")
                .satisfies(e -> assertThat(((SQLException) e).getSQLState()).isEqualTo("42703"));
        assertThatThrownBy(() -> statement.executeQuery("INSERT INTO t VALUES ('a', 1, NULL)"))
                .hasMessageContaining("gives no rows");
        assertThatThrownBy(() -> statement.executeUpdate("SELECT STREAM k FROM t"))
                .hasMessageContaining("gives rows");
    }

    @Test
    void updateCountsAreRows() throws SQLException {
        assertThat(statement.executeUpdate("INSERT INTO t VALUES ('a', 1, NULL), ('b', 2, NULL)"))
                .isEqualTo(2);
        assertThat(statement.execute("INSERT INTO t VALUES ('a', 1, NULL)")).isFalse();
        assertThat(statement.getUpdateCount()).isEqualTo(1);
        assertThat(statement.getMoreResults()).isFalse();
        assertThat(statement.getUpdateCount()).isEqualTo(-1);
        statement.addBatch("INSERT INTO t VALUES ('c', 1, NULL)");
        statement.addBatch("INSERT INTO nowhere VALUES (1)");
        assertThatThrownBy(statement::executeBatch)
                .isInstanceOf(java.sql.BatchUpdateException.class)
                .satisfies(e -> assertThat(((java.sql.BatchUpdateException) e).getUpdateCounts())
                        .containsExactly(1));
        Jdbc.execute(connection, "CREATE TABLE n (a INT) WITH ('connector'='memory')");
        Jdbc.execute(connection, "CREATE TABLE bid WITH ('connector'='nexmark', 'table'='bid', 'rows'='1000')");
        assertThat(statement.executeUpdate("INSERT INTO n SELECT 1 FROM bid"))
                .as("an INSERT that ends by itself is waited for")
                .isGreaterThan(900);
    }
}
