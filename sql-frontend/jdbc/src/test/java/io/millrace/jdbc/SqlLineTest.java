package io.millrace.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import sqlline.SqlLine;

/** A session of SQLLine, a client that knows nothing of Millrace, and what it shows. */
class SqlLineTest {
    private static final String INPUT = """
            CREATE TABLE trip (city VARCHAR(10) NOT NULL, fare INT, ts TIMESTAMP(0)) WITH ('connector'='memory');
            INSERT INTO trip VALUES ('Paris', 30, TIMESTAMP '2026-01-01 10:00:00'), ('Rome', NULL, NULL);
            CREATE VIEW paris AS SELECT * FROM trip WHERE city = 'Paris';
            SELECT city, fare, ts FROM trip ORDER BY city;
            SELECT COUNT(*) AS n FROM nowhere;
            !tables
            !columns trip
            !set rowlimit 2
            SELECT STREAM city FROM trip;
            !quit
            """;

    @Test
    void aSessionOfSqlLine() throws IOException {
        String transcript = run(INPUT);

        assertThat(transcript).contains("No rows affected", "2 rows affected");
        assertThat(transcript).contains("""
                +-------+------+-----------------------+
                | city  | fare |          ts           |
                +-------+------+-----------------------+
                | Paris | 30   | 2026-01-01 10:00:00.0 |
                | Rome  | null | null                  |
                +-------+------+-----------------------+
                2 rows selected""");
        assertThat(transcript).contains("there is no table or view \"nowhere\"");
        assertThat(transcript).containsPattern("\\| +\\| +\\| trip +\\| TABLE +\\| connector memory");
        assertThat(transcript).containsPattern("\\| paris +\\| VIEW +\\| SELECT \\* FROM trip");
        assertThat(transcript).containsPattern("\\| trip +\\| fare +\\| 4 +\\| INTEGER +\\| 10");
        assertThat(transcript).contains("""
                +-------+
                | city  |
                +-------+
                | Paris |
                | Rome  |
                +-------+
                2 rows selected""");
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
            "--isolation=TRANSACTION_NONE",
            "--historyFile=target/sqlline-history"
        };
        client.begin(arguments, new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), false);
        return bytes.toString(StandardCharsets.UTF_8)
                .lines()
                .map(String::stripTrailing)
                .collect(Collectors.joining("\n"));
    }
}
