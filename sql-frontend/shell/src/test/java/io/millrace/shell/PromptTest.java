package io.millrace.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.runtime.StreamingQuery;
import io.millrace.sql.Session;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jline.reader.EOFError;
import org.jline.reader.Parser.ParseContext;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PromptTest {
    private static final String BIDS = "CREATE TABLE bid WITH ('connector'='nexmark', 'table'='bid', 'rows'='3');\n";

    @TempDir
    Path folder;

    private final Session session = Session.create();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @AfterEach
    void close() {
        session.close();
    }

    @Test
    void statementsMaySpanLinesAndMistakesDoNotEndIt() throws IOException {
        type(BIDS + "SELECT COUNT(*) AS n\nFROM bid;\nSELECT nothing FROM bid;\nSHOW TABLES;\nexit\nSHOW VIEWS;\n");
        assertThat(printed())
                .contains("table \"bid\" created", " n\n---\n 3\n", "nexmark")
                .doesNotContain("sql");
        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("ERROR 42703")
                .contains("  SELECT nothing");
    }

    @Test
    void helpIsThereAndTheEndOfInputLeaves() throws IOException {
        type("help\n");
        assertThat(printed()).contains("Millrace", "SHOW CONNECTORS");
    }

    @Test
    void aStatementGoesOnUntilItsSemicolon() {
        StatementParser parser = new StatementParser();
        assertThatThrownBy(() -> parser.parse("SELECT 1", 8, ParseContext.ACCEPT_LINE))
                .isInstanceOf(EOFError.class);
        assertThatThrownBy(() -> parser.parse("SELECT ';'", 10, ParseContext.ACCEPT_LINE))
                .isInstanceOf(EOFError.class);
        assertThat(parser.parse("SELECT 1;", 9, ParseContext.ACCEPT_LINE).line())
                .isEqualTo("SELECT 1;");
        assertThat(parser.parse(" Exit ", 6, ParseContext.ACCEPT_LINE).line()).isEqualTo(" Exit ");
        assertThat(parser.parse("SELECT auc", 10, ParseContext.COMPLETE).word()).isEqualTo("auc");
    }

    @Test
    void wordsAreCompleted() {
        session.execute(BIDS.replace(";\n", ""));
        SqlCompleter completer = new SqlCompleter(session);
        assertThat(completer.candidates("", "sel")).containsExactly("select");
        assertThat(completer.candidates("", "SEL")).containsExactly("SELECT");
        assertThat(completer.candidates("SELECT", "AUC")).containsExactly("auction");
        assertThat(completer.candidates("SELECT * FROM", "")).containsExactly("bid");
        assertThat(completer.candidates("SELECT 1 AS fromage", "b")).contains("bid", "bidder", "by");
    }

    @Test
    void whatIsInterruptedIsStoppedOnce() {
        Cancellation cancellation = new Cancellation();
        StringBuilder stops = new StringBuilder();
        cancellation.begin(() -> stops.append('a'));
        cancellation.cancel();
        cancellation.end();
        cancellation.cancel();
        assertThat(stops).hasToString("a");
        cancellation.begin(() -> stops.append('b'));
        assertThat(stops).as("begun after the interrupt").hasToString("ab");
        cancellation.reset();
        cancellation.begin(() -> stops.append('c'));
        assertThat(stops).hasToString("ab");
    }

    @Test
    void aCancelInterruptsAStatementAndNotWhatComesAfterIt() {
        Cancellation cancellation = new Cancellation();
        boolean interrupted = cancellation.interruptibly(() -> {
            cancellation.cancel();
            return Thread.currentThread().isInterrupted();
        });
        assertThat(interrupted).isTrue();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        cancellation.cancel();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void aQueryThatFindsNoRoomAtItsStartIsSaidToWait() throws IOException {
        session.set("checkpoint.dir", folder.resolve("checkpoints").toString());
        type("CREATE TABLE t (n BIGINT) WITH ('connector'='memory');\n"
                + "CREATE TABLE r (n BIGINT) WITH ('connector'='full');\n"
                + "INSERT INTO r SELECT n FROM t;\n"
                + "STOP QUERY r;\n"
                + "INSERT INTO r VALUES (1);\n");
        assertThat(printed())
                .contains(
                        "query \"r\" is paused: no room in \"out\"; free some space; it goes on by itself when there is"
                                + " room\n");
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("no room in \"out\"; free some space, then run the statement again");
    }

    /** Which queries of the database go on is said before the first prompt; of one that was stopped nothing. */
    @Test
    void queriesThatGoOnAreNamedAtTheStart() throws IOException {
        Path input = Files.createDirectory(folder.resolve("input"));
        Files.writeString(input.resolve("a.csv"), "1\n2\n");
        Path database = folder.resolve("database");
        String columns = " (n BIGINT) WITH ('connector'='files', 'format'='csv', 'header'='false', 'path'='";
        try (Session first = Session.builder().database(database).build()) {
            type(
                    first,
                    "CREATE TABLE numbers" + columns + input + "');\n"
                            + "CREATE TABLE copies" + columns + folder.resolve("copies") + "');\n"
                            + "CREATE TABLE sums" + columns + folder.resolve("sums") + "');\n"
                            + "INSERT INTO copies SELECT n FROM numbers;\n"
                            + "INSERT INTO sums SELECT n + 1 FROM numbers;\n"
                            + "STOP QUERY sums;\n");
            first.queries().forEach(StreamingQuery::processAllAvailable);
        }
        assertThat(printed()).doesNotContain("goes on\n");
        out.reset();
        Files.writeString(input.resolve("b.csv"), "3\n");
        try (Session second = Session.builder().database(database).build()) {
            type(second, "SHOW QUERIES;\n");
            second.queries().forEach(StreamingQuery::processAllAvailable);
            type(second, "SELECT SUM(n) AS total FROM copies;\n");
        }
        assertThat(printed())
                .contains("for help\nquery \"copies\" goes on\n name")
                .doesNotContain("query \"sums\"")
                .contains(" total\n-------\n     6\n");
        assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    private void type(String text) throws IOException {
        type(session, text);
    }

    private void type(Session typed, String text) throws IOException {
        ByteArrayInputStream in = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        ByteArrayOutputStream screen = new ByteArrayOutputStream();
        try (Terminal terminal = new DumbTerminal("test", "dumb", in, screen, StandardCharsets.UTF_8)) {
            Streams streams = ShellRun.streams("", out, err);
            ErrorReport errors = new ErrorReport(streams.err(), false);
            Prompt prompt = new Prompt(typed, streams, errors, OutputFormat.TABLE, new Cancellation());
            int code = prompt.run(terminal, folder.resolve("history"));
            assertThat(code).isZero();
        }
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }
}
