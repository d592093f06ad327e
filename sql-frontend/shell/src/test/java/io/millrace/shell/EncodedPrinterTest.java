package io.millrace.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.connector.ChangeBatch;
import io.millrace.connector.RowKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class EncodedPrinterTest {
    private static final Schema SCHEMA = Schema.of(
            Field.of("text", DataType.VARCHAR),
            Field.of("n", DataType.BIGINT),
            Field.of("at", DataType.timestamp(0)),
            Field.of("list", DataType.array(DataType.INTEGER, true)));
    private static final List<Object> ROW = Arrays.asList("a, \"b\"\nc", 1L, 0L, List.of(1L, 2L));
    private static final List<Object> NULLS = Arrays.asList(null, null, null, null);

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Test
    void csvHasAHeaderAndQuotes() throws IOException {
        print(OutputFormat.CSV, null);
        assertThat(printed()).isEqualTo("text,n,at,list\n\"a, \"\"b\"\"\nc\",1,1970-01-01 00:00:00,\"[1, 2]\"\n,,,\n");
    }

    @Test
    void csvWithoutRowsIsItsHeader() throws IOException {
        EncodedPrinter printer = printer(OutputFormat.CSV, false);
        printer.end();
        assertThat(printed()).isEqualTo("text,n,at,list\n");
    }

    @Test
    void jsonIsOneObjectALine() throws IOException {
        print(OutputFormat.JSON, null);
        assertThat(printed().lines())
                .containsExactly(
                        "{\"text\":\"a, \\\"b\\\"\\nc\",\"n\":1,\"at\":\"1970-01-01 00:00:00\",\"list\":[1,2]}",
                        "{\"text\":null,\"n\":null,\"at\":null,\"list\":null}");
    }

    @Test
    void changesStandInALastColumn() throws IOException {
        print(OutputFormat.JSON, new RowKind[] {RowKind.DELETE, RowKind.INSERT});
        assertThat(printed().lines())
                .satisfiesExactly(
                        line -> assertThat(line).endsWith(",\"_change\":\"-D\"}"),
                        line -> assertThat(line).endsWith(",\"_change\":\"+I\"}"));
    }

    private void print(OutputFormat format, RowKind[] kinds) throws IOException {
        EncodedPrinter printer = printer(format, kinds != null);
        printer.print(new ChangeBatch(ColumnBatch.ofRows(SCHEMA, List.of(ROW, NULLS)), kinds));
        printer.end();
    }

    private EncodedPrinter printer(OutputFormat format, boolean changes) {
        return new EncodedPrinter(
                format, SCHEMA, changes, ZoneOffset.UTC, new PrintStream(bytes, false, StandardCharsets.UTF_8));
    }

    private String printed() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
