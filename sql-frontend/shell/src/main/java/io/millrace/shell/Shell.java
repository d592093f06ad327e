package io.millrace.shell;

import io.millrace.error.MillraceException;
import io.millrace.sql.Session;
import io.millrace.sql.SqlStatement;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The command line of Millrace: from arguments to an exit code. Runs once. */
final class Shell {
    private static final long STOP_SECONDS_MAX = 5;

    private final Streams streams;
    private final ErrorReport errors;
    private final Cancellation cancellation = new Cancellation();
    private final CountDownLatch ended = new CountDownLatch(1);

    Shell(Streams streams) {
        this.streams = streams;
        errors = new ErrorReport(streams.err(), System.getenv(ErrorReport.DEBUG_VARIABLE) != null);
    }

    int run(String... args) {
        try {
            return parseAndRun(args);
        } catch (RuntimeException | Error e) {
            // else the process would end without a word: nothing else prints
            return errors.reportFault(e);
        } finally {
            streams.out().flush();
            streams.err().flush();
            ended.countDown();
        }
    }

    /** Stops what runs and waits for it to be undone or done. From any thread; the process is about to end. */
    void interrupt() {
        cancellation.cancel();
        try {
            ended.await(STOP_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int parseAndRun(String[] args) {
        ShellArguments arguments = new ShellArguments();
        CommandLine commandLine = new CommandLine(arguments)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(writer(streams.out()))
                .setErr(writer(streams.err()));
        try {
            ParseResult parsed = commandLine.parseArgs(args);
            Integer helped = CommandLine.executeHelpRequest(parsed);
            return helped != null ? helped : run(arguments, parsed);
        } catch (ParameterException e) {
            streams.err().println(e.getMessage());
            if (!CommandLine.UnmatchedArgumentException.printSuggestions(e, commandLine.getErr())) {
                streams.err().println("Try: millrace --help");
            }
            return ExitCode.WRONG_USAGE;
        }
    }

    private int run(ShellArguments arguments, ParseResult parsed) {
        if (parsed.subcommand() != null
                && parsed.subcommand().commandSpec().userObject() instanceof FsckArguments fsck) {
            return new Fsck(streams.out(), errors).run(fsck.folder);
        }
        if (parsed.subcommand() != null
                && parsed.subcommand().commandSpec().userObject() instanceof TestArguments test) {
            return new ScriptTests(streams.out(), errors)
                    .run(read(parsed, test.file).text());
        }
        Session session;
        try {
            session = session(arguments, parsed);
        } catch (MillraceException e) {
            return cancellation.isCancelled() ? ExitCode.INTERRUPTED : errors.report(e, null);
        }
        try (session) {
            SqlSource source = source(arguments, parsed);
            return source == null
                    ? new Prompt(session, streams, errors, arguments.format, cancellation).run()
                    : run(session, source, arguments.format);
        }
    }

    private Session session(ShellArguments arguments, ParseResult parsed) {
        Session.Builder builder = Session.builder();
        if (arguments.database != null) {
            builder.database(arguments.database);
        }
        Session session = cancellation.interruptibly(builder::build);
        try {
            arguments.settings.forEach(session::set);
            return session;
        } catch (MillraceException e) {
            session.close();
            throw new ParameterException(parsed.commandSpec().commandLine(), "--set: " + e.getMessage(), e);
        }
    }

    /** The statements to run; null when somebody is there to type them. */
    private SqlSource source(ShellArguments arguments, ParseResult parsed) {
        if (parsed.subcommand() != null) {
            return demo(arguments, parsed.subcommand());
        }
        Path file = arguments.script.file;
        if (arguments.script.sql != null) {
            return new SqlSource(null, arguments.script.sql);
        }
        if (file != null && !file.toString().equals("-")) {
            return read(parsed, file);
        }
        try {
            return file == null && streams.inIsTerminal() ? null : SqlSource.of(streams.in());
        } catch (CharacterCodingException e) {
            throw unreadable(parsed, file, "it is not UTF-8 text");
        } catch (IOException e) {
            throw unreadable(parsed, file, e.getMessage());
        }
    }

    private static SqlSource read(ParseResult parsed, Path file) {
        try {
            return SqlSource.of(file);
        } catch (CharacterCodingException e) {
            throw unreadable(parsed, file, "it is not UTF-8 text");
        } catch (NoSuchFileException e) {
            throw unreadable(parsed, file, "there is no such file");
        } catch (IOException e) {
            throw unreadable(parsed, file, e.getMessage());
        }
    }

    private SqlSource demo(ShellArguments arguments, ParseResult parsed) {
        Long rows = ((DemoArguments) parsed.commandSpec().userObject()).rows;
        if (rows != null && rows < 1) {
            throw new ParameterException(
                    parsed.commandSpec().commandLine(), "--rows: " + rows + " found, expected 1 or more");
        }
        String script = Demo.script(rows);
        PrintStream shown = arguments.format == OutputFormat.TABLE ? streams.out() : streams.err();
        shown.println(script);
        shown.flush();
        return new SqlSource(null, script);
    }

    private int run(Session session, SqlSource source, OutputFormat format) {
        StatementRunner runner = new StatementRunner(session, streams, format, cancellation);
        try {
            for (SqlStatement statement : session.parse(source.text())) {
                if (cancellation.isCancelled()) {
                    break;
                }
                runner.run(statement);
            }
            runner.awaitRunning();
        } catch (OutputClosedException e) {
            return ExitCode.FAILURE;
        } catch (MillraceException e) {
            return cancellation.isCancelled() ? ExitCode.INTERRUPTED : errors.report(e, source);
        } catch (RuntimeException | Error e) {
            return cancellation.isCancelled() ? ExitCode.INTERRUPTED : errors.reportFault(e);
        }
        return cancellation.isCancelled() ? ExitCode.INTERRUPTED : ExitCode.OK;
    }

    private static ParameterException unreadable(ParseResult parsed, Path file, String reason) {
        String name = file == null ? "the standard input" : "\"" + file + "\"";
        return new ParameterException(parsed.commandSpec().commandLine(), name + " cannot be read: " + reason);
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
    }
}
