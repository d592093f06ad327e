package io.millrace.shell;

import io.millrace.error.MillraceException;
import io.millrace.runtime.StreamingQuery;
import io.millrace.sql.Session;
import io.millrace.sql.SqlStatement;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** The prompt: reads statements, runs each, and survives their mistakes and the user's Ctrl-C. */
final class Prompt {
    private static final String FIRST = "millrace> ";
    private static final String NEXT = "       -> ";
    private static final String HELP = """
            Statements end with a semicolon and may span lines. Some to begin with:
              SHOW TABLES;  SHOW QUERIES;  SHOW CONNECTORS;  SHOW FUNCTIONS;  DESCRIBE t;  EXPLAIN SELECT ...;
            Ctrl-C stops the running query, Ctrl-D or exit leaves. Tab completes, arrow keys go through the history.
            """;

    private final Session session;
    private final Streams streams;
    private final ErrorReport errors;
    private final Cancellation cancellation;
    private final StatementRunner runner;

    Prompt(Session session, Streams streams, ErrorReport errors, OutputFormat format, Cancellation cancellation) {
        this.session = session;
        this.streams = streams;
        this.errors = errors;
        this.cancellation = cancellation;
        runner = new StatementRunner(session, streams, format, cancellation);
    }

    /** Reads from the process's terminal until the user leaves. */
    int run() {
        try (Terminal terminal = TerminalBuilder.builder().name("millrace").build()) {
            if (Terminals.isTerminal(1)) {
                runner.fitInto(terminal::getWidth);
            }
            return run(terminal, Path.of(System.getProperty("user.home"), ".millrace_history"));
        } catch (IOException e) {
            return errors.reportFault(e);
        }
    }

    int run(Terminal terminal, Path history) throws IOException {
        terminal.handle(Terminal.Signal.INT, signal -> cancellation.cancel());
        LineReader reader = LineReaderBuilder.builder()
                .terminal(terminal)
                .parser(new StatementParser())
                .completer(new SqlCompleter(session))
                .variable(LineReader.HISTORY_FILE, history)
                .variable(LineReader.SECONDARY_PROMPT_PATTERN, NEXT)
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .build();
        streams.out().println(Version.text() + "; help; for help");
        warmUp();
        for (StreamingQuery query : session.queries()) {
            runner.watch(query);
            say("query \"" + query.name() + "\" goes on");
        }
        loop(reader);
        return ExitCode.OK;
    }

    /** While the first statement is typed there is time; beside a script it would only take some. */
    private static void warmUp() {
        Thread thread = new Thread(Session::warmUp, "millrace-warm-up");
        thread.setDaemon(true);
        thread.start();
    }

    private void loop(LineReader reader) {
        while (true) {
            runner.endedQueries().forEach(this::say);
            streams.out().flush();
            try {
                String text = reader.readLine(FIRST);
                switch (command(text)) {
                    case "exit", "quit" -> {
                        return;
                    }
                    case "help" -> streams.out().print(HELP);
                    default -> run(new SqlSource(null, text));
                }
            } catch (UserInterruptException dropped) {
                continue;
            } catch (EndOfFileException left) {
                return;
            }
        }
    }

    /** The text as one of the prompt's own words, when it is one. */
    static String command(String text) {
        String word = text.strip();
        return (word.endsWith(";") ? word.substring(0, word.length() - 1) : word)
                .strip()
                .toLowerCase(Locale.ROOT);
    }

    private void run(SqlSource source) {
        cancellation.reset();
        try {
            for (SqlStatement statement : session.parse(source.text())) {
                if (!cancellation.isCancelled()) {
                    runner.run(statement).ifPresent(this::say);
                }
            }
        } catch (OutputClosedException e) {
            throw new EndOfFileException(e);
        } catch (MillraceException e) {
            if (!cancellation.isCancelled()) {
                errors.report(e, source);
            }
        } catch (RuntimeException e) {
            errors.reportFault(e);
        }
        if (cancellation.isCancelled()) {
            // over the ^C with which the terminal answered
            say("\r^C cancelled");
        }
    }

    private void say(String text) {
        PrintStream out = streams.out();
        out.println(text);
        out.flush();
    }
}
