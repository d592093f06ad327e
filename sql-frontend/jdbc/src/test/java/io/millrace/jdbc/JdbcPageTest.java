package io.millrace.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The page of the driver says what is so. */
@Timeout(60)
class JdbcPageTest {
    private static String page() throws IOException {
        return Files.readString(Path.of("docs", "jdbc.md"));
    }

    private static String block(String language) throws IOException {
        return blocks(language).get(0);
    }

    private static List<String> blocks(String language) throws IOException {
        return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                .matcher(page())
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    @Test
    void theDashboardFeedIsTheProgramOnThePageAndRuns() throws IOException, SQLException {
        String program = Files.readString(Path.of("src/test/java/io/millrace/jdbc/DashboardFeed.java"));
        assertThat(program).endsWith(block("java"));
        assertThat(program.lines()).hasSizeLessThan(60);

        ByteArrayOutputStream shown = new ByteArrayOutputStream();
        DashboardFeed.feed("jdbc:millrace:", new PrintStream(shown, true, StandardCharsets.UTF_8));
        List<String> lines = shown.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(lines)
                .anyMatch(line -> line.matches(
                        "\\{\"at\": \"[-0-9 :.]+\", \"channel\": \"(Apple|Google)\", \"bids\": \\d+, \"top\": \\d+}"));
    }

    @Test
    void theArrowReaderIsThatOfATest() throws IOException {
        assertThat(Files.readString(Path.of("src/test/java/io/millrace/jdbc/ArrowTest.java")))
                .contains(blocks("java").get(1).indent(8));
    }

    @Test
    void theStatementsRun() throws IOException, SQLException {
        try (Connection connection = Jdbc.open();
                Statement statement = connection.createStatement()) {
            ResultSet last = null;
            for (String sql : block("sql").split(";\n")) {
                last = statement.execute(sql) ? statement.getResultSet() : null;
            }
            assertThat(Jdbc.rows(last)).isEqualTo(List.of(List.of("Paris", "30"), List.of("Rome", "20")));
        }
    }

    @Test
    void everyPropertyIsThere() throws IOException {
        for (ConnectionProperty property : ConnectionProperty.values()) {
            assertThat(page()).contains("`" + property.key() + "`");
        }
    }
}
