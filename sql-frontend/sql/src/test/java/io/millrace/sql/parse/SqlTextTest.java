package io.millrace.sql.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.error.TextPosition;
import java.util.List;
import java.util.Random;
import org.apache.calcite.sql.SqlNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlTextTest {

    @Test
    void statementsKeepTheirExactTextAndPlace() {
        String script = "-- first\nSELECT  1 ;\r\n  /* second */ SELECT 'a;b'\n   FROM t; ";
        List<ParsedStatement> statements = SqlText.parseScript(script);
        assertThat(statements)
                .extracting(ParsedStatement::text)
                .containsExactly("SELECT  1", "SELECT 'a;b'\n   FROM t");
        assertThat(statements)
                .extracting(ParsedStatement::range)
                .containsExactly(new TextPosition(2, 1, 2, 9), new TextPosition(3, 16, 4, 9));
    }

    @Test
    void positionsInTheTreeCountFromTheScript() {
        ParsedStatement second =
                SqlText.parseScript("SELECT 1;\n\n  SELECT\n    x FROM t").get(1);
        SqlNode column = ((org.apache.calcite.sql.SqlSelect) second.node())
                .getSelectList()
                .get(0);
        assertThat(Positions.of(column)).isEqualTo(new TextPosition(4, 5, 4, 5));
    }

    @Test
    void tabsAndWideLettersAreOneColumnEach() {
        assertThatThrownBy(() -> SqlText.parse("SELECT\t'日本語',\tа FROM t WHERE ) 1"))
                .isInstanceOfSatisfying(
                        MillraceException.class,
                        e -> assertThat(e.position()).contains(new TextPosition(1, 24, 1, 28)));
    }

    @Test
    void parseTakesOneStatementOnly() {
        assertThatThrownBy(() -> SqlText.parse("SELECT 1; SELECT 2"))
                .hasMessage("found 2 statements where one is expected");
        assertThatThrownBy(() -> SqlText.parse(" -- nothing")).hasMessage("there is no statement in the text");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "  \n", "-- done", "SELECT 1;", "SELECT 1; -- done", "SELECT ';';", "SELECT 1; /* x */\n"})
    void complete(String text) {
        assertThat(SqlText.isComplete(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"SELECT 1", "SELECT ';", "SELECT 1 -- ;", "SELECT \";", "SELECT 1 /* ;", "SELECT 1; SELECT"})
    void incomplete(String text) {
        assertThat(SqlText.isComplete(text)).isFalse();
    }

    @Test
    void anExpressionAlone() {
        assertThat(SqlText.parseExpression("price * 2 > 10").toString()).isEqualTo("`price` * 2 > 10");
        assertThatThrownBy(() -> SqlText.parseExpression("price *")).isInstanceOf(MillraceException.class);
    }

    @Test
    void deepButLegal() {
        assertThat(SqlText.parse("SELECT " + "(".repeat(400) + "1" + ")".repeat(400))
                        .node())
                .isNotNull();
        assertThat(SqlText.parse("SELECT " + "NOT ".repeat(400) + "TRUE").node())
                .isNotNull();
        assertThat(SqlText.parse("SELECT 1" + " + 1".repeat(5_000)).node()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "[", "NOT ", "- ", "CASE WHEN a THEN ", "SELECT * FROM ("})
    void tooDeepIsSaidAndMarked(String level) {
        String script = "SELECT 1;\nSELECT " + level.repeat(100_000);
        assertThatThrownBy(() -> SqlText.parseScript(script))
                .isInstanceOfSatisfying(MillraceException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.TOO_COMPLEX);
                    assertThat(e.position().orElseThrow().line()).isEqualTo(2);
                })
                .hasMessage("the statement nests deeper than 500 levels here; split it into views");
    }

    @Test
    void tooLongIsSaid() {
        String script = "SELECT '" + "x".repeat(1 << 20) + "'";
        assertThatThrownBy(() -> SqlText.parse(script))
                .hasMessage("the statement is 1048585 characters long; the limit is 1048576");
    }

    @Test
    void aLongScriptOfShortStatementsIsFine() {
        assertThat(SqlText.parseScript("BEGIN;\n".repeat(20_000))).hasSize(20_000);
    }

    /** Whatever the text, the answer is statements or a mistake of the user's with a place in the text. */
    @Test
    void anyTextIsReadOrRefused() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        List<String> pieces = List.of(
                "SELECT",
                "STREAM",
                "a",
                "\"b\"",
                "`c`",
                "FROM",
                "t",
                "(",
                ")",
                ",",
                ";",
                "'x",
                "'y'",
                "--",
                "\n",
                "/*",
                "*/",
                "CREATE TABLE",
                "WITH",
                "=",
                "WATERMARK FOR",
                "AS",
                "INTERVAL '5' SECOND",
                "1",
                "1e9",
                ".",
                "E'\\'",
                "界",
                "\uD835",
                "SHOW",
                "TABLES",
                "CASE",
                "END",
                "NOT",
                "-",
                "TABLE",
                "HOP",
                "SET",
                "VALUES",
                "@",
                "\\",
                "\u0000",
                "U&\"x\"");
        for (int i = 0; i < 3_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(12); length >= 0; length--) {
                text.append(pieces.get(random.nextInt(pieces.size()))).append(random.nextInt(4) == 0 ? "" : " ");
            }
            check(text.toString(), seed);
        }
    }

    private static void check(String text, long seed) {
        try {
            SqlText.isComplete(text);
            SqlText.parseScript(text);
        } catch (MillraceException e) {
            assertThat(e.code().category())
                    .as("seed %d, text %s: %s", seed, text, e.getMessage())
                    .isEqualTo(ErrorCode.Category.USER);
            assertThat(e.position())
                    .as("seed %d, text %s: %s", seed, text, e.getMessage())
                    .isPresent();
            assertThat(e.getMessage())
                    .as("seed %d, text %s", seed, text)
                    .doesNotContain("calcite", "Exception", "null");
        }
    }
}
