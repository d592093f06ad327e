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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The page of tables of files says what is so. */
class FilesPageTest {
    private static final Pattern BLOCK = Pattern.compile("```sql\n(.*?)```", Pattern.DOTALL);

    @TempDir
    Path data;

    @Test
    @Timeout(60)
    void everyBlockRuns() throws IOException {
        Matcher blocks = BLOCK.matcher(Files.readString(Path.of("../connectors/files/docs/files.md")));
        StringBuilder script = new StringBuilder();
        while (blocks.find()) {
            script.append(blocks.group(1).replace("'/data/", "'" + data + "/"));
        }
        List<List<Object>> rows = new ArrayList<>();
        try (Session session = Session.create()) {
            for (SqlStatement statement : session.parse(script.toString())) {
                if (session.execute(statement) instanceof StatementResult.Rows result) {
                    read(result, rows);
                }
            }
        }
        assertThat(rows.subList(0, 2)).containsExactly(List.of("help", 1L), List.of("home", 2L));
        assertThat(rows.subList(2, 4)).containsExactly(List.of("north", 30L), List.of("south", 30L));
        assertThat(data.resolve("trips/zone=north/day_=2026-01-02/part-00000-1.csv"))
                .exists();
        assertThat(rows.subList(4, rows.size())).extracting(row -> row.get(0)).containsExactly("help", "home");
        assertThat(data.resolve("visits/part-00001-0.csv")).exists();
    }

    private static void read(StatementResult.Rows result, List<List<Object>> into) {
        try (RowCursor cursor = result.cursor()) {
            for (Optional<ChangeBatch> batch = cursor.next(); batch.isPresent(); batch = cursor.next()) {
                into.addAll(batch.get().rows().rows());
            }
        }
    }
}
