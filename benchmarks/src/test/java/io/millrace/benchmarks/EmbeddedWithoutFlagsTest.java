package io.millrace.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connector.ChangeBatch;
import io.millrace.sql.RowCursor;
import io.millrace.sql.Session;
import io.millrace.sql.StatementResult;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** An application that embeds Millrace starts its JVM without a flag; the build runs this in a JVM that has none. */
class EmbeddedWithoutFlagsTest {

    @Test
    void theJvmHasNoFlags() {
        assertThat(ManagementFactory.getRuntimeMXBean().getInputArguments()).isEmpty();
    }

    @Test
    void aProgramReadsTheRowsOfAQuery() throws IOException {
        List<List<Object>> expensive = new ArrayList<>();
        // tag::example[]
        try (Session session = Session.create()) {
            session.execute("CREATE TABLE bid WITH ('connector'='nexmark', 'table'='bid', 'rows'='1000')");
            StatementResult result = session.execute("SELECT STREAM auction, price FROM bid WHERE price > 5000000");
            try (RowCursor rows = ((StatementResult.Rows) result).cursor()) {
                for (Optional<ChangeBatch> batch = rows.next(); batch.isPresent(); batch = rows.next()) {
                    batch.get().rows().rows().forEach(row -> expensive.add(row));
                }
            }
        }
        // end::example[]
        assertThat(expensive)
                .isNotEmpty()
                .allSatisfy(row -> assertThat((Long) row.get(1)).isGreaterThan(5_000_000));
    }

    @Test
    void theReadmeShowsThisProgram() throws IOException {
        Path source = Path.of("src/test/java", getClass().getName().replace('.', '/') + ".java");
        List<String> lines =
                Files.readAllLines(source).stream().map(String::strip).toList();
        List<String> example =
                lines.subList(lines.indexOf("// tag::example[]") + 1, lines.indexOf("// end::example[]"));
        String shown = Readme.blocks().stream()
                .filter(block -> block.language().equals("java"))
                .map(Readme.Block::text)
                .findFirst()
                .orElseThrow();
        assertThat(shown.lines().map(String::strip)).containsExactlyElementsOf(example);
    }
}
