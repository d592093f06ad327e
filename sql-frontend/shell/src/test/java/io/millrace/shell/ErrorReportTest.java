package io.millrace.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.error.TextPosition;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ErrorReportTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final ErrorReport report = new ErrorReport(new PrintStream(bytes, false, StandardCharsets.UTF_8), false);

    @Test
    void marksThePlaceUnderItsLine() {
        int code = report(new TextPosition(2, 8, 2, 12), new SqlSource(null, "-- bids\nSELECT pirce FROM bid"));
        assertThat(code).isEqualTo(1);
        assertThat(lines())
                .containsExactly(
                        "ERROR 42703: there is no column \"pirce\"",
                        "  line 2, column 8:",
                        "  SELECT pirce FROM bid",
                        "         ^^^^^");
    }

    @Test
    void namesTheFile() {
        report(TextPosition.at(1, 1), new SqlSource("q.sql", "SELECT"));
        assertThat(lines()).contains("  q.sql, line 1, column 1:");
    }

    @Test
    void marksByDisplayWidth() {
        report(new TextPosition(1, 14, 1, 15), new SqlSource(null, "SELECT '水車',\t水車"));
        assertThat(lines()).endsWith("  SELECT '水車', 水車", "                 ^^^^");
    }

    @Test
    void marksWhatGoesOverLinesToTheEndOfTheFirst() {
        report(new TextPosition(1, 8, 2, 3), new SqlSource(null, "SELECT a +\n  b"));
        assertThat(lines()).endsWith("  SELECT a +", "         ^^^");
    }

    @Test
    void aPlaceBehindTheEndIsMarkedThere() {
        report(TextPosition.at(1, 7), new SqlSource(null, "SELECT"));
        assertThat(lines()).endsWith("  SELECT", "        ^");
    }

    @Test
    void showsThePartOfALongLineThatMatters() {
        String line = "x".repeat(500) + "HERE" + "y".repeat(500);
        report(new TextPosition(1, 501, 1, 504), new SqlSource(null, line));
        String[] lines = lines().toArray(String[]::new);
        assertThat(lines[2]).hasSizeLessThan(130).startsWith("  ...x").endsWith("y...");
        assertThat(lines[2].indexOf("HERE")).isEqualTo(lines[3].indexOf("^^^^"));
    }

    @Test
    void failuresOutsideTheSqlHaveACodeOfTheirOwn() {
        MillraceException failure = new MillraceException(ErrorCode.IO_ERROR, "the disk is gone");
        assertThat(report.report(failure, null)).isEqualTo(3);
        assertThat(lines()).containsExactly("ERROR 58030: the disk is gone");
    }

    @Test
    void aFaultOfMillraceShowsNoStackTrace() {
        assertThat(report.reportFault(new IllegalStateException("odd"))).isEqualTo(3);
        assertThat(lines())
                .hasSize(1)
                .first()
                .asString()
                .startsWith("ERROR XX000: ")
                .contains("MILLRACE_DEBUG");
    }

    private int report(TextPosition position, SqlSource source) {
        MillraceException failure =
                new MillraceException(ErrorCode.UNKNOWN_COLUMN, "there is no column \"pirce\"").at(position);
        return report.report(failure, source);
    }

    private java.util.List<String> lines() {
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
