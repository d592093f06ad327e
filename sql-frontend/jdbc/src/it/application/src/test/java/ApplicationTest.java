import static io.millrace.sql.functions.col;
import static io.millrace.sql.functions.count;
import static io.millrace.sql.functions.lit;
import static io.millrace.sql.functions.window;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.sql.DataFrame;
import io.millrace.sql.Row;
import io.millrace.sql.Session;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program outside of Millrace's build gets the jars that Millrace is tested with, and both doors open with them. */
class ApplicationTest {
    @Test
    void theJarsAreThoseThatMillraceIsTestedWith() throws Exception {
        Set<String> expected = jars(Files.readString(Path.of(System.getProperty("expected"))).strip());
        Set<String> found = jars(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        found.removeIf(jar -> jar.startsWith("junit-") || jar.startsWith("opentest4j-")
                || jar.startsWith("surefire") || jar.startsWith("millrace-jdbc-"));
        assertEquals(String.join("\n", expected), String.join("\n", found));
    }

    @Test
    void aWindowByJdbcIsKeptInADatabaseOfItsOwn(@TempDir Path folder) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:millrace:file:" + folder.resolve("database"));
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE bid WITH ('connector'='nexmark', 'table'='bid', 'rows'='2000')");
            statement.execute("CREATE TABLE kept (channel VARCHAR, n BIGINT) WITH ('connector'='files', 'format'='json',"
                    + " 'path'='" + folder.resolve("kept") + "')");
            statement.execute("INSERT INTO kept SELECT channel, COUNT(*) FROM TABLE(TUMBLE(TABLE bid, DESCRIPTOR(date_time),"
                    + " INTERVAL '1' DAY)) GROUP BY channel, window_start, window_end");
            statement.execute("WAIT QUERY kept");
            try (ResultSet answer = statement.executeQuery("SELECT SUM(n) FROM kept")) {
                assertTrue(answer.next());
                assertEquals(2000, answer.getLong(1));
            }
        }
    }

    @Test
    void aWindowByDataFrames() throws Exception {
        try (Session session = Session.builder().build()) {
            DataFrame bids = session.read().format("nexmark").option("table", "bid").option("rows", "2000").load();
            Row[] rows = bids.groupBy(window(col("date_time"), "1 day"))
                    .agg(count(lit(1)).as("n"))
                    .select("n")
                    .collect();
            assertEquals(List.of(2000L), Arrays.stream(rows).map(row -> row.get(0)).toList());
        }
    }

    private static Set<String> jars(String classPath) {
        Set<String> names = new TreeSet<>();
        for (String entry : classPath.split(File.pathSeparator)) {
            if (entry.endsWith(".jar")) {
                names.add(Path.of(entry).getFileName().toString());
            }
        }
        return names;
    }
}
