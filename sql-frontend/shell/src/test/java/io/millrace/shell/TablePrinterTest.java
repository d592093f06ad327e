package io.millrace.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.connector.ChangeBatch;
import io.millrace.connector.RowKind;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TablePrinterTest {
    private static final Schema WORDS = Schema.of(Field.of("word", DataType.VARCHAR), Field.of("n", DataType.BIGINT));

    private int lineWidthMax;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Test
    void columnsAreAsWideAsTheFirstBatchNeeds() {
        TablePrinter printer = printer(WORDS, false);
        printer.print(insertions(WORDS, List.of("mill", 3L), List.of("water", 12L)));
        printer.end();
        assertThat(printed()).isEqualTo("""
                         word  |  n
                        -------+----
                         mill  |  3
                         water | 12
                        (2 rows)

                        """);
    }

    @Test
    void aLongerValueOfALaterBatchIsNotCut() {
        TablePrinter printer = printer(WORDS, false);
        printer.print(insertions(WORDS, List.of("a", 1L)));
        printer.print(insertions(WORDS, List.of("millstone", 12345L)));
        assertThat(printed()).endsWith(" a    | 1\n millstone | 12345\n");
    }

    @Test
    void textsAreCutToFitATerminal() {
        lineWidthMax = 30;
        Schema wide = Schema.of(
                Field.of("word", DataType.VARCHAR), Field.of("n", DataType.BIGINT), Field.of("url", DataType.VARCHAR));
        TablePrinter printer = printer(wide, false);
        printer.print(
                insertions(wide, List.of("mill", 3L, "https://example.com/水車/水車"), List.of("race", 12345678L, "x")));
        printer.print(insertions(wide, List.of("longer than before", 1L, "水車水車水車水車水車水車")));
        printer.end();
        assertThat(printed()).isEqualTo("""
                         word |        n | url
                        ------+----------+------------
                         mill |        3 | https://e…
                         race | 12345678 | x
                         longer than before |        1 | 水車水車…
                        (3 rows; wide values are cut, --format csv shows them whole)

                        """);
    }

    @Test
    void rowsAreOutBeforeTheNextComes() {
        TablePrinter printer = printer(WORDS, false);
        printer.print(insertions(WORDS, List.of("a", 1L)));
        assertThat(printed()).endsWith("a    | 1\n");
    }

    @Test
    void noRowsShowTheColumns() {
        TablePrinter printer = printer(WORDS, false);
        printer.end();
        assertThat(printed()).isEqualTo(" word | n\n------+---\n(0 rows)\n\n");
    }

    @Test
    void wideCharactersTakeTwoPlacesAndMarksNone() {
        TablePrinter printer = printer(WORDS, false);
        printer.print(insertions(WORDS, List.of("水車", 1L), List.of("e\u0301te", 2L), List.of("Mühle", 3L)));
        assertThat(printed().lines().skip(2)).containsExactly(" 水車  | 1", " e\u0301te   | 2", " Mühle | 3");
    }

    @Test
    void nullsAndControlCharactersAreSpelledOut() {
        Schema schema = Schema.of(Field.of("n", DataType.BIGINT), Field.of("text", DataType.VARCHAR));
        TablePrinter printer = printer(schema, false);
        printer.print(insertions(schema, Arrays.asList(null, "two\nlines\u001B[2J")));
        assertThat(printed().lines().skip(2)).containsExactly(" NULL | two\\nlines\\x1b[2J");
    }

    @Test
    void timesHaveTheWidthOfTheirType() {
        Schema schema = Schema.of(Field.of("at", DataType.timestamp(3)), Field.of("n", DataType.INTEGER));
        TablePrinter printer = printer(schema, false);
        printer.print(insertions(schema, List.of(-1000L, 7L)));
        assertThat(printed().lines())
                .containsExactly(
                        " at                      | n",
                        "-------------------------+---",
                        " 1969-12-31 23:59:59.999 | 7");
    }

    @Test
    void changesStandInALastColumn() {
        TablePrinter printer = printer(WORDS, true);
        ColumnBatch rows = ColumnBatch.ofRows(WORDS, List.of(List.of("a", 1L), List.of("a", 2L)));
        printer.print(new ChangeBatch(rows, new RowKind[] {RowKind.UPDATE_BEFORE, RowKind.UPDATE_AFTER}));
        assertThat(printed().lines())
                .containsExactly(" word | n | _change", "------+---+---------", " a    | 1 | -U", " a    | 2 | +U");
    }

    private TablePrinter printer(Schema schema, boolean changes) {
        return new TablePrinter(
                schema, changes, ZoneOffset.UTC, new PrintStream(bytes, false, StandardCharsets.UTF_8), lineWidthMax);
    }

    private String printed() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static ChangeBatch insertions(Schema schema, List<?>... rows) {
        return new ChangeBatch(ColumnBatch.ofRows(schema, List.of(rows)), null);
    }
}
