package io.millrace.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.core.JdbcTemplate;

/** The driver under a pool and under a framework. */
class FrameworksTest {
    @Test
    void worksInHikari() throws SQLException {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl("jdbc:millrace:mem:hikari");
        config.setMaximumPoolSize(3);
        config.addDataSourceProperty("time-zone", "UTC");
        try (HikariDataSource pool = new HikariDataSource(config)) {
            try (Connection one = pool.getConnection()) {
                Jdbc.execute(one, "CREATE TABLE t (a INT) WITH ('connector'='memory')", "INSERT INTO t VALUES (7)");
            }
            try (Connection one = pool.getConnection();
                    Connection other = pool.getConnection()) {
                assertThat(Jdbc.rows(one, "SELECT a FROM t")).isEqualTo(Jdbc.rows(other, "SELECT a FROM t"));
                assertThat(one.isWrapperFor(io.millrace.sql.Session.class)).isTrue();
                assertThat(one.unwrap(io.millrace.sql.Session.class).names()).containsExactly("t");
            }
        }
    }

    @Test
    void worksInJdbcTemplate() throws SQLException {
        MillraceDataSource source = new MillraceDataSource("jdbc:millrace:mem:spring;time-zone=UTC");
        try (Connection keepsTheDatabase = source.getConnection("ann", "")) {
            assertThat(keepsTheDatabase.getMetaData().getUserName()).isEqualTo("ann");
            JdbcTemplate template = new JdbcTemplate(source);
            template.execute("CREATE TABLE t (k VARCHAR, v INT, ts TIMESTAMP) WITH ('connector'='memory')");
            assertThat(template.update("INSERT INTO t VALUES (?, ?, ?)", "a", 1, null))
                    .isEqualTo(1);
            int[] counts = template.batchUpdate(
                    "INSERT INTO t VALUES (?, ?, ?)",
                    List.<Object[]>of(
                            new Object[] {"b", 2, Timestamp.valueOf("2026-01-01 00:00:00")},
                            new Object[] {"c", 3, LocalDateTime.parse("2026-01-01T00:00:01")}));
            assertThat(counts).containsExactly(1, 1);

            assertThat(template.queryForObject("SELECT SUM(v) FROM t", Long.class))
                    .isEqualTo(6);
            assertThat(template.queryForObject("SELECT k FROM t WHERE v = ?", String.class, 2))
                    .isEqualTo("b");
            List<Map<String, Object>> rows = template.queryForList("SELECT k, ts FROM t WHERE v > ? ORDER BY v", 1);
            assertThat(rows.get(0)).containsEntry("ts", Timestamp.valueOf("2026-01-01 00:00:00"));
            template.setMaxRows(2);
            assertThat(template.queryForList("SELECT STREAM k FROM t", String.class))
                    .hasSize(2);
            assertThat(failure(template, "SELECT nothing FROM t")).isInstanceOf(BadSqlGrammarException.class);
        }
    }

    private static DataAccessException failure(JdbcTemplate template, String sql) {
        return org.assertj.core.api.Assertions.catchThrowableOfType(
                DataAccessException.class, () -> template.queryForList(sql));
    }
}
