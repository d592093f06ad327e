package io.millrace.runtime;

import io.millrace.aggregate.AggregateFunctions;
import io.millrace.checkpoint.BatchLog;
import io.millrace.checkpoint.Checkpoint;
import io.millrace.checkpoint.Limits;
import io.millrace.connector.ReadableTable;
import io.millrace.connector.Sink;
import io.millrace.connector.builtin.LateRowsTable;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.plan.QueryPlan;
import io.millrace.storage.FileStore;
import io.millrace.storage.LocalFileStore;
import io.millrace.storage.UnsyncedFileStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running queries of one session. Thread-safe; closing it stops them all. */
public final class Pipelines implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Pipelines.class);

    /** With fewer rows it would not take longer to wait for a sync than to wake another thread. */
    private static final long ROWS_BESIDE_COMMIT_MIN = 4_096;

    private final QueryHost host;
    private final long rowsBesideCommitMin;
    private final Map<String, StreamingQuery> active = new LinkedHashMap<>();
    private final QueryListeners listeners = new QueryListeners();
    private boolean closed;

    /** Queries on this machine. */
    public Pipelines() {
        this(QueryHost.LOCAL, ROWS_BESIDE_COMMIT_MIN);
    }

    /** @param rowsBesideCommitMin micro-batches of so many rows are committed while the next one runs */
    public Pipelines(QueryHost host, long rowsBesideCommitMin) {
        this.host = host;
        this.rowsBesideCommitMin = rowsBesideCommitMin;
    }

    /** Starts a query; its sink's rows go where the sink puts them. Errors of opening it are thrown here. */
    public StreamingQuery start(QuerySpec spec) {
        requireCheckpointToRestartFrom(spec);
        String key = spec.name().toLowerCase(Locale.ROOT);
        synchronized (this) {
            if (closed) {
                throw new MillraceException(ErrorCode.CANCELLED, "the session is closed");
            }
            if (active.containsKey(key)) {
                throw new MillraceException(
                        ErrorCode.QUERY_EXISTS,
                        "a query named \"" + spec.name() + "\" is running; stop it with STOP QUERY \"" + spec.name()
                                + "\", or give this one another 'query.name'");
            }
            active.put(key, new RunningQuery("", spec.name(), null));
        }
        try {
            return launch(spec, key);
        } catch (RuntimeException | Error e) {
            forget(key);
            spec.sink().close();
            throw e;
        }
    }

    private static void requireCheckpointToRestartFrom(QuerySpec spec) {
        boolean restarts = spec.settings().restart().kind() != RestartPolicy.Kind.NONE;
        if (restarts && spec.sinks() != null && spec.settings().checkpointRoot() == null) {
            throw new MillraceException(
                    ErrorCode.INVALID_OPTION,
                    "query \"" + spec.name() + "\" has no checkpoint to be restarted from; set 'checkpoint.dir', or"
                            + " 'restart' to 'none'");
        }
    }

    private StreamingQuery launch(QuerySpec spec, String key) {
        QueryDatabase.requireBackend(spec.settings());
        Path temporary = null;
        BatchLog checkpoint = null;
        if (!spec.plan().batch()) {
            if (spec.settings().checkpointRoot() == null) {
                temporary = temporaryFolder();
                FileStore store = UnsyncedFileStore.of(LocalFileStore.ownerOnly(temporary));
                checkpoint = Checkpoint.open(
                        store,
                        spec.name(),
                        Limits.DEFAULT.retaining(spec.settings().retainBatches()));
            } else {
                checkpoint = host.checkpoint(
                        spec.settings().checkpointRoot(),
                        spec.name(),
                        spec.settings().retainBatches());
            }
        }
        OpenQuery open;
        try {
            if (checkpoint != null && !checkpoint.isNew() && checkpoint.finished()) {
                return finished(spec, key, checkpoint);
            }
            open = new QueryOpener(spec, checkpoint).open();
        } catch (RuntimeException | Error e) {
            if (checkpoint != null) {
                checkpoint.close();
            }
            delete(temporary);
            throw e;
        }
        return run(spec, open, key, temporary);
    }

    private StreamingQuery run(QuerySpec spec, OpenQuery open, String key, Path temporary) {
        synchronized (this) {
            active.put(key, open.query());
        }
        if (open.sink() instanceof ResultSink results) {
            results.stopWhen(open.query()::isStopRequested);
        }
        LateRowsTable lateRows = spec.lateRows();
        QueryRuns runs = new QueryRuns(spec, open, host, rowsBesideCommitMin, () -> {
            forget(key);
            delete(temporary);
            if (lateRows != null) {
                lateRows.end();
            }
        });
        if (!open.batch()) {
            open.query().tell(listeners);
        }
        ExecutorService thread = host.thread("millrace-query-" + open.query().name());
        thread.execute(runs);
        thread.shutdown();
        return open.query();
    }

    /** A query whose inputs ended in an earlier run: there is nothing left to do. */
    private StreamingQuery finished(QuerySpec spec, String key, BatchLog checkpoint) {
        if (!checkpoint.plan().statement().equals(QueryOpener.statement(spec))) {
            throw new MillraceException(
                    ErrorCode.STATE_INCOMPATIBLE,
                    "query \"" + spec.name()
                            + "\" has finished, since its inputs have ended, and its checkpoint belongs to"
                            + " another statement; start this one under another 'query.name', or delete the checkpoint"
                            + " and the sink's rows to run it anew");
        }
        QueryPlan plan = spec.plan();
        RunningQuery query = new RunningQuery(checkpoint.queryId(), spec.name(), plan);
        // the run that finished it may have died before it could tell
        spec.sink().end(new Sink.Session(query.id(), spec.name(), checkpoint.epoch(), plan.mode(), plan.uniqueKey()));
        checkpoint.close();
        spec.sink().close();
        forget(key);
        query.enter(StreamingQuery.State.FINISHED);
        if (spec.lateRows() != null) {
            spec.lateRows().end();
        }
        return query;
    }

    /** Starts a query whose rows the caller reads; a slow reader slows it down. */
    public ResultStream select(
            String name,
            String statement,
            QueryPlan plan,
            Function<String, ReadableTable> tables,
            QuerySettings settings) {
        return select(name, statement, plan, tables, settings, null);
    }

    /** The same, with a table for the rows that the query drops as late. */
    public ResultStream select(
            String name,
            String statement,
            QueryPlan plan,
            Function<String, ReadableTable> tables,
            QuerySettings settings,
            LateRowsTable lateRows) {
        ResultSink sink = new ResultSink();
        StreamingQuery query =
                start(new QuerySpec(name, statement, plan, new AggregateFunctions(), tables, sink, settings, lateRows));
        return new QueryResults(plan.root().schema(), sink, query);
    }

    /**
     * A handle on a query that does not run, and did not in this process.
     *
     * @param state in which it is said to have ended
     * @param failure that kept it from starting; null for none
     */
    public static StreamingQuery ended(String name, StreamingQuery.State state, MillraceException failure) {
        RunningQuery query = new RunningQuery("", name, null);
        if (failure != null) {
            query.fail(failure);
        } else {
            query.enter(state);
        }
        return query;
    }

    /** Has a listener told of the continuous queries that start from now on. */
    public void addListener(QueryListener listener) {
        listeners.add(listener);
    }

    public void removeListener(QueryListener listener) {
        listeners.remove(listener);
    }

    /** Queries that have not ended, in the order of their start. */
    public synchronized List<StreamingQuery> active() {
        return List.copyOf(active.values());
    }

    private synchronized void forget(String key) {
        active.remove(key);
    }

    @Override
    public void close() {
        List<StreamingQuery> running;
        synchronized (this) {
            closed = true;
            running = List.copyOf(active.values());
        }
        List<StreamingQuery> started = running.stream()
                .filter(query -> query.state() != StreamingQuery.State.STARTING
                        || !query.id().isEmpty())
                .toList();
        // all are told before one is waited for: the wait may be interrupted
        started.forEach(StreamingQuery::requestStop);
        started.forEach(StreamingQuery::stop);
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("millrace-");
        } catch (IOException e) {
            throw new MillraceException(
                    ErrorCode.IO_ERROR, "no temporary folder for a checkpoint can be made: " + e.getMessage(), e);
        }
    }

    private static void delete(Path folder) {
        if (folder == null || !Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(Pipelines::deleteOne);
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("the temporary folder {} cannot be deleted", folder, e);
        }
    }

    private static void deleteOne(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
