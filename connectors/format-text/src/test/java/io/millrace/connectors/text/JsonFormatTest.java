package io.millrace.connectors.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonFormatTest {
    private static final JsonFormat JSON = new JsonFormat();
    private static final Schema AB = Schema.of(Field.of("a", DataType.BIGINT), Field.of("b", DataType.VARCHAR));

    @Test
    void missingFieldsAreNullAndUnknownOnesIgnored() {
        assertThat(decode("{\"b\":\"x\",\"A\":1,\"c\":{\"d\":[1,2]}}\r\n\n  \n{}\n{\"a\":null,\"b\":\"\"}"))
                .containsExactly(List.of(1L, "x"), Arrays.asList(null, null), Arrays.asList(null, ""));
    }

    @Test
    void textColumnTakesAnything() {
        assertThat(decode("{\"b\":12.50}\n{\"b\":true}\n{\"b\":{\"k\": [1, \"\u6c34\"]},\"a\":1}\n{\"b\":[]}\n"))
                .extracting(row -> row.get(1))
                .containsExactly("12.50", "true", "{\"k\": [1, \"\u6c34\"]}", "[]");
    }

    @Test
    void nestedValuesAreRead() {
        Schema nested = Schema.of(
                Field.of("l", DataType.array(DataType.decimal(10, 2), true)),
                Field.of("m", DataType.map(DataType.VARCHAR, DataType.TIMESTAMP, true)),
                Field.of("r", DataType.row(List.of(Field.of("x", DataType.INTEGER), Field.of("Y", DataType.BOOLEAN)))));
        String row = "{\"l\":[1,null,2.5],\"m\":{\"k\":\"1970-01-01T00:00:01\"},\"r\":{\"y\":true,\"z\":[]}}";
        assertThat(Decoding.decode(JSON, nested, Map.of(), row))
                .containsExactly(List.of(
                        Arrays.asList(new BigDecimal("1.00"), null, new BigDecimal("2.50")),
                        Map.of("k", 1_000_000L),
                        Arrays.asList(null, true)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":\"x\"}       | column \"a\" is BIGINT, but the text is",
                "{\"a\":1.5}         | column \"a\" is BIGINT, but the text is \"1.5",
                "{\"a\":99999999999999999999} | column \"a\" is BIGINT",
                "{\"a\":{\"x\":1}}   | (expected a single value)",
                "{\"a\":1,\"a\":2}   | the row has this column twice",
                "{\"b\":\"\\uD800\"} | half of a surrogate pair",
                "{\"a\":1            | it is not JSON",
                "[1]                 | expected a JSON object",
                "{\"a\":1} {}        | something stands behind the JSON object",
                "nonsense            | it is not JSON"
            })
    void badRowsAreNamed(String row, String message) {
        assertThatThrownBy(() -> decode("{\"a\":1}\n" + row + "\n"))
                .hasMessageStartingWith("bad row in \"/data/in.txt\", line 2: ")
                .hasMessageContaining(message)
                .isInstanceOfSatisfying(
                        MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_ROW));
        assertThat(Decoding.decode(JSON, AB, Map.of("on-error", "skip"), row + "\n{\"a\":1,\"b\":\"x\"}"))
                .containsExactly(List.of(1L, "x"));
        assertThat(Decoding.decode(JSON, AB, Map.of("on-error", "null"), row + "\n{\"a\":1,\"b\":\"x\"}"))
                .hasSize(2)
                .endsWith(List.of(1L, "x"));
    }

    @Test
    void readingGoesOnBehindABadNestedValue() {
        Schema nested =
                Schema.of(Field.of("l", DataType.array(DataType.BIGINT, true)), Field.of("b", DataType.VARCHAR));
        assertThat(Decoding.decode(
                        JSON,
                        nested,
                        Map.of("on-error", "null"),
                        "{\"l\":[1,[2,{\"x\":[3]}],4],\"b\":\"y\"}\n{\"l\":{\"l\":[]},\"b\":\"z\"}\n"))
                .containsExactly(Arrays.asList(null, "y"), Arrays.asList(null, "z"));
    }

    @Test
    void deepNestingIsABadRow() {
        String deep = "{\"c\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
        assertThatThrownBy(() -> decode(deep)).hasMessageContaining("it is not JSON");
    }

    @Test
    void invalidUtf8IsABadRow() {
        byte[] bytes = {'{', '"', 'b', '"', ':', '"', (byte) 0xC0, (byte) 0x80, '"', '}'};
        assertThatThrownBy(() -> Decoding.decode(JSON, AB, Map.of(), bytes)).hasMessageContaining("not UTF-8");
    }

    /** Rows of the usual shape take a shorter way, which must give the same; a nested field keeps a row from it. */
    @Test
    void theShortWayGivesWhatTheLongOneDoes() {
        Schema columns = Schema.of(
                Field.of("a", DataType.BIGINT),
                Field.of("b", DataType.VARCHAR),
                Field.of("d", DataType.DOUBLE),
                Field.of("t", DataType.timestamp(3)),
                Field.of("f", DataType.BOOLEAN),
                Field.of("c", DataType.decimal(10, 2)),
                Field.of("l", DataType.array(DataType.BIGINT, true)));
        String[] names = {"a", "B", "d", "t", "f", "c", "l", "other"};
        String[] values = {
            "1",
            "-0",
            "01",
            "-",
            "1.5",
            "1e3",
            "1E-2",
            "1.",
            ".5",
            "+1",
            "9223372036854775807",
            "9223372036854775808",
            "12.345",
            "true",
            "false",
            "null",
            "nul",
            "truex",
            "\"\"",
            "\"x\"",
            "\"12\"",
            "\"2024-01-01 00:00:00.5\"",
            "\"Gr\u00fc\u00dfe\"",
            "\"true\"",
            "\"a\\nb\"",
            "\"open",
            "{}",
            "[1]",
            "",
            "\"tab\there\""
        };
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 3_000; round++) {
            StringBuilder fields = new StringBuilder();
            for (int i = random.nextInt(5); i >= 0; i--) {
                String blank = random.nextInt(4) == 0 ? " " : "";
                fields.append('"')
                        .append(names[random.nextInt(names.length)])
                        .append('"')
                        .append(blank)
                        .append(':');
                fields.append(blank)
                        .append(values[random.nextInt(values.length)])
                        .append(blank);
                fields.append(i == 0 ? random.nextInt(30) == 0 ? "," : "" : ",");
            }
            String usual = "{" + fields + "}" + (random.nextInt(30) == 0 ? "}" : "");
            String longer = "{\"none\":[]," + usual.substring(1);
            Map<String, String> lenient = Map.of("on-error", round % 2 == 0 ? "null" : "skip");
            assertThat(Decoding.decode(JSON, columns, lenient, usual))
                    .as("seed " + seed + ": " + usual)
                    .isEqualTo(Decoding.decode(JSON, columns, lenient, longer));
        }
    }

    private static List<List<Object>> decode(String text) {
        return Decoding.decode(JSON, AB, Map.of(), text);
    }
}
