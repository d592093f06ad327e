package io.millrace.jdbc;

import io.millrace.error.MillraceException;
import io.millrace.runtime.StreamingQuery;
import io.millrace.sql.SqlStatement;
import io.millrace.sql.StatementResult;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Executes SQL. A statement has one result at a time.
 *
 * <p>Threads: one uses it; {@link #cancel} and {@link #close} may come from any.
 */
class MillraceStatement extends StatementSettings {
    private final MillraceConnection connection;
    private final StatementRun run = new StatementRun();
    private final List<SqlStatement> batch = new ArrayList<>();
    private volatile MillraceResultSet rows;
    private long updateCount = -1;
    private volatile boolean closed;

    MillraceStatement(MillraceConnection connection) {
        this.connection = connection;
    }

    // ---- executing

    @Override
    public boolean execute(String sql) throws SQLException {
        return executeAny(parse(sql));
    }

    @Override
    public ResultSet executeQuery(String sql) throws SQLException {
        return executeRows(parse(sql));
    }

    @Override
    public long executeLargeUpdate(String sql) throws SQLException {
        return executeChange(parse(sql));
    }

    @Override
    public int executeUpdate(String sql) throws SQLException {
        return (int) Math.min(executeLargeUpdate(sql), Integer.MAX_VALUE);
    }

    SqlStatement parse(String sql) throws SQLException {
        requireOpen();
        if (sql == null) {
            throw SqlErrors.badArgument("the statement is null");
        }
        try {
            return SqlStatement.of(sql);
        } catch (MillraceException e) {
            throw SqlErrors.of(e);
        }
    }

    /** Whether there are rows to read. */
    final boolean executeAny(SqlStatement statement) throws SQLException {
        return run(statement, () -> connection.session().execute(statement));
    }

    final ResultSet executeRows(SqlStatement statement) throws SQLException {
        if (!statement.givesRows()) {
            throw new SQLException(
                    "the statement gives no rows; execute it with executeUpdate or execute", SqlErrors.SEQUENCE);
        }
        executeAny(statement);
        return rows;
    }

    final long executeChange(SqlStatement statement) throws SQLException {
        if (statement.givesRows()) {
            throw new SQLException(
                    "the statement gives rows; execute it with executeQuery or execute", SqlErrors.SEQUENCE);
        }
        executeAny(statement);
        return updateCount;
    }

    private boolean run(SqlStatement statement, Supplier<StatementResult> work) throws SQLException {
        requireOpen();
        connection.requireAllowed(statement);
        closeResult();
        int timeoutSeconds = getQueryTimeout();
        run.run(() -> waitFor(work.get()), timeoutSeconds, result -> publish(result, timeoutSeconds));
        return rows != null;
    }

    private void publish(StatementResult result, int timeoutSeconds) {
        if (result instanceof StatementResult.Rows given) {
            rows = new MillraceResultSet(given, connection.session().zone(), this, rowsMax(), timeoutSeconds);
        } else if (result instanceof StatementResult.Message message) {
            updateCount = message.rows();
        } else {
            updateCount = ((StatementResult.Started) result).query().outputRows();
        }
    }

    /** An INSERT that ends by itself is waited for; one that does not goes on alone. */
    private static StatementResult waitFor(StatementResult result) {
        if (result instanceof StatementResult.Started started && started.endsByItself()) {
            StreamingQuery query = started.query();
            try {
                query.awaitTermination();
            } catch (MillraceException e) {
                query.requestStop();
                throw e;
            }
        }
        return result;
    }

    @Override
    public void addBatch(String sql) throws SQLException {
        batch.add(parse(sql));
    }

    @Override
    public void clearBatch() throws SQLException {
        requireOpen();
        batch.clear();
    }

    @Override
    public long[] executeLargeBatch() throws SQLException {
        requireOpen();
        List<SqlStatement> statements = List.copyOf(batch);
        batch.clear();
        return Batches.execute(statements, this::executeChange);
    }

    @Override
    public int[] executeBatch() throws SQLException {
        return Batches.narrow(executeLargeBatch());
    }

    // ---- results

    @Override
    public ResultSet getResultSet() throws SQLException {
        requireOpen();
        return rows;
    }

    @Override
    public long getLargeUpdateCount() throws SQLException {
        requireOpen();
        return updateCount;
    }

    @Override
    public int getUpdateCount() throws SQLException {
        return (int) Math.min(getLargeUpdateCount(), Integer.MAX_VALUE);
    }

    @Override
    public boolean getMoreResults() throws SQLException {
        return getMoreResults(CLOSE_CURRENT_RESULT);
    }

    @Override
    public boolean getMoreResults(int current) throws SQLException {
        requireOpen();
        if (current == KEEP_CURRENT_RESULT) {
            throw SqlErrors.unsupported("a statement has one result at a time");
        }
        closeResult();
        return false;
    }

    private void closeResult() throws SQLException {
        MillraceResultSet open = rows;
        rows = null;
        updateCount = -1;
        if (open != null) {
            open.close();
        }
    }

    /** The reader has closed the result. */
    void resultClosed(MillraceResultSet result) throws SQLException {
        if (result == rows && isCloseOnCompletion()) {
            close();
        }
    }

    // ---- ending

    @Override
    public void cancel() throws SQLException {
        requireOpen();
        stop(StopReason.CANCELLED);
    }

    private void stop(StopReason why) {
        run.stop(why);
        MillraceResultSet open = rows;
        if (open != null) {
            open.stop(why);
        }
    }

    /** Ends what is going, without waiting for it. */
    final void abort() {
        stop(StopReason.CLOSED);
    }

    @Override
    public void close() throws SQLException {
        if (closed) {
            return;
        }
        closed = true;
        stop(StopReason.CLOSED);
        closeResult();
        connection.forget(this);
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    final void requireOpen() throws SQLException {
        if (closed) {
            throw SqlErrors.closed(connection.isClosed() ? "connection" : "statement");
        }
        connection.requireOpen();
    }

    @Override
    public Connection getConnection() throws SQLException {
        requireOpen();
        return connection;
    }

    final MillraceConnection connection() {
        return connection;
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return Wrappers.unwrap(this, type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }
}
