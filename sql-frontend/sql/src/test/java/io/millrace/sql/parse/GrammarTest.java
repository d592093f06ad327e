package io.millrace.sql.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.error.MillraceException;
import io.millrace.error.TextPosition;
import io.millrace.sql.GoldenFile;
import java.util.stream.Stream;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.dialect.AnsiSqlDialect;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Statements and what the parser makes of them, mistakes and what it says of them. */
class GrammarTest {
    private static final GoldenFile STATEMENTS = new GoldenFile("io/millrace/sql/parse/statements.golden");
    private static final GoldenFile MISTAKES = new GoldenFile("io/millrace/sql/parse/mistakes.golden");

    @TestFactory
    Stream<DynamicTest> statements() {
        return tests(STATEMENTS);
    }

    @TestFactory
    Stream<DynamicTest> mistakes() {
        return tests(MISTAKES);
    }

    private static Stream<DynamicTest> tests(GoldenFile file) {
        if (GoldenFile.rewriting()) {
            file.rewrite(GrammarTest::describe);
        }
        return file.cases().stream()
                .map(one -> DynamicTest.dynamicTest(
                        one.title(), () -> assertThat(describe(one.input())).isEqualTo(one.output())));
    }

    @Test
    void allCasesAreRead() {
        assertThat(STATEMENTS.cases()).hasSizeGreaterThan(40);
        assertThat(MISTAKES.cases()).hasSizeGreaterThan(25);
    }

    private static String describe(String script) {
        StringBuilder text = new StringBuilder();
        try {
            for (ParsedStatement statement : SqlText.parseScript(script)) {
                text.append(statement.stream() ? "[stream] " : "")
                        .append(unparse(statement.node()))
                        .append('\n');
            }
        } catch (MillraceException e) {
            String place = e.position().map(GrammarTest::marked).orElse("no place");
            text.append(e.code())
                    .append(' ')
                    .append(e.code().sqlState())
                    .append(" at ")
                    .append(place);
            text.append('\n').append(e.getMessage());
        }
        return text.toString().strip();
    }

    private static String marked(TextPosition place) {
        return place.line() + ":" + place.column() + " to " + place.endLine() + ":" + place.endColumn();
    }

    private static String unparse(SqlNode node) {
        return node.toSqlString(config -> config.withDialect(AnsiSqlDialect.DEFAULT)
                        .withAlwaysUseParentheses(false)
                        .withQuoteAllIdentifiers(true))
                .getSql()
                .replaceAll("\\s+", " ");
    }
}
