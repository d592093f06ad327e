package io.millrace.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Statements with parameters. */
class PreparedTest {
    private Connection connection;

    @BeforeEach
    void open() throws SQLException {
        connection = Jdbc.open();
        Jdbc.execute(
                connection,
                "CREATE TABLE t (k VARCHAR, v INT, ts TIMESTAMP, WATERMARK FOR ts AS ts) WITH ('connector'='memory')",
                "INSERT INTO t VALUES ('a', 1, TIMESTAMP '2026-01-01 00:00:01'),"
                        + " ('b', 2, TIMESTAMP '2026-01-01 00:00:04'), ('c', 3, TIMESTAMP '2026-01-01 00:00:14')");
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    private List<List<String>> rows(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            return Jdbc.rows(statement.executeQuery());
        }
    }

    private String value(Object value) throws SQLException {
        return rows("SELECT ?", value).get(0).get(0);
    }

    @Test
    void aParameterStandsWhereALiteralMay() throws SQLException {
        assertThat(rows("SELECT k FROM t WHERE v >= ? AND k <> ? ORDER BY k", 2, "c"))
                .isEqualTo(List.of(List.of("b")));
        assertThat(rows("SELECT k FROM t ORDER BY k LIMIT ? OFFSET ?", 1L, 1)).isEqualTo(List.of(List.of("b")));
        assertThat(rows("SELECT k FROM t WHERE v IN (?, ?) ORDER BY k", 1, 3L)).hasSize(2);
        assertThat(rows(
                        "SELECT k FROM t WHERE ts < ? + ?",
                        LocalDateTime.parse("2026-01-01T00:00:00"),
                        Duration.ofSeconds(3)))
                .isEqualTo(List.of(List.of("a")));
        assertThat(rows("SELECT ts + INTERVAL ? SECOND FROM t WHERE k = ?", "100", "a"))
                .isEqualTo(List.of(List.of("2026-01-01 00:01:41.000000")));
        assertThat(rows("SELECT CASE WHEN v > ? THEN ? ELSE ? END FROM t ORDER BY v", 1, "big", "small"))
                .isEqualTo(List.of(List.of("small"), List.of("big"), List.of("big")));
        assertThat(rows("SELECT * FROM (VALUES (?, ?)) AS x (a, b)", 1, "z")).isEqualTo(List.of(List.of("1", "z")));
        assertThat(rows("SELECT COUNT(*) FROM t GROUP BY v > ? HAVING COUNT(*) > ?", 1, 1))
                .hasSize(1);
        assertThat(rows("SELECT SUM(v) OVER (ORDER BY ts ROWS BETWEEN ? PRECEDING AND CURRENT ROW) FROM t", 1))
                .isEqualTo(List.of(List.of("1"), List.of("3"), List.of("5")));
    }

    @Test
    void windowsTakeParameters() throws SQLException {
        String byTable = "SELECT window_end, SUM(v) FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), ?))"
                + " GROUP BY window_start, window_end ORDER BY window_end";
        List<List<String>> expected =
                List.of(List.of("2026-01-01 00:00:10.000000", "3"), List.of("2026-01-01 00:00:20.000000", "3"));
        assertThat(rows(byTable, Duration.ofSeconds(10))).isEqualTo(expected);
        assertThat(rows(byTable.replace("?", "INTERVAL ? SECOND"), 10)).isEqualTo(expected);
        assertThat(rows(
                        "SELECT HOP_END(ts, ?, ?) AS e, SUM(v) FROM t GROUP BY HOP(ts, ?, ?) ORDER BY e",
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(10)))
                .hasSize(4);
    }

    @Test
    void valuesComeThroughAsTheyAre() throws SQLException {
        for (String text : List.of("", "it's", "a?b", "\"; DROP TABLE t; --", "Grüße 🌍", "\\", "a\nb", "u&'\\0041'")) {
            assertThat(value(text)).isEqualTo(text);
        }
        assertThat(value(-7)).isEqualTo("-7");
        assertThat(value(Long.MIN_VALUE)).isEqualTo("-9223372036854775808");
        assertThat(value(new BigDecimal("-123.4500"))).isEqualTo("-123.4500");
        assertThat(value(new BigDecimal("1E+3"))).isEqualTo("1000");
        assertThat(value(1.5f)).isEqualTo("1.5");
        assertThat(value(1e300)).isEqualTo("1.0E300");
        assertThat(value(-0.1)).isEqualTo("-0.1");
        assertThat(value(Double.NaN)).isEqualTo("NaN");
        assertThat(value(true)).isEqualTo("true");
        assertThat(value(null)).isNull();
        assertThat(value(new byte[] {0, -1})).isEqualTo("00FF");
        assertThat(value(LocalDate.parse("2024-02-29"))).isEqualTo("2024-02-29");
        assertThat(value(LocalTime.parse("10:20:30.123456"))).startsWith("10:20:30.123456");
        assertThat(value(LocalDateTime.parse("1969-12-31T23:59:59.999999"))).isEqualTo("1969-12-31 23:59:59.999999");
        assertThat(value(Timestamp.valueOf("2026-01-01 01:02:03.5"))).startsWith("2026-01-01 01:02:03.5");
        assertThat(value(Instant.parse("2026-01-01T00:00:00.000001Z"))).isEqualTo("2026-01-01 00:00:00.000001");
        assertThat(value(Duration.ofMillis(-90_500)))
                .isEqualTo(Jdbc.rows(connection, "SELECT INTERVAL -'0 00:01:30.5' DAY TO SECOND")
                        .get(0)
                        .get(0));
        assertThat(value(Period.of(1, 2, 0))).isEqualTo("1-02");
        assertThat(value(new String[] {"a", null})).isEqualTo("[a, NULL]");
    }

