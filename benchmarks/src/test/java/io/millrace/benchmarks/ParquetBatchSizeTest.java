package io.millrace.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connector.Offset;
import io.millrace.connector.ReadLimit;
import io.millrace.connector.ReadableTable;
import io.millrace.connector.Source;
import io.millrace.runtime.StreamingQuery;
import io.millrace.sql.Session;
import io.millrace.sql.StatementResult;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A micro-batch is as large as memory allows for the columns that are read; those that nobody reads do not count. */
class ParquetBatchSizeTest {
    private static final int GROUPS = 16;
    private static final int GROUP_ROWS = 2048;
    /** Other letters for each row, so that no dictionary holds them. */
    private static final int TEXT_BYTES = 512;

    @TempDir
    Path directory;

    @BeforeEach
    void write() throws Exception {
        try (DuckDb duckdb = new DuckDb()) {
            duckdb.execute("COPY (SELECT i AS id, repeat(md5(i::VARCHAR), " + TEXT_BYTES / 32 + ") AS wide FROM range("
                    + GROUPS * GROUP_ROWS + ") t(i)) TO '" + directory.resolve("a.parquet")
                    + "' (FORMAT parquet, ROW_GROUP_SIZE " + GROUP_ROWS + ")");
        }
    }

    /** Room for the texts of one row group and a half, or for all numbers. */
    @ParameterizedTest
    @CsvSource({"0, 16", "1, 1"})
    void bytesAreThoseOfTheColumnsThatAreRead(int column, int groups) {
        try (Source source = table().source(List.of(column))) {
            assertThat(groupsOfTheFirstBatch(source)).isEqualTo(groups);
        }
    }

    @Test
    void noColumnsAreNoBytes() {
        try (Source source = table().source(List.of())) {
            assertThat(groupsOfTheFirstBatch(source)).isEqualTo(GROUPS);
        }
    }

    @Test
    void whatAnotherScanReadsCountsToo() {
        try (Source source = table().source(List.of(0))) {
            source.alsoRead(List.of(1));
            assertThat(groupsOfTheFirstBatch(source)).isEqualTo(1);
        }
    }

    /** The same rows for both branches, few enough for the one that reads more. */
    @ParameterizedTest
    @CsvSource({"id, id, 1", "id, CHAR_LENGTH(wide), 16", "CHAR_LENGTH(wide), id, 16"})
    void aTableThatIsNamedTwiceIsReadInSuchBatches(String one, String other, int batches) {
        try (Session session = Session.create()) {
            session.set("memory-limit", "8 MB");
            session.set("trigger", "available-now");
            session.execute("CREATE TABLE t (id BIGINT, wide VARCHAR) WITH ('connector'='files', 'format'='parquet',"
                    + " 'path'='" + directory + "')");
            session.execute("CREATE TABLE nowhere (n BIGINT) WITH ('connector'='blackhole')");
            StreamingQuery query = ((StatementResult.Started) session.execute(
                            "INSERT INTO nowhere SELECT " + one + " FROM t UNION ALL SELECT " + other + " FROM t"))
                    .query();
            query.awaitTermination();
            assertThat(query.recentProgress().stream().filter(p -> p.numInputRows() > 0))
                    .hasSize(batches)
                    .allSatisfy(p -> assertThat(p.numInputRows()).isEqualTo(2L * GROUPS * GROUP_ROWS / batches));
        }
    }

    private ReadableTable table() {
        return ParquetFixture.table(directory, "id", "BIGINT", "wide", "VARCHAR");
    }

    private static int groupsOfTheFirstBatch(Source source) {
        Offset end = source.limit(source.initial(), source.latest(), new ReadLimit(Long.MAX_VALUE, 3 << 19));
        long rows = 0;
        for (var split : source.plan(source.initial(), end)) {
            try (var reader = source.open(split)) {
                for (var batch = reader.next(); batch != null; batch = reader.next()) {
                    rows += batch.rowCount();
                }
            }
        }
        return (int) (rows / GROUP_ROWS);
    }
}
