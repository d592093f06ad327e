package io.millrace.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.LongColumn;
import io.millrace.columnar.Schema;
import io.millrace.state.StateChunk.Kind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;

class StateCodecTest {
    private static final Schema ALL_TYPES = new Schema(List.of(
            Field.of("bool", DataType.BOOLEAN),
            Field.of("tiny", DataType.TINYINT),
            Field.of("small", DataType.SMALLINT),
            Field.of("int", DataType.INTEGER),
            new Field("big", DataType.BIGINT, false),
            Field.of("real", DataType.REAL),
            Field.of("double", DataType.DOUBLE),
            Field.of("dec", DataType.decimal(38, 4)),
            Field.of("char", DataType.of(DataType.Kind.CHAR, 3)),
            Field.of("text", DataType.varchar(10)),
            Field.of("bin", DataType.of(DataType.Kind.BINARY, 2)),
            Field.of("bytes", DataType.VARBINARY),
            Field.of("date", DataType.DATE),
            Field.of("time", DataType.time(3)),
            Field.of("ts", DataType.timestamp(0)),
            Field.of("ltz", DataType.timestampLtz(3)),
            Field.of("months", DataType.INTERVAL_YEAR_MONTH),
            Field.of("micros", DataType.INTERVAL_DAY_TIME),
            Field.of("list", DataType.array(DataType.varchar(4), true)),
            Field.of("map", DataType.map(DataType.VARCHAR, DataType.decimal(9, 2), true)),
            Field.of("row", DataType.row(List.of(Field.of("a", DataType.BOOLEAN), Field.of("b", DataType.TIMESTAMP)))),
            Field.of("nothing", DataType.NULL)));

    private static final List<Object> VALUES = Arrays.asList(
            true,
            -128L,
            -32768L,
            Integer.MIN_VALUE + 0L,
            Long.MIN_VALUE,
            0.5,
            Double.NaN,
            new BigDecimal("-9999999999999999999999999999999999.9999"),
            "ab ",
            "日本 🚀",
            new byte[] {0, -1},
            new byte[] {},
            -719_528L,
            86_399_999_000L,
            -1_000_000L,
            1_123_000L,
            -13L,
            Long.MAX_VALUE,
            Arrays.asList("x", null, "日"),
            Map.of("k", new BigDecimal("3.20")),
            Arrays.asList(true, -1L),
            null);

    @Test
    void everyTypeComesBackWithItsSchema() throws IOException {
        List<Object> nulls = new ArrayList<>(Arrays.asList(new Object[VALUES.size()]));
        nulls.set(4, 7L);
        ColumnBatch rows = ColumnBatch.ofRows(ALL_TYPES, List.of(nulls, VALUES, VALUES, nulls));
        StateChunk chunk = new StateChunk("scan/agg", "groups", Kind.UPSERT, -5, rows);

        List<StateChunk> back = read(write(List.of(chunk)));

        assertThat(back).hasSize(1);
        assertThat(back.get(0).rows().schema()).isEqualTo(ALL_TYPES);
        assertThat(back)
                .usingRecursiveComparison()
                .comparingOnlyFields("operator", "table", "kind", "segment")
                .isEqualTo(List.of(chunk));
        assertThat(back.get(0).rows().rows())
                .usingRecursiveComparison()
                .withEqualsForType(Double::equals, Double.class)
                .isEqualTo(rows.rows());
        assertThat(back.get(0).rows().weights()).isNull();
    }

    @Test
    void kindsTablesSegmentsWeightsAndOrderComeBack() throws IOException {
        ColumnBatch rows = rows(3);
        List<StateChunk> chunks = List.of(
                new StateChunk("a", "left", Kind.UPSERT, 1, rows.withWeights(new long[] {1, -2, Long.MAX_VALUE})),
                new StateChunk("a", "right", Kind.DROP, 7, null),
                new StateChunk("a", "left", Kind.DELETE, 2, rows.select(List.of(0))),
                new StateChunk("ä/b", "", Kind.UPSERT, Long.MIN_VALUE, rows),
                new StateChunk("a", "left", Kind.UPSERT, 1, ColumnBatch.empty(rows.schema())));

        assertThat(texts(read(write(chunks)))).isEqualTo(texts(chunks));
    }

    @Test
    void nothingIsSomethingToo() throws IOException {
        assertThat(read(write(List.of()))).isEmpty();
    }

    @Test
    void theSchemaIsWrittenOnce() throws IOException {
        StateChunk chunk = new StateChunk("a", "t", Kind.UPSERT, 0, rows(10));
        int one = write(List.of(chunk)).length;
        int two = write(List.of(chunk, chunk)).length;
        int three = write(List.of(chunk, chunk, chunk)).length;
        assertThat(three - two).isEqualTo(two - one).isLessThan(one - 300);
    }

