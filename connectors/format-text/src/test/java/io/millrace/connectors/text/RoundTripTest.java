package io.millrace.connectors.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.connector.SplittableFormat;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a format writes it reads back. */
class RoundTripTest {
    private static final List<Field> PLAIN = List.of(
            Field.of("bool", DataType.BOOLEAN),
            Field.of("tiny", DataType.TINYINT),
            Field.of("small", DataType.SMALLINT),
            Field.of("int", DataType.INTEGER),
            Field.of("big", DataType.BIGINT),
            Field.of("real", DataType.REAL),
            Field.of("dbl", DataType.DOUBLE),
            Field.of("dec", DataType.decimal(38, 4)),
            Field.of("chr", DataType.of(DataType.Kind.CHAR, 3)),
            Field.of("txt", DataType.VARCHAR),
            Field.of("date", DataType.DATE),
            Field.of("time", DataType.time(6)),
            Field.of("ts", DataType.timestamp(3)),
            Field.of("ltz", DataType.timestampLtz(6)),
            Field.of("months", DataType.INTERVAL_YEAR_MONTH),
            Field.of("span", DataType.INTERVAL_DAY_TIME));
    private static final List<List<Object>> PLAIN_ROWS = List.of(
            Arrays.asList(
                    true,
                    -128L,
                    32767L,
                    -1L,
                    Long.MIN_VALUE,
                    (double) 0.1f,
                    0.1,
                    new BigDecimal("-0.0001"),
                    "x  ",
                    "a \"quoted\", \u6c34\r\n text",
                    -1L,
                    86_399_999_999L,
                    -1_000L,
                    1_234_567L,
                    -13L,
                    -1L),
            Arrays.asList(
                    false,
                    127L,
                    0L,
                    0L,
                    Long.MAX_VALUE,
                    Double.NaN,
                    Double.NEGATIVE_INFINITY,
                    new BigDecimal("9999999999999999999999999999999999.9999"),
                    "\u00e4\u00f6\u00fc",
                    "",
                    11_000L,
                    0L,
                    253_402_300_799_999_000L,
                    0L,
                    0L,
                    90_061_000_001L),
            Arrays.asList(new Object[16]));

    static List<SplittableFormat> formats() {
        return List.of(new CsvFormat(), new JsonFormat());
    }

    @ParameterizedTest
    @MethodSource("formats")
    void plainValues(SplittableFormat format) {
        check(format, new Schema(PLAIN), PLAIN_ROWS);
    }

    @ParameterizedTest
    @MethodSource("formats")
    void manyRows(SplittableFormat format) {
        List<List<Object>> rows = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            rows.addAll(PLAIN_ROWS.subList(i % 3, i % 3 + 1));
        }
        check(format, new Schema(PLAIN), rows);
    }

    @Test
    void bytesAreHexadecimal() {
        Schema bytes = Schema.of(Field.of("b", DataType.VARBINARY));
        for (SplittableFormat format : formats()) {
            ColumnBatch batch = ColumnBatch.ofRows(bytes, List.of(List.of(new byte[] {0, -1, 16})));
            List<List<Object>> rows =
                    Decoding.decode(format, bytes, Map.of(), Decoding.encode(format, Map.of(), batch));
            assertThat((byte[]) rows.get(0).get(0)).containsExactly(0, -1, 16);
        }
    }

    @Test
    void nestedValues() {
        Map<Object, Object> map = new LinkedHashMap<>();
        map.put(3L, "x");
        map.put(1L, null);
        Schema nested = Schema.of(
                Field.of("l", DataType.array(DataType.array(DataType.DOUBLE, true), true)),
                Field.of("m", DataType.map(DataType.BIGINT, DataType.VARCHAR, true)),
                Field.of("r", DataType.row(List.of(Field.of("d", DataType.DATE), Field.of("e", DataType.BOOLEAN)))));
        check(
                new JsonFormat(),
                nested,
                List.of(
                        List.of(Arrays.asList(List.of(1.5), null, List.of()), map, Arrays.asList(7L, null)),
                        Arrays.asList(null, null, null)));
    }

    @Test
    void rawHoldsLinesAsTheyAre() {
        Schema line = Schema.of(Field.of("line", DataType.VARCHAR));
        check(new RawFormat(), line, List.of(List.of("a,\"b"), List.of(""), List.of("\u6c34")));
        Schema two = new Schema(PLAIN.subList(0, 2));
        assertThatThrownBy(() -> Decoding.decoder(new RawFormat(), two, Map.of()))
                .hasMessage("format \"raw\" takes exactly one VARCHAR column; declared: bool BOOLEAN, tiny TINYINT");
    }

    private static void check(SplittableFormat format, Schema schema, List<List<Object>> rows) {
        byte[] text = Decoding.encode(format, Map.of(), ColumnBatch.ofRows(schema, rows));
        assertThat(Decoding.decode(format, schema, Map.of(), text)).isEqualTo(rows);
    }
}
