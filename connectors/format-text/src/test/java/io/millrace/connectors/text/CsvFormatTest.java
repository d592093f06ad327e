package io.millrace.connectors.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.connector.RangeDecoder;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CsvFormatTest {
    private static final CsvFormat CSV = new CsvFormat();
    private static final Schema AB = Schema.of(Field.of("a", DataType.BIGINT), Field.of("b", DataType.VARCHAR));

    @Test
    void columnsAreFoundByNameWithoutRegardToCase() {
        assertThat(decode("B,x,A\none,,1\ntwo,,2\n")).containsExactly(List.of(1L, "one"), List.of(2L, "two"));
    }

    @Test
    void byteOrderMarkIsSkippedAndBothLineEndsAreTaken() {
        assertThat(decode("\uFEFFa,b\r\n1,x\r\n2,y\n3,z"))
                .containsExactly(List.of(1L, "x"), List.of(2L, "y"), List.of(3L, "z"));
        assertThat(decode("\uFEFF\"a\",\"b\"\n1,x\n")).containsExactly(List.of(1L, "x"));
    }

    @Test
    void quotedFieldsHoldDelimitersQuotesAndLines() {
        assertThat(decode("a,b\n1,\"x,\"\"y\"\"\r\nz\"\n2,\"\"\n3,in\"side\n"))
                .containsExactly(List.of(1L, "x,\"y\"\r\nz"), List.of(2L, ""), List.of(3L, "in\"side"));
    }

    @Test
    void emptyIsNullUnlessQuoted() {
        assertThat(decode("a,b\n,\n\"\",\"\"\n")).containsExactly(Arrays.asList(null, null), Arrays.asList(null, ""));
        assertThat(decode("a,b\nNULL,NULL\n1,\n", Map.of("null-text", "NULL")))
                .containsExactly(Arrays.asList(null, null), List.of(1L, ""));
    }

    @Test
    void blankLinesAreNoRowsUnlessThereIsOneColumn() {
        assertThat(decode("a,b\n\n1,x\n\n")).containsExactly(List.of(1L, "x"));
        Schema one = Schema.of(Field.of("a", DataType.BIGINT));
        assertThat(Decoding.decode(CSV, one, Map.of(), "a\n1\n\n2\n"))
                .containsExactly(List.of(1L), Arrays.asList((Object) null), List.of(2L));
    }

    @Test
    void withoutAHeaderColumnsGoByPosition() {
        assertThat(decode("1;x;more\n2;y\n", Map.of("header", "false", "delimiter", ";")))
                .containsExactly(List.of(1L, "x"), List.of(2L, "y"));
        assertThat(decode("1\tx\n", Map.of("header", "false", "delimiter", "\\t")))
                .containsExactly(List.of(1L, "x"));
    }

    @Test
    void emptyFilesHaveNoRows() {
        assertThat(decode("")).isEmpty();
        assertThat(decode("a,b")).isEmpty();
        assertThat(decode("", Map.of("header", "false"))).isEmpty();
    }

    @Test
    void missingColumnIsNamed() {
        fails(
                "a,bb\n1,x\n",
                ErrorCode.UNKNOWN_COLUMN,
                "\"/data/in.txt\", line 1: the header has no column \"b\";"
                        + " did you mean \"a\"; it has a, bb; if the file has no header, set 'header' to 'false'");
        fails("a,b,B\n", ErrorCode.BAD_ROW, "the header has column \"b\" twice: a, b, B");
    }

    @Test
    void badValueIsNamedWithFileLineColumnAndText() {
        fails(
                "a,b\n1,\"two\nlines\"\nabc,x\n",
                ErrorCode.BAD_ROW,
                "bad row in \"/data/in.txt\", line 4: column \"a\" is BIGINT, but the text is \"abc\" (");
        fails("a,b\n1,x,y\n", ErrorCode.BAD_ROW, "line 2: it has 3 fields, expected 2: \"1,x,y\"; mend it, or set");
        fails("a,b\n1\n", ErrorCode.BAD_ROW, "line 2: it has 1 fields, expected 2");
        fails("a,b\n1,\"x\n2,y\n", ErrorCode.BAD_ROW, "line 2: the quote of field 2 is never closed");
        fails("a,b\n1,\"x\"y\n", ErrorCode.BAD_ROW, "line 2: text stands behind the closing quote of field 2");
        byte[] broken = "a,b\n1,x\n2,\u00fc\n".getBytes(StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> Decoding.decode(CSV, AB, Map.of(), broken))
                .hasMessageContaining("line 3: column \"b\" is VARCHAR")
                .hasMessageContaining("the bytes are not UTF-8");
        Schema strict = Schema.of(new Field("a", DataType.BIGINT, false));
        assertThatThrownBy(() -> Decoding.decode(CSV, strict, Map.of(), "a,b\n,x\n"))
                .hasMessageContaining("column \"a\" is BIGINT NOT NULL, but there is no value");
    }

    @Test
    void skipLeavesOutWholeRowsAndCountsThem() throws IOException {
        String text = "b,a\nx,1\ny,bad\nz,3\nz,4,5\n\"w\"w,6\nv,7\n";
        Map<String, String> skip = Map.of("on-error", "skip");
        assertThat(decode(text, skip)).containsExactly(List.of(1L, "x"), List.of(3L, "z"), List.of(7L, "v"));
        // the rows taken do not depend on the columns read
        RangeDecoder onlyB = CSV.decoder(AB, List.of(1), Decoding.options(CSV, skip), Decoding.ZONE);
        onlyB.start(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), "x");
        assertThat(Decoding.rows(onlyB)).containsExactly(List.of("x"), List.of("z"), List.of("v"));
        assertThat(onlyB.skippedRows()).isEqualTo(3);
    }

    @Test
    void nullMakesWhatDoesNotParseNull() {
        assertThat(decode("a,b\nbad,x\n2\n3,y,z\n", Map.of("on-error", "null")))
                .containsExactly(Arrays.asList(null, "x"), Arrays.asList(2L, null), List.of(3L, "y"));
        Schema strict = Schema.of(new Field("a", DataType.BIGINT, false));
        assertThatThrownBy(() -> Decoding.decode(CSV, strict, Map.of("on-error", "null"), "a\nbad\n"))
                .isInstanceOf(MillraceException.class);
    }

    @Test
    void rangeInTheMiddleOfAFileKnowsItsLines() throws IOException {
        RangeDecoder decoder = Decoding.decoder(CSV, AB, Map.of());
        byte[] header = "\uFEFFb,a\n".getBytes(StandardCharsets.UTF_8);
        decoder.start(new ByteArrayInputStream("x,1\ny,bad\n".getBytes(StandardCharsets.UTF_8)), "f", header, () -> 41);
        assertThatThrownBy(() -> Decoding.rows(decoder)).hasMessageContaining("\"f\", line 43: column \"a\"");
    }

    @Test
    void rowsGivenOneByOneAreDrained() {
        RangeDecoder decoder = Decoding.decoder(CSV, AB, Map.of("header", "false"));
        byte[] row = "1,x\r\n".getBytes(StandardCharsets.UTF_8);
        decoder.decode(row, 0, row.length, "h:1", 1);
        decoder.decode(row, 0, 3, "h:1", 2);
        assertThat(decoder.drain().rows()).containsExactly(List.of(1L, "x"), List.of(1L, "x"));
        assertThat(decoder.drain().rowCount()).isZero();
        byte[] bad = "z,z".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> decoder.decode(bad, 0, 3, "h:1", 7)).hasMessageContaining("\"h:1\", line 7");
    }

    @Test
    void textsThatNeedQuotesAreQuoted() {
        Schema schema = Schema.of(Field.of("a,b", DataType.VARCHAR), Field.of("n", DataType.BIGINT));
        ColumnBatch batch = ColumnBatch.ofRows(
                schema,
                List.of(
                        Arrays.asList("plain", 1L),
                        Arrays.asList("", Long.MIN_VALUE),
                        Arrays.asList(null, null),
                        Arrays.asList("q\"c,l\n", -10L),
                        Arrays.asList("\u6c34\u8eca", Long.MAX_VALUE)));
        assertThat(new String(Decoding.encode(CSV, Map.of(), batch), StandardCharsets.UTF_8))
                .isEqualTo("\"a,b\",n\nplain,1\n\"\",-9223372036854775808\n,\n\"q\"\"c,l\n\",-10\n"
                        + "\u6c34\u8eca,9223372036854775807\n");
    }

    @Test
    void mistakenOptionsAndTypesAreRefused() {
        assertThatThrownBy(() -> decode("", Map.of("delimiter", "ab"))).hasMessageContaining("one ASCII character");
        assertThatThrownBy(() -> decode("", Map.of("on-error", "ignore"))).hasMessageContaining("fail, skip, null");
        Schema nested = Schema.of(Field.of("l", DataType.array(DataType.BIGINT, true)));
        assertThatThrownBy(() -> Decoding.decoder(CSV, nested, Map.of()))
                .hasMessage("column \"l\" is BIGINT ARRAY, which CSV has no text for; use 'format' = 'json'");
    }

    private static List<List<Object>> decode(String text) {
        return decode(text, Map.of());
    }

    private static List<List<Object>> decode(String text, Map<String, String> options) {
        return Decoding.decode(CSV, AB, options, text);
    }

    private static void fails(String text, ErrorCode code, String message) {
        assertThatThrownBy(() -> decode(text))
                .hasMessageContaining(message)
                .isInstanceOfSatisfying(
                        MillraceException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
