package io.millrace.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connector.ChangeBatch;
import io.millrace.connector.ReadableTable;
import io.millrace.connector.RowCondition;
import io.millrace.connector.RowCondition.Comparison;
import io.millrace.connector.RowsLeftOut;
import io.millrace.connector.RowsWanted;
import io.millrace.connector.Source;
import io.millrace.connector.Split;
import io.millrace.connector.SplitReader;
import io.millrace.runtime.QueryProgress;
import io.millrace.runtime.StreamingQuery;
import io.millrace.sql.Session;
import io.millrace.sql.StatementResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Row groups that hold no wanted row are left out, and nobody can tell but by the time it takes. */
class ParquetSkippingTest {
    private static final int GROUPS = 10;
    private static final int GROUP_ROWS = 2048;

    /** Times go up, with every 100th row 40 s behind; n goes down; g is a letter for each group; one group has no m. */
    private static final String VALUES = "SELECT i AS id, " + GROUPS * GROUP_ROWS + " - i AS n,"
            + " chr((65 + i // " + GROUP_ROWS + ")::INTEGER) AS g,"
            + " CASE WHEN i // " + GROUP_ROWS + " <> 4 THEN i % 10 END AS m,"
            + " (TIMESTAMP '2024-01-01' + to_milliseconds(i * 10 - CASE WHEN i % 100 = 99 THEN 40000 ELSE 0 END))::TIMESTAMP_MS"
            + " AS ts FROM range(" + GROUPS * GROUP_ROWS + ") t(i)";

    @TempDir
    Path directory;

    @BeforeEach
    void write() throws Exception {
        try (DuckDb duckdb = new DuckDb()) {
            duckdb.execute("COPY (" + VALUES + ") TO '" + directory.resolve("a.parquet")
                    + "' (FORMAT parquet, ROW_GROUP_SIZE " + GROUP_ROWS + ")");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, GREATER_OR_EQUAL, 18432, 9",
        "0, GREATER, 18431, 9",
        "0, LESS, 2048, 9",
        "0, LESS_OR_EQUAL, 2048, 8",
        "0, EQUAL, 5000, 9",
        "0, EQUAL, -1, 10",
        "1, GREATER, 18432, 9",
        "2, EQUAL, C, 9",
        "2, LESS, C, 8",
        "3, EQUAL, 5, 1",
        "0, GREATER, -5, 0"
    })
    void groupsAreLeftOutByTheirStatistics(int column, Comparison comparison, String value, int groupsLeftOut) {
        ReadableTable table = ParquetFixture.table(
                directory, "id", "BIGINT", "n", "BIGINT", "g", "VARCHAR", "m", "BIGINT", "ts", "TIMESTAMP(3)");
        Object typed = column == 2 ? value : (Object) Long.valueOf(value);
        try (Source source = table.source(List.of(0, 1, 2, 3, 4))) {
            source.wanted(new RowsWanted(List.of(new RowCondition(column, comparison, typed)), 4));
            long given = 0;
            RowsLeftOut leftOut = RowsLeftOut.NONE;
            for (Split split : source.plan(source.initial(), source.latest())) {
                try (SplitReader reader = source.open(split)) {
                    for (var batch = reader.next(); batch != null; batch = reader.next()) {
                        given += batch.rowCount();
                    }
                    leftOut = leftOut.plus(
                            reader.leftOut().rows(), reader.leftOut().maxTimeMicros());
                }
            }
            assertThat(leftOut.rows()).isEqualTo((long) groupsLeftOut * GROUP_ROWS);
            assertThat(given).isEqualTo((long) (GROUPS - groupsLeftOut) * GROUP_ROWS);
            assertThat(leftOut.maxTimeMicros() == Long.MIN_VALUE).isEqualTo(groupsLeftOut == 0);
        }
    }

    /** An arithmetic operation keeps a condition from the source. */
    @ParameterizedTest
    @CsvSource({"n > 12000, n + 0 > 12000", "id >= 3000 AND id < 9000, id + 0 >= 3000 AND id + 0 < 9000"})
    void watermarksAndLateRowsAreTheSame(String pushed, String kept) {
        List<String> first = new ArrayList<>();
        List<String> second = new ArrayList<>();
        assertThat(run(pushed, first)).isEqualTo(run(kept, second));
        assertThat(first).isEqualTo(second).hasSizeGreaterThan(5);
    }

    private List<String> run(String condition, List<String> progress) {
        try (Session session = Session.create()) {
            session.set("max-rows-per-batch", "3000");
            session.execute("CREATE TABLE p (id BIGINT, n BIGINT, ts TIMESTAMP(3),"
                    + " WATERMARK FOR ts AS ts - INTERVAL '1' SECOND)"
                    + " WITH ('connector'='files', 'format'='parquet', 'bounded'='true', 'path'='" + directory + "')");
            StatementResult.Rows result = (StatementResult.Rows) session.execute(
                    "SELECT STREAM window_start, COUNT(*), MAX(id) FROM TABLE(TUMBLE(TABLE p, DESCRIPTOR(ts),"
                            + " INTERVAL '10' SECOND)) WHERE " + condition + " GROUP BY window_start, window_end");
            List<String> rows = new ArrayList<>();
            try (var cursor = result.cursor()) {
                for (Optional<ChangeBatch> next = cursor.next(); next.isPresent(); next = cursor.next()) {
                    next.get().rows().rows().forEach(row -> rows.add(row.toString()));
                }
                StreamingQuery query = cursor.query().orElseThrow();
                assertThat(query.lateRows()).isPositive();
                for (QueryProgress batch : query.recentProgress()) {
                    progress.add(batch.batchId() + " " + batch.numInputRows() + " " + batch.eventTime());
                }
            }
            assertThat(rows).isNotEmpty();
            return rows;
        }
    }
}
