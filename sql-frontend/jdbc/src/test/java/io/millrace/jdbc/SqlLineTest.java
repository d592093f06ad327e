package io.millrace.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import sqlline.SqlLine;

/**
 * A session of SQLLine, a client that knows nothing of Millrace, and all that it shows; what it shows now is in {@code
 * target/sqlline-transcript.txt}.
 */
class SqlLineTest {
    private static final Path EXPECTED = Path.of("src/test/resources/io/millrace/jdbc/sqlline-transcript.txt");
    private static final String INPUT = """
            CREATE TABLE trip (city VARCHAR(10) NOT NULL, fare INT, ts TIMESTAMP(0)) WITH ('connector'='memory');
            INSERT INTO trip VALUES ('Paris', 30, TIMESTAMP '2026-01-01 10:00:00'), ('Rome', NULL, NULL);
            CREATE VIEW paris AS SELECT * FROM trip WHERE city = 'Paris';
            SELECT city, fare, ts FROM trip ORDER BY city;
            SELECT COUNT(*) AS n FROM nowhere;
            !tables
            !columns trip
            !primarykeys trip
            !metadata getTableTypes
            !isolation TRANSACTION_SERIALIZABLE
            !set rowlimit 2
            SELECT STREAM city FROM trip;
            """;

    @Test
    void aSessionOfSqlLine() throws IOException {
        String transcript = run(INPUT).replaceAll("\\([0-9.]+ seconds\\)", "(n seconds)");
        Files.writeString(Path.of("target", "sqlline-transcript.txt"), transcript);

        assertThat(transcript + "\n").isEqualTo(Files.readString(EXPECTED));
    }

    private static String run(String input) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        SqlLine client = new SqlLine();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        client.setOutputStream(out);
        client.setErrorStream(out);
        String[] arguments = {
            "-u",
            "jdbc:millrace:;time-zone=UTC",
            "-n",
            "ann",
            "-p",
            "",
            "-d",
            "io.millrace.jdbc.Driver",
            "--color=false",
            "--maxWidth=400",
            "--historyFile=target/sqlline-history",
            "--force=true",
            "--run=" + Files.writeString(Path.of("target", "sqlline-input.sql"), input)
        };
        client.begin(arguments, InputStream.nullInputStream(), false);
        return bytes.toString(StandardCharsets.UTF_8)
                .lines()
                .map(String::stripTrailing)
                .filter(line -> !line.isEmpty())
                .collect(Collectors.joining("\n"));
    }
}