    @Test
    void manyRowsAreSplitAndKeepTheirOrder() throws IOException {
        int count = 3_000_000;
        long[] values = new long[count];
        Arrays.setAll(values, i -> i);
        Schema schema = Schema.of(Field.of("k", DataType.BIGINT));
        ColumnBatch rows = ColumnBatch.of(schema, count, new LongColumn(values, null, count));

        List<StateChunk> back = read(write(List.of(new StateChunk("a", "t", Kind.UPSERT, 3, rows))));

        assertThat(back).hasSizeGreaterThan(1);
        long next = 0;
        for (StateChunk part : back) {
            assertThat(part.segment()).isEqualTo(3);
            for (int i = 0; i < part.rows().rowCount(); i++) {
                assertThat(part.rows().longs(0).values()[i]).isEqualTo(next++);
            }
        }
        assertThat(next).isEqualTo(count);
    }

    @Test
    void rowsOfNumbersComeBackWhateverTheirRange() throws IOException {
        Schema schema = Schema.of(
                Field.of("same", DataType.BIGINT),
                Field.of("all", DataType.BIGINT),
                Field.of("bool", DataType.BOOLEAN),
                Field.of("double", DataType.DOUBLE),
                Field.of("nothing", DataType.INTEGER));
        for (int width = 0; width <= 8; width++) {
            long highest = width == 0 ? 0 : -1L >>> 64 - 8 * width;
            List<List<Object>> values = new ArrayList<>();
            for (long value : new long[] {0, highest, highest / 2, highest >>> 1, 1 & highest, highest}) {
                long shifted = value + (width < 8 ? Long.MIN_VALUE : 0);
                double real = value % 2 == 0 ? -0.0 : Double.NEGATIVE_INFINITY;
                values.add(Arrays.asList(-7L, shifted, value % 2 == 0, value == 1 ? null : (Object) real, null));
            }
            values.add(Arrays.asList(null, null, null, null, null));
            StateChunk chunk = new StateChunk("a", "t", Kind.UPSERT, 0, ColumnBatch.ofRows(schema, values));
            List<StateChunk> back = read(write(List.of(chunk, chunk)));
            assertThat(texts(back)).as("%d bytes", width).isEqualTo(texts(List.of(chunk, chunk)));
            assertThat(back.get(1).rows().schema()).isEqualTo(schema);
        }
    }

    @Test
    void rowsOfNumbersTakeTheBytesOfTheirRange() throws IOException {
        int count = 10_000;
        Schema schema = Schema.of(
                Field.of("key", DataType.BIGINT), Field.of("high", DataType.BIGINT), Field.of("sum", DataType.BIGINT));
        LongColumn keys = new LongColumn(
                new Random(1).longs(count, 1L << 40, (1L << 40) + 250).toArray(), null, count);
        LongColumn sums =
                new LongColumn(new Random(2).longs(count, -30_000, 30_000).toArray(), null, count);
        ColumnBatch rows = ColumnBatch.of(schema, count, keys, new LongColumn(new long[count], null, count), sums);
        StateChunk chunk = new StateChunk("a", "t", Kind.UPSERT, 0, rows);
        byte[] written = write(List.of(chunk));
        assertThat(written.length).isBetween(3 * count, 3 * count + 1_500);
        assertThat(texts(read(written))).isEqualTo(texts(List.of(chunk)));
    }

