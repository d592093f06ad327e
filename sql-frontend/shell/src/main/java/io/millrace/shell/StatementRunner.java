package io.millrace.shell;

import io.millrace.connector.ChangeBatch;
import io.millrace.connector.OutputMode;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.runtime.StreamingQuery;
import io.millrace.sql.RowCursor;
import io.millrace.sql.Session;
import io.millrace.sql.SqlStatement;
import io.millrace.sql.StatementResult;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;

/** Runs statements one after the other and writes what they give. Used by one thread. */
final class StatementRunner {
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);

    private final Session session;
    private final Streams streams;
    private final OutputFormat format;
    private final Cancellation cancellation;
    private final List<StreamingQuery> running = new ArrayList<>();
    private IntSupplier lineWidth = () -> 0;

    StatementRunner(Session session, Streams streams, OutputFormat format, Cancellation cancellation) {
        this.session = session;
        this.streams = streams;
        this.format = format;
        this.cancellation = cancellation;
    }

    /** Tables are to fit into lines of so many columns from now on. */
    void fitInto(IntSupplier columns) {
        lineWidth = columns;
    }

    /**
     * Runs a statement to its end; a continuous query that has none goes on by itself.
     *
     * @return what to tell a person who sits at a prompt, if anything
     */
    Optional<String> run(SqlStatement statement) {
        StatementResult result = cancellation.interruptibly(() -> session.execute(statement));
        if (result instanceof StatementResult.Rows rows) {
            print(rows);
            return Optional.empty();
        }
        if (result instanceof StatementResult.Started started) {
            return start(started);
        }
        return Optional.of(((StatementResult.Message) result).text());
    }

    /** Has a query that runs already told of when it ends: see {@link #endedQueries}. */
    void watch(StreamingQuery query) {
        running.add(query);
    }

    /** Waits for the continuous queries that statements have started; throws the first failure of one. */
    void awaitRunning() {
        while (!running.isEmpty() && !cancellation.isCancelled()) {
            running.removeIf(query -> await(query, running.size() == 1 ? null : LOOK_EVERY));
        }
    }

    /** What there is to say of continuous queries that have ended since the last call, other than because told to. */
    List<String> endedQueries() {
        List<String> said = new ArrayList<>();
        running.removeIf(query -> {
            switch (query.state()) {
                case FAILED ->
                    said.add("query \"" + query.name() + "\" failed"
                            + query.exception().map(e -> ": " + e.getMessage()).orElse(""));
                case FINISHED -> said.add("query \"" + query.name() + "\" has finished");
                case STOPPED -> {}
                default -> {
                    return false;
                }
            }
            return true;
        });
        return said;
    }

    private Optional<String> start(StatementResult.Started started) {
        StreamingQuery query = started.query();
        if (started.endsByItself()) {
            await(query, null);
            return Optional.of("query \"" + query.name() + "\" has processed its input");
        }
        running.add(query);
        return Optional.of("query \"" + query.name() + "\" "
                + query.hold()
                        .map(hold -> "is paused: " + hold.reason() + "; it goes on by itself when there is room")
                        .orElse("is running"));
    }

    /** Waits for the query to end, at most for {@code timeout} unless that is null; whether it has ended. */
    private boolean await(StreamingQuery query, Duration timeout) {
        try (ProgressLine progress = new ProgressLine(query, streams.err(), streams.errIsTerminal())) {
            cancellation.begin(query::stop);
            if (timeout != null) {
                return query.awaitTermination(timeout);
            }
            query.awaitTermination();
            return true;
        } finally {
            cancellation.end();
        }
    }

    private void print(StatementResult.Rows rows) {
        boolean changes = rows.mode() == OutputMode.UPDATE || rows.mode() == OutputMode.CHANGELOG;
        try (RowCursor cursor = rows.cursor();
                ProgressLine progress = progressOf(cursor)) {
            cancellation.begin(cursor::close);
            RowPrinter printer =
                    RowPrinter.of(format, rows.schema(), changes, session.zone(), streams.out(), lineWidth.getAsInt());
            for (Optional<ChangeBatch> batch = cursor.next(); batch.isPresent(); batch = cursor.next()) {
                synchronized (progress) {
                    progress.clear();
                    printer.print(batch.get());
                }
                requireReader();
            }
            progress.clear();
            if (!cancellation.isCancelled()) {
                printer.end();
            }
        } catch (IOException e) {
            throw new MillraceException(ErrorCode.IO_ERROR, "the result cannot be written: " + e.getMessage(), e);
        } finally {
            cancellation.end();
        }
    }

    private ProgressLine progressOf(RowCursor cursor) {
        boolean shown = streams.errIsTerminal() && cursor.query().isPresent();
        return new ProgressLine(cursor.query().orElse(null), streams.err(), shown);
    }

    /** Nobody reads on: as with {@code | head}, there is nothing to say and nothing more to do. */
    private void requireReader() {
        if (streams.out().checkError()) {
            throw new OutputClosedException();
        }
    }
}
