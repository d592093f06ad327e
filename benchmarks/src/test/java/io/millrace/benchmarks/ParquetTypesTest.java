package io.millrace.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connector.ReadableTable;
import io.millrace.testing.SourceContract;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Parquet files written by DuckDB: every type, encoding and codec is read as it was written. */
class ParquetTypesTest {
    private static final int ROWS = 12_000;

    /** Many columns have a NULL in every seventh row; some have few values, so that they are written with a dictionary. */
    private static final String VALUES = "SELECT i AS id,"
            + " CASE WHEN i % 7 <> 0 THEN i % 2 = 0 END AS b,"
            + " CASE WHEN i % 7 <> 1 THEN (i % 256 - 128)::TINYINT END AS i8,"
            + " CASE WHEN i % 7 <> 2 THEN (i * 31 % 65536 - 32768)::SMALLINT END AS i16,"
            + " CASE WHEN i % 7 <> 3 THEN ((i * 7919 * 104729) % 4294967296 - 2147483648)::INTEGER END AS i32,"
            + " CASE WHEN i % 7 <> 4 THEN (hash(i) >> 1)::BIGINT - 4611686018427387904 END AS i64,"
            + " (i % 256)::UTINYINT AS u8, (i % 65536)::USMALLINT AS u16, (4294967295 - i)::UINTEGER AS u32,"
            + " (18446744073709551615 - i)::UBIGINT AS u64,"
            + " CASE WHEN i % 7 <> 5 THEN (i * 0.5)::FLOAT END AS f,"
            + " CASE WHEN i % 7 <> 6 THEN i / 3.0::DOUBLE END AS d,"
            + " (i % 9999 / 100)::DECIMAL(4, 2) AS d4, (i * 12345.678)::DECIMAL(18, 3) AS d18,"
            + " (i * -9876543210987654.12)::DECIMAL(38, 4) AS d38,"
            + " CASE WHEN i % 7 <> 0 THEN 'text ' || i || repeat('ä€😀', (i % 5)::INT) END AS t,"
            + " CASE WHEN i % 5 <> 0 THEN 'word ' || (i % 17) END AS w,"
            + " CASE WHEN i % 11 <> 0 THEN encode('bytes ' || i) END AS y,"
            + " DATE '1960-01-01' + (i % 40000)::INTEGER AS dt,"
            + " TIME '00:00:00' + to_microseconds(i * 1234567) AS tm,"
            + " (TIMESTAMP '1969-12-31 23:59:50' + to_microseconds(i * 1001))::TIMESTAMP_MS AS ms,"
            + " TIMESTAMP '1969-12-31 23:59:50' + to_microseconds(i * 1001) AS us,"
            + " make_timestamp_ns(i * 1000000007 - 5000000000) AS ns,"
            + " CASE WHEN i % 3 > 0 THEN TIMESTAMPTZ '2024-01-01 00:00:00+00' + to_microseconds(i) END AS tz"
            + " FROM range(" + ROWS + ") t(i)";

    /** The same as numbers and texts, by DuckDB. */
    private static final String SEEN = "SELECT * REPLACE (hex(y) AS y, dt - DATE '1970-01-01' AS dt,"
            + " epoch_us(tm) AS tm, epoch_us(ms) AS ms, epoch_us(us) AS us, (epoch_ns(ns) + 10000000000) // 1000 - 10000000 AS ns,"
            + " epoch_us(tz) AS tz) FROM written";

    private static final String[] COLUMNS = {
        "id",
        "BIGINT NOT NULL",
        "b",
        "BOOLEAN",
        "i8",
        "TINYINT",
        "i16",
        "SMALLINT",
        "i32",
        "INTEGER",
        "i64",
        "BIGINT",
        "u8",
        "SMALLINT",
        "u16",
        "INTEGER",
        "u32",
        "BIGINT",
        "u64",
        "DECIMAL(20, 0)",
        "f",
        "REAL",
        "d",
        "DOUBLE",
        "d4",
        "DECIMAL(4, 2)",
        "d18",
        "DECIMAL(18, 3)",
        "d38",
        "DECIMAL(38, 4)",
        "t",
        "VARCHAR",
        "w",
        "VARCHAR",
        "y",
        "VARBINARY",
        "dt",
        "DATE",
        "tm",
        "TIME(6)",
        "ms",
        "TIMESTAMP(3)",
        "us",
        "TIMESTAMP(6)",
        "ns",
        "TIMESTAMP(6)",
        "tz",
        "TIMESTAMP_LTZ(6)"
    };

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({
        "uncompressed, V1, 100000",
        "snappy, V1, 2048",
        "gzip, V1, 100000",
        "zstd, V1, 4096",
        "lz4_raw, V1, 100000",
        "uncompressed, V2, 100000",
        "snappy, V2, 2048",
        "zstd, V2, 100000"
    })
    void everyTypeIsReadAsItWasWritten(String codec, String version, int groupRows) throws Exception {
        try (DuckDb duckdb = new DuckDb()) {
            write(duckdb, codec, version, groupRows);
            ReadableTable table = ParquetFixture.table(directory, COLUMNS);
            List<List<Object>> expected = duckdb.values(SEEN);
            List<List<Object>> rows = ParquetFixture.rows(table);
            assertThat(rows).hasSize(ROWS);
            for (int i = 0; i < ROWS; i++) {
                assertThat(seen(rows.get(i))).as("row " + i).isEqualTo(expected.get(i));
            }
        }
    }

    @Test
    void keepsTheContractOfSources() throws Exception {
        try (DuckDb duckdb = new DuckDb()) {
            write(duckdb, "snappy", "V1", 2048);
        }
        SourceContract.over(() -> ParquetFixture.table(directory, COLUMNS)).check();
    }

    private void write(DuckDb duckdb, String codec, String version, int groupRows) throws Exception {
        duckdb.execute("SET TimeZone = 'UTC'");
        duckdb.execute("CREATE TABLE written AS " + VALUES);
        duckdb.execute("COPY written TO '" + directory.resolve("a.parquet") + "' (FORMAT parquet, COMPRESSION " + codec
                + ", PARQUET_VERSION " + version + ", ROW_GROUP_SIZE " + groupRows + ")");
    }

    private static List<Object> seen(List<Object> row) {
        List<Object> seen = new ArrayList<>();
        for (Object value : row) {
            seen.add(
                    value instanceof byte[] bytes
                            ? HexFormat.of().withUpperCase().formatHex(bytes)
                            : DuckDb.plain(value));
        }
        return seen;
    }
}