    @Test
    void numbersKeepTheirTypes() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT ?, ?, ?, ?, ?")) {
            statement.setInt(1, 1);
            statement.setLong(2, 1);
            statement.setFloat(3, 1);
            statement.setDouble(4, 1);
            statement.setBigDecimal(5, new BigDecimal("1.50"));
            ResultSet rows = statement.executeQuery();
            int[] types = {Types.INTEGER, Types.BIGINT, Types.REAL, Types.DOUBLE, Types.DECIMAL};
            for (int i = 0; i < types.length; i++) {
                assertThat(rows.getMetaData().getColumnType(i + 1))
                        .as("parameter %d", i + 1)
                        .isEqualTo(types[i]);
            }
        }
        assertThat(rows("SELECT ? + 1", 2147483647L)).isEqualTo(List.of(List.of("2147483648")));
    }

    @Test
    void insertsTakeTheTypeOfTheColumn() throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t (v, k, ts) VALUES (?, ?, ?)")) {
            insert.setLong(1, 9);
            insert.setString(2, "z");
            insert.setNull(3, Types.TIMESTAMP);
            assertThat(insert.executeUpdate()).isEqualTo(1);
            assertThat(insert.getParameterMetaData().getParameterType(1)).isEqualTo(Types.INTEGER);
            assertThat(insert.getParameterMetaData().getParameterType(3)).isEqualTo(Types.TIMESTAMP);
            assertThat(insert.getMetaData()).isNull();
        }
        assertThat(Jdbc.rows(connection, "SELECT k, ts FROM t WHERE v = 9").get(0))
                .containsExactly("z", null);
    }

    @Test
    void aBatchIsOneInsert() throws SQLException {
        Jdbc.execute(connection, "CREATE TABLE n (a INT, b VARCHAR) WITH ('connector'='memory')");
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO n VALUES (?, ?)")) {
            for (int i = 0; i < 2500; i++) {
                insert.setInt(1, i);
                insert.setString(2, "row " + i);
                insert.addBatch();
            }
            assertThat(insert.executeBatch()).hasSize(2500).containsOnly(1);
            assertThat(insert.executeBatch()).isEmpty();
            insert.setObject(1, "no number", Types.VARCHAR);
            insert.addBatch();
            assertThatThrownBy(insert::executeBatch).isInstanceOf(BatchUpdateException.class);
        }
        assertThat(Jdbc.rows(connection, "SELECT COUNT(*), SUM(a), COUNT(DISTINCT b) FROM n"))
                .isEqualTo(List.of(List.of("2500", "3123750", "2500")));
    }

    @Test
    void isExecutedAgainWithOtherValues() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT k FROM t WHERE v = ?")) {
            for (int i = 1; i <= 3; i++) {
                statement.setInt(1, i);
                assertThat(Jdbc.rows(statement.executeQuery())).hasSize(1);
            }
            assertThat(statement.getMetaData().getColumnLabel(1)).isEqualTo("k");
            assertThat(statement.getParameterMetaData().getParameterType(1)).isEqualTo(Types.INTEGER);
            statement.clearParameters();
            assertThatThrownBy(statement::executeQuery)
                    .hasMessage("parameter 1 of 1 has no value")
                    .satisfies(e -> assertThat(((SQLException) e).getSQLState()).isEqualTo("07001"));
            assertThatThrownBy(() -> statement.setInt(2, 1)).hasMessageContaining("there is no parameter 2");
            assertThatThrownBy(() -> statement.executeQuery("SELECT 1")).hasMessageContaining("call without a text");
        }
    }

    @Test
    void aContinuousQueryTakesParameters() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT STREAM k FROM t WHERE v > ?")) {
            statement.setInt(1, 2);
            ResultSet rows = statement.executeQuery();
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(1)).isEqualTo("c");
        }
        assertThat(rows("EXPLAIN SELECT k FROM t WHERE v > ?", 5)).isNotEmpty();
    }

    @Test
    void whatCannotTakeAParameterSaysSo() throws SQLException {
        assertThatThrownBy(() -> connection.prepareStatement("CREATE VIEW w AS SELECT k FROM t WHERE v > ?"))
                .isInstanceOf(SQLFeatureNotSupportedException.class)
                .hasMessage("line 1, column 44: a definition has no parameters; write the value in place of the ?");
        assertThatThrownBy(() -> connection.prepareStatement("SELECT k FROM ?")).hasMessageContaining("syntax error");
        assertThatThrownBy(() -> Jdbc.rows(connection, "SELECT ?"))
                .hasMessage(
                        "line 1, column 8: no value is given for this parameter; prepare the statement and give one,"
                                + " or write the value");
        assertThatThrownBy(() -> rows("SELECT k FROM t LIMIT ?", "x"))
                .hasMessageContaining("LIMIT and OFFSET take a whole number of rows, found x");
        assertThatThrownBy(() -> rows("SELECT k FROM t LIMIT ?", -1)).hasMessageContaining("found -1");
        assertThatThrownBy(() -> value(new Object())).hasMessageContaining("a parameter cannot be a Object");
        assertThatThrownBy(() -> value(LocalDate.of(12000, 1, 1))).hasMessageContaining("0001 to 9999");
        assertThatThrownBy(() -> value(new BigDecimal("1E60"))).hasMessageContaining("61 digits");
        assertThatThrownBy(() -> connection.prepareStatement("INSERT INTO t VALUES (?)", 1))
                .isInstanceOf(SQLFeatureNotSupportedException.class);
    }
}
