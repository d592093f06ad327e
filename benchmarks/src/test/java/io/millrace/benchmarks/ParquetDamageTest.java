package io.millrace.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.connector.RandomBytes;
import io.millrace.connector.RowBlocks;
import io.millrace.connector.RowsWanted;
import io.millrace.connector.SplitReader;
import io.millrace.connectors.parquet.ParquetFormat;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Parquet files that are cut short, changed or made up give an error that names the file, or rows; never anything else. */
class ParquetDamageTest {
    private static final Schema COLUMNS = Schema.of(
            new Field("id", DataType.BIGINT, false),
            Field.of("n", DataType.INTEGER),
            Field.of("b", DataType.BOOLEAN),
            Field.of("d", DataType.DOUBLE),
            Field.of("t", DataType.VARCHAR),
            Field.of("w", DataType.VARCHAR),
            Field.of("c", DataType.decimal(38, 2)),
            Field.of("ms", DataType.timestamp(3)));

    private static final String VALUES = "SELECT i AS id, CASE WHEN i % 3 > 0 THEN i::INTEGER END AS n, i % 2 = 0 AS b,"
            + " i / 7.0::DOUBLE AS d, 'text ' || i AS t, CASE WHEN i % 5 > 0 THEN 'word ' || (i % 9) END AS w,"
            + " (i * 1.25)::DECIMAL(38, 2) AS c, (TIMESTAMP '2024-01-01' + to_seconds(i))::TIMESTAMP_MS AS ms"
            + " FROM range(3000) t(i)";

    /** What damage may look like once it is noticed. */
    private static final Set<ErrorCode> NAMED = EnumSet.of(
            ErrorCode.IO_ERROR,
            ErrorCode.BAD_ROW,
            ErrorCode.UNKNOWN_COLUMN,
            ErrorCode.TYPE_MISMATCH,
            ErrorCode.UNSUPPORTED,
            ErrorCode.NOT_NULL_VIOLATION,
            ErrorCode.NUMERIC_OVERFLOW,
            ErrorCode.DATETIME_OVERFLOW);

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({"uncompressed, V1", "snappy, V1", "zstd, V1", "gzip, V1", "uncompressed, V2", "lz4_raw, V2"})
    void damageIsNamed(String codec, String version) throws Exception {
        byte[] whole = written(codec, version);
        assertThat(read(whole)).isEqualTo(3000);
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        int noticed = 0;
        for (int round = 0; round < 250; round++) {
            byte[] damaged = damaged(whole, random);
            try {
                read(damaged);
            } catch (MillraceException e) {
                noticed++;
                assertThat(NAMED)
                        .as("seed " + seed + ", round " + round + ": " + e)
                        .contains(e.code());
                assertThat(e.getMessage())
                        .as("seed " + seed + ", round " + round)
                        .containsAnyOf("\"made.parquet\"", "column \"");
            } catch (RuntimeException | OutOfMemoryError e) {
                fail("seed " + seed + ", round " + round, e);
            }
        }
        assertThat(noticed).as("seed " + seed).isGreaterThan(30);
    }

    @Test
    void whatIsNoParquetIsRefused() throws Exception {
        byte[] whole = written("snappy", "V1");
        refused(new byte[0], "it has only 0 bytes");
        refused("id,n\n1,2\n3,4\n".getBytes(java.nio.charset.StandardCharsets.UTF_8), "it does not end with PAR1");
        refused(Arrays.copyOf(whole, whole.length - 1), "it does not end with PAR1");
        byte[] longFooter = whole.clone();
        longFooter[whole.length - 5] = 0x7F;
        refused(longFooter, "its footer would have");
        byte[] encrypted = whole.clone();
        encrypted[whole.length - 1] = 'E';
        refused(encrypted, "its footer is encrypted, which is not supported");
    }

    private void refused(byte[] bytes, String why) {
        assertThatThrownBy(() -> read(bytes))
                .isInstanceOf(MillraceException.class)
                .hasMessageStartingWith("cannot read \"made.parquet\" as Parquet: " + why)
                .hasMessageEndingWith("; write it anew under another name");
    }

    private byte[] written(String codec, String version) throws Exception {
        Path file = directory.resolve(codec + version);
        try (DuckDb duckdb = new DuckDb()) {
            duckdb.execute("COPY (" + VALUES + ") TO '" + file + "' (FORMAT parquet, COMPRESSION " + codec
                    + ", PARQUET_VERSION " + version + ", ROW_GROUP_SIZE 2048)");
        }
        return Files.readAllBytes(file);
    }

    /** Changes a few bytes, mostly where the file describes itself, or cuts or repeats a piece. */
    private static byte[] damaged(byte[] whole, SplittableRandom random) {
        byte[] bytes = whole.clone();
        int kind = random.nextInt(10);
        if (kind == 0) {
            int from = random.nextInt(bytes.length - 8);
            byte[] tail = Arrays.copyOfRange(bytes, from + random.nextInt(8), bytes.length);
            byte[] cut = Arrays.copyOf(bytes, from + tail.length);
            System.arraycopy(tail, 0, cut, from, tail.length);
            return cut;
        }
        int footer = Math.max(0, bytes.length - 1500);
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = kind < 6 ? footer + random.nextInt(bytes.length - footer) : random.nextInt(bytes.length);
            bytes[at] = (byte) (kind % 2 == 0 ? random.nextInt(256) : bytes[at] ^ 1 << random.nextInt(8));
        }
        return bytes;
    }

    private static long read(byte[] bytes) {
        RowBlocks rows = new ParquetFormat().index(new Bytes(bytes), COLUMNS, null);
        List<Integer> all = IntStream.range(0, COLUMNS.size()).boxed().toList();
        long count = 0;
        try (SplitReader reader =
                rows.open(new Bytes(bytes), all, RowsWanted.ALL, 0, Math.min(10_000, rows.firstRow(rows.blocks())))) {
            for (ColumnBatch batch = reader.next(); batch != null; batch = reader.next()) {
                count += batch.rows().size();
            }
        }
        return count;
    }

    /** A file in memory. */
    private record Bytes(byte[] content) implements RandomBytes {
        @Override
        public String origin() {
            return "made.parquet";
        }

        @Override
        public long size() {
            return content.length;
        }

        @Override
        public void read(long position, byte[] into, int from, int length) {
            System.arraycopy(content, Math.toIntExact(position), into, from, length);
        }

        @Override
        public void close() {}
    }
}
