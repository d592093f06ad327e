package io.millrace.runtime;

import io.millrace.aggregate.AggregateFunctions;
import io.millrace.connector.ReadableTable;
import io.millrace.connector.builtin.LateRowsTable;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.plan.QueryPlan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;

/** The running queries of one session. Thread-safe; closing it stops them all. */
public final class Pipelines implements AutoCloseable {
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

    /**
     * Starts a query; its sink's rows go where the sink puts them. What keeps it from being opened is thrown here, except
     * that a query with a checkpoint pauses where there is no room, as it does later. Who waits here and is interrupted has
     * it stopped.
     */
    public StreamingQuery start(QuerySpec spec) {
        RunningQuery query = new RunningQuery(spec.name());
        try {
            requireCheckpointToRestartFrom(spec);
            QueryDatabase.requireBackend(spec.settings());
            claim(query);
        } catch (RuntimeException | Error e) {
            spec.sink().close();
            throw e;
        }
        ExecutorService thread = host.thread("millrace-query-" + spec.name());
        thread.execute(new QueryRuns(spec, query, host, rowsBesideCommitMin, listeners, () -> forget(query)));
        thread.shutdown();
        query.awaitStart();
        return query;
    }

    /** Has a query for the only one of its name. */
    private synchronized void claim(RunningQuery query) {
        if (closed) {
            throw new MillraceException(ErrorCode.CANCELLED, "the session is closed");
        }
        if (active.putIfAbsent(key(query), query) != null) {
            throw new MillraceException(
                    ErrorCode.QUERY_EXISTS,
                    "a query named \"" + query.name() + "\" is running; stop it with STOP QUERY \"" + query.name()
                            + "\", or give this one another 'query.name'");
        }
    }

    private synchronized void forget(RunningQuery query) {
        active.remove(key(query), query);
    }

    private static String key(RunningQuery query) {
        return query.name().toLowerCase(Locale.ROOT);
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
        RunningQuery query = new RunningQuery(name);
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

    @Override
    public void close() {
        List<StreamingQuery> running;
        synchronized (this) {
            closed = true;
            running = List.copyOf(active.values());
        }
        // all are told before one is waited for: the wait may be interrupted
        running.forEach(StreamingQuery::requestStop);
        running.forEach(StreamingQuery::stop);
    }
}
