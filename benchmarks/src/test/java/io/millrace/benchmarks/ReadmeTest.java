package io.millrace.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connector.ChangeBatch;
import io.millrace.sql.RowCursor;
import io.millrace.sql.Session;
import io.millrace.sql.SqlStatement;
import io.millrace.sql.StatementResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What README.md shows works, and gives what it says. */
class ReadmeTest {
    @TempDir
    Path folder;

    @Test
    void everyExampleIsRunByATest() {
        assertThat(Readme.blocks().stream()
                        .filter(block -> block.language().equals("sql"))
                        .map(block -> block.section() + (block.needs().isEmpty() ? "" : ", needs " + block.needs())))
                .containsExactly(
                        "A first query",
                        "A first query",
                        "Count words as they are typed, needs netcat",
                        "Count words as they are typed, needs netcat",
                        "A job that survives");
    }

    @Test
    void tryItHasTwoCommands() {
        assertThat(Readme.blocks().stream()
                        .filter(block -> block.section().equals("Try it"))
                        .map(block -> block.language() + ": " + block.text()))
                .containsExactly(
                        "sh: mvn -q -DskipTests package && java -jar sql-frontend/shell/target/millrace.jar demo",
                        "sh: mvn verify");
    }

    @Test
    void theFirstQueriesAnswer() {
        try (Session session = Session.create()) {
            List<String> blocks = Readme.sql("A first query");
            List<List<Object>> channels = run(session, blocks.get(0));
            assertThat(channels).extracting(row -> row.get(0)).containsExactly("Apple", "Baidu", "Facebook", "Google");
            List<List<Object>> windows = run(session, blocks.get(1));
            assertThat(windows)
                    .hasSize(10)
                    .allSatisfy(row -> assertThat(row).hasSize(3).doesNotContainNull());
        }
    }

    @Test
    void theJobGoesOnWhereItStopped() throws IOException {
        String job = Readme.sql("A job that survives")
                .get(0)
                .replaceAll("'(checkpoints|clicks|views)'", "'" + folder + "/$1'");
        Path clicks = Files.createDirectory(folder.resolve("clicks"));
        Files.writeString(clicks.resolve("1.csv"), "at,page\n2026-01-01 00:00:01,a\n2026-01-01 00:01:02,a\n");
        runAgain(job);
        assertThat(views()).isEmpty();
        Files.writeString(clicks.resolve("2.csv"), "at,page\n2026-01-01 00:01:03,a\n2026-01-01 00:02:10,b\n");
        runAgain(job);
        runAgain(job);
        assertThat(views()).containsExactly("2026-01-01 00:01:00.000,a,1", "2026-01-01 00:02:00.000,a,2");
    }

    private static void runAgain(String job) {
        try (Session session = Session.create()) {
            run(session, job);
        }
    }

    private List<String> views() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("views"))) {
            List<String> rows = new ArrayList<>();
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                Files.readAllLines(file).stream().skip(1).forEach(rows::add);
            }
            return rows;
        }
    }

    /** Runs a script and gives the rows of its queries; waits for what it starts. */
    static List<List<Object>> run(Session session, String script) {
        List<List<Object>> rows = new ArrayList<>();
        for (SqlStatement statement : session.parse(script)) {
            StatementResult result = session.execute(statement);
            if (result instanceof StatementResult.Started started) {
                started.query().awaitTermination();
            } else if (result instanceof StatementResult.Rows given) {
                try (RowCursor cursor = given.cursor()) {
                    for (Optional<ChangeBatch> batch = cursor.next(); batch.isPresent(); batch = cursor.next()) {
                        rows.addAll(batch.get().rows().rows());
                    }
                }
            }
        }
        return rows;
    }
}
