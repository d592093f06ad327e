package io.millrace.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connector.Offset;
import io.millrace.connector.ReadLimit;
import io.millrace.connector.ReadableTable;
import io.millrace.connector.Source;
import io.millrace.connector.Split;
import io.millrace.error.MillraceException;
import io.millrace.testing.SourceContract;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How declared columns meet those of a Parquet file, and where files are cut. */
class ParquetColumnsTest {
    @TempDir
    Path directory;

    private Path write(String select, String options) throws Exception {
        Path file = directory.resolve("f.parquet");
        try (DuckDb duckdb = new DuckDb()) {
            duckdb.execute("COPY (" + select + ") TO '" + file + "' (FORMAT parquet" + options + ")");
        }
        return file;
    }

    private void refused(ReadableTable table, String message) {
        assertThatThrownBy(() -> ParquetFixture.rows(table))
                .isInstanceOf(MillraceException.class)
                .hasMessage(
                        message.replace("$file", directory.resolve("f.parquet").toString()));
    }

    @Test
    void aColumnThatTheFileLacksIsNamed() throws Exception {
        Path file = write("SELECT 1 AS auction, 2 AS price", "");
        refused(
                ParquetFixture.table(file, "auktion", "INTEGER"),
                "\"$file\" has no column \"auktion\"; did you mean \"auction\"; it has auction, price");
    }

    @Test
    void aColumnOfAnotherTypeIsNamedWithTheTypeToDeclare() throws Exception {
        Path file = write(
                "SELECT 1::BIGINT AS a, 'x' AS b, TIMESTAMP_MS '2024-01-01' AS c, 1.25::DECIMAL(9, 4) AS d,"
                        + " [1, 2] AS l, 3::UINTEGER AS u",
                "");
        String start = "column \"%s\" is declared %s, but in \"$file\" it is %s";
        refused(
                ParquetFixture.table(file, "a", "INTEGER"),
                start.formatted("a", "INTEGER", "INT64 (signed, 64 bits); declare it BIGINT"));
        refused(
                ParquetFixture.table(file, "b", "BIGINT"),
                start.formatted("b", "BIGINT", "BYTE_ARRAY (STRING); declare it VARCHAR"));
        refused(
                ParquetFixture.table(file, "c", "BIGINT"),
                start.formatted("c", "BIGINT", "INT64 (TIMESTAMP in milliseconds); declare it TIMESTAMP(3)"));
        refused(
                ParquetFixture.table(file, "d", "DECIMAL(9, 2)"),
                start.formatted("d", "DECIMAL(9, 2)", "INT32 (DECIMAL(9, 4)); declare it DECIMAL(9, 4)"));
        refused(ParquetFixture.table(file, "l", "VARCHAR"), start.formatted("l", "VARCHAR", "a list; leave it out"));
        refused(
                ParquetFixture.table(file, "u", "INTEGER"),
                start.formatted("u", "INTEGER", "INT32 (unsigned, 32 bits); declare it BIGINT"));
    }

    @Test
    void nullsWhereNoneAreDeclaredAreRefused() throws Exception {
        Path file = write("SELECT CASE WHEN i <> 7 THEN i END AS a FROM range(10) t(i)", "");
        refused(
                ParquetFixture.table(file, "a", "BIGINT NOT NULL"),
                "\"$file\": column \"a\" holds NULL but is declared NOT NULL; declare it without NOT NULL");
    }

    @Test
    void anUnsignedNumberBeyondBigintIsRefused() throws Exception {
        Path file = write("SELECT 18446744073709551615::UBIGINT AS a", "");
        refused(
                ParquetFixture.table(file, "a", "BIGINT"),
                "column \"a\" holds 18446744073709551615, which is beyond BIGINT; declare it DECIMAL(20, 0)");
    }

    @Test
    void typesThatNoFileHoldsAreRefusedAtOnce() {
        assertThatThrownBy(() -> ParquetFixture.table(directory, "a", "BIGINT ARRAY"))
                .isInstanceOf(MillraceException.class)
                .hasMessage("format \"parquet\" has no columns of type BIGINT ARRAY, but column \"a\" is declared so;"
                        + " leave it out");
    }

    @Test
    void valuesAreFittedAsCastDoes() throws Exception {
        Path file = write(
                "SELECT 1::TINYINT AS a, 1.5::DECIMAL(4, 1) AS d, 'Grüße' AS v, 'x' AS c,"
                        + " TIMESTAMP '1969-12-31 23:59:59.987654' AS ts, 1.5::FLOAT AS f",
                "");
        ReadableTable table = ParquetFixture.table(
                file,
                "TS",
                "TIMESTAMP(3)",
                "a",
                "DECIMAL(5, 2)",
                "d",
                "DECIMAL(9, 3)",
                "v",
                "VARCHAR(4)",
                "c",
                "CHAR(3)",
                "f",
                "DOUBLE");
        assertThat(ParquetFixture.rows(table))
                .containsExactly(
                        Arrays.asList(-13_000L, new BigDecimal("1.00"), new BigDecimal("1.500"), "Grüß", "x  ", 1.5));
    }

    @Test
    void microBatchesTakeWholeRowGroupsAndSplitsAreRowGroups() throws Exception {
        Path file = write("SELECT i AS a FROM range(500_000) t(i)", ", ROW_GROUP_SIZE 122880");
        try (Source source = ParquetFixture.table(file, "a", "BIGINT").source(List.of(0))) {
            Offset all = source.limit(source.initial(), source.latest(), new ReadLimit(500_000, Long.MAX_VALUE));
            assertThat(all).isEqualTo(source.latest());
            List<Split> splits = source.plan(source.initial(), all);
            assertThat(splits).hasSize(5);
            Offset some = source.limit(source.initial(), source.latest(), new ReadLimit(300_000, Long.MAX_VALUE));
            List<List<Object>> rows = SourceContract.read(source, source.initial(), some);
            assertThat(rows).hasSizeBetween(240_000, 260_000);
            Offset few = source.limit(some, source.latest(), new ReadLimit(1_000, Long.MAX_VALUE));
            assertThat(SourceContract.read(source, some, few))
                    .hasSize(1_000)
                    .first()
                    .isEqualTo(List.of((long) rows.size()));
        }
    }
}
