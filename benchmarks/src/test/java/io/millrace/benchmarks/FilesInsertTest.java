package io.millrace.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connector.ChangeBatch;
import io.millrace.error.MillraceException;
import io.millrace.sql.RowCursor;
import io.millrace.sql.Session;
import io.millrace.sql.StatementResult;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Queries that write one directory of files, one after the other. */
@Timeout(60)
class FilesInsertTest {
    @TempDir
    Path folder;

    private final Session session = Session.create();

    @AfterEach
    void close() {
        session.close();
    }

    @BeforeEach
    void tables() {
        session.execute("CREATE TABLE f (a INT) WITH ('connector' = 'files', 'format' = 'json', 'path' = '"
                + folder.resolve("out") + "')");
        session.execute("CREATE TABLE m (a INT) WITH ('connector' = 'memory')");
    }

    private List<Object> rows() {
        List<Object> rows = new ArrayList<>();
        try (RowCursor cursor = ((StatementResult.Rows) session.execute("SELECT a FROM f")).cursor()) {
            for (Optional<ChangeBatch> batch = cursor.next(); batch.isPresent(); batch = cursor.next()) {
                batch.get().rows().rows().forEach(row -> rows.add(row.get(0)));
            }
        }
        return rows;
    }

    @Test
    void duckDbReadsPartitions() throws SQLException {
        session.execute(
                "CREATE TABLE parted (zone VARCHAR, day_ DATE, a INT) WITH ('connector' = 'files', 'format' = 'csv',"
                        + " 'partition-by' = 'zone, day_', 'path' = '" + folder.resolve("parted") + "')");
        session.execute("INSERT INTO parted VALUES ('a/b = c%', DATE '2026-01-02', 1), ('north', DATE '1969-12-31', 2),"
                + " (NULL, DATE '2026-01-02', 3), ('Größe', DATE '2026-01-02', 4)");
        try (DuckDb duckdb = new DuckDb()) {
            assertThat(duckdb.values("SELECT CAST(a AS VARCHAR), zone, CAST(day_ AS VARCHAR) FROM read_csv('" + folder
                            + "/parted/*/*/*.csv', hive_partitioning = true) ORDER BY a"))
                    .containsExactly(
                            List.of("1", "a/b = c%", "2026-01-02"),
                            List.of("2", "north", "1969-12-31"),
                            Arrays.asList("3", null, "2026-01-02"),
                            List.of("4", "Größe", "2026-01-02"));
        }
    }

    @Test
    void eachInsertAddsItsRows() {
        session.execute("INSERT INTO f VALUES (1), (2)");
        session.execute("INSERT INTO f VALUES (3)");
        session.execute("INSERT INTO m VALUES (10)");
        session.execute("INSERT INTO f SELECT a FROM m");
        session.execute("WAIT QUERY f");
        assertThatThrownBy(() -> session.execute("INSERT INTO f VALUES (4)"))
                .isInstanceOf(MillraceException.class)
                .hasMessageContaining("is written by query \"f\"")
                .hasMessageContaining("which has not ended");
        session.execute("STOP QUERY f");
        session.execute("INSERT INTO f VALUES (4)");
        session.execute("END INPUT m");
        session.execute("INSERT INTO f SELECT a + 1 FROM m");
        session.execute("WAIT QUERY f");
        assertThat(rows()).containsExactly(1L, 2L, 3L, 10L, 4L, 11L);
    }

    @Test
    void aQueryThatMayGoOnKeepsItsDirectory() {
        session.set("checkpoint.dir", folder.resolve("checkpoints").toString());
        session.execute("INSERT INTO m VALUES (10)");
        session.execute("INSERT INTO f SELECT a FROM m");
        session.execute("WAIT QUERY f");
        session.execute("STOP QUERY f");
        assertThatThrownBy(() -> session.execute("INSERT INTO f VALUES (1)")).hasMessageContaining("has not ended");
        session.execute("END INPUT m");
        session.execute("INSERT INTO f SELECT a FROM m");
        session.execute("WAIT QUERY f");
        session.execute("INSERT INTO f VALUES (1)");
        assertThat(rows()).containsExactly(10L, 1L);
    }
}