    @Test
    void whatIsNotAsLongAsItsNumbersIsNoticed() {
        Schema schema = Schema.of(Field.of("k", DataType.BIGINT));
        ByteSink sink = new ByteSink(8);
        NumberRows.write(
                ColumnBatch.ofRows(schema, List.of(List.of(1L), List.of(300L), Arrays.asList((Object) null))), sink);
        byte[] whole = Arrays.copyOf(sink.bytes(), sink.length());
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> NumberRows.read(schema, cut, 0, 9)).hasMessageContaining("breaks off");
        }
        assertThatThrownBy(() -> NumberRows.read(schema, Arrays.copyOf(whole, whole.length + 1), 0, 9))
                .hasMessageContaining("longer than they are");
        whole[4] = 9;
        assertThatThrownBy(() -> NumberRows.read(schema, whole, 0, 9)).hasMessageContaining("breaks off");
    }

    @Test
    void numbersAndTextTakeAboutHalfTheirBytes() throws IOException {
        ColumnBatch rows = rows(100_000);
        StateChunk chunk = new StateChunk("a", "t", Kind.UPSERT, 0, rows);
        byte[] written = write(List.of(chunk));
        assertThat(written.length).isLessThan((int) (rows.heapBytes() * 0.55));
        assertThat(texts(read(written))).isEqualTo(texts(List.of(chunk)));
    }

    @Test
    void whatDoesNotGetShorterIsWrittenAsItIs() throws IOException {
        long[] noise = new Random(1).longs(10_000).toArray();
        Schema schema = Schema.of(Field.of("k", DataType.BIGINT));
        ColumnBatch rows = ColumnBatch.of(schema, noise.length, new LongColumn(noise, null, noise.length));
        StateChunk chunk = new StateChunk("a", "t", Kind.UPSERT, 0, rows);
        byte[] written = write(List.of(chunk));
        assertThat(written.length).isBetween(80_000, 82_000);
        assertThat(texts(read(written))).isEqualTo(texts(List.of(chunk)));
    }

    @Test
    void aLengthThatIsNotThatOfTheBlockIsNoticed() throws DamagedStateException {
        BlockCodec codec = new BlockCodec();
        byte[] plain = new byte[1_000];
        byte[] shortened = codec.shorten(plain);
        assertThat(shortened.length).isLessThan(100);
        assertThat(codec.restore(shortened, 0, 1_000)).isEqualTo(plain);
        assertThatThrownBy(() -> codec.restore(shortened, 7, 999)).hasMessageContaining("impossible length");
        assertThatThrownBy(() -> codec.restore(new byte[3], 7, 999)).hasMessageContaining("impossible length");
        byte[] longer = shortened.clone();
        longer[3]++;
        assertThatThrownBy(() -> codec.restore(longer, 7, 2_000))
                .isInstanceOf(DamagedStateException.class)
                .hasMessageContaining("not as long as it says");
        byte[] shorter = shortened.clone();
        shorter[2]--;
        assertThatThrownBy(() -> codec.restore(shorter, 7, 2_000)).hasMessageContaining("cannot be decompressed");
    }

    @Test
    void everyChangedByteAndEveryCutIsNoticedBeforeUse() throws IOException {
        List<StateChunk> chunks = List.of(
                new StateChunk("a", "t", Kind.UPSERT, 0, rows(2)), new StateChunk("a", "t", Kind.DROP, 1, null));
        byte[] whole = write(chunks);
        for (int at = 0; at < whole.length; at++) {
            for (int mask : new int[] {0x01, 0x80, 0xFF}) {
                byte[] changed = whole.clone();
                changed[at] ^= (byte) mask;
                assertThatThrownBy(() -> read(changed))
                        .as("byte %d, mask %x", at, mask)
                        .isInstanceOf(DamagedStateException.class);
            }
            byte[] cut = Arrays.copyOf(whole, at);
            assertThatThrownBy(() -> read(cut)).as("cut at %d", at).isInstanceOf(DamagedStateException.class);
        }
    }

    @Test
    void aBlockInAnothersPlaceIsNoticed() throws IOException {
        byte[] one = write(
                List.of(new StateChunk("a", "t", Kind.DROP, 1, null), new StateChunk("a", "t", Kind.DROP, 2, null)));
        byte[] swapped = one.clone();
        int block = 9 + 12;
        int first = one.length - (9 + 4) - 2 * block;
        System.arraycopy(one, first, swapped, first + block, block);
        System.arraycopy(one, first + block, swapped, first, block);
        assertThatThrownBy(() -> read(swapped)).isInstanceOf(DamagedStateException.class);
    }

    static ColumnBatch rows(int count) {
        Schema schema = Schema.of(Field.of("k", DataType.BIGINT), Field.of("v", DataType.VARCHAR));
        List<List<Object>> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(List.of((long) i, "value " + i));
        }
        return ColumnBatch.ofRows(schema, rows);
    }

    static List<String> texts(List<StateChunk> chunks) {
        return chunks.stream()
                .map(chunk -> chunk.operator() + "|" + chunk.table() + "|" + chunk.kind() + "|" + chunk.segment() + "|"
                        + chunk.rows())
                .toList();
    }

    private static byte[] write(List<StateChunk> chunks) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (RootAllocator allocator = new RootAllocator()) {
            StateWriter writer = new StateWriter(bytes, allocator);
            for (StateChunk chunk : chunks) {
                writer.write(chunk);
            }
            writer.end();
        }
        return bytes.toByteArray();
    }

    private static List<StateChunk> read(byte[] bytes) throws IOException {
        List<StateChunk> chunks = new ArrayList<>();
        try (RootAllocator allocator = new RootAllocator()) {
            new StateReader(new ByteArrayInputStream(bytes), allocator).read(chunks::add);
        }
        return chunks;
    }
}
