package io.millrace.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;

/** What can be set on a statement, and what of it there is not. */
abstract class StatementSettings implements Statement {
    private volatile int timeoutSeconds;
    private volatile long rowsMax;
    private boolean poolable;
    private boolean closeOnCompletion;

    abstract void requireOpen() throws SQLException;

    /**
     * How long {@code execute}, and after it each {@code next()}, may wait; when the time is over the query is ended. 0: for
     * ever.
     */
    @Override
    public void setQueryTimeout(int seconds) throws SQLException {
        requireOpen();
        requireNotNegative(seconds, "a query timeout", "seconds");
        timeoutSeconds = seconds;
    }

    @Override
    public int getQueryTimeout() throws SQLException {
        requireOpen();
        return timeoutSeconds;
    }

    @Override
    public void setLargeMaxRows(long rows) throws SQLException {
        requireOpen();
        requireNotNegative(rows, "a result", "rows");
        rowsMax = rows;
    }

    @Override
    public long getLargeMaxRows() throws SQLException {
        requireOpen();
        return rowsMax;
    }

    final long rowsMax() {
        return rowsMax;
    }

    @Override
    public void setMaxRows(int rows) throws SQLException {
        setLargeMaxRows(rows);
    }

    @Override
    public int getMaxRows() throws SQLException {
        return (int) Math.min(getLargeMaxRows(), Integer.MAX_VALUE);
    }

    /** Values are never cut: only 0, which says so, can be set. */
    @Override
    public void setMaxFieldSize(int size) throws SQLException {
        requireOpen();
        requireNotNegative(size, "a field", "bytes");
        if (size != 0) {
            throw SqlErrors.unsupported("values are never cut; leave the maximum field size at 0");
        }
    }

    @Override
    public int getMaxFieldSize() throws SQLException {
        requireOpen();
        return 0;
    }

    /** Escapes in braces are part of the language; they cannot be turned off. */
    @Override
    public void setEscapeProcessing(boolean enable) throws SQLException {
        requireOpen();
        if (!enable) {
            throw SqlErrors.unsupported("escapes in braces are part of the language and cannot be turned off");
        }
    }

    /** A hint that changes nothing: rows come by micro-batches. */
    @Override
    public void setFetchSize(int rows) throws SQLException {
        requireOpen();
        requireNotNegative(rows, "a fetch size", "rows");
    }

    @Override
    public int getFetchSize() throws SQLException {
        requireOpen();
        return 0;
    }

    @Override
    public void setFetchDirection(int direction) throws SQLException {
        requireOpen();
        if (direction != ResultSet.FETCH_FORWARD) {
            throw SqlErrors.unsupported("a result is read forward only");
        }
    }

    @Override
    public int getFetchDirection() throws SQLException {
        requireOpen();
        return ResultSet.FETCH_FORWARD;
    }

    @Override
    public int getResultSetConcurrency() throws SQLException {
        requireOpen();
        return ResultSet.CONCUR_READ_ONLY;
    }

    @Override
    public int getResultSetType() throws SQLException {
        requireOpen();
        return ResultSet.TYPE_FORWARD_ONLY;
    }

    @Override
    public int getResultSetHoldability() throws SQLException {
        requireOpen();
        return ResultSet.HOLD_CURSORS_OVER_COMMIT;
    }

    @Override
    public void setPoolable(boolean newPoolable) throws SQLException {
        requireOpen();
        poolable = newPoolable;
    }

    @Override
    public boolean isPoolable() throws SQLException {
        requireOpen();
        return poolable;
    }

    @Override
    public void closeOnCompletion() throws SQLException {
        requireOpen();
        closeOnCompletion = true;
    }

    @Override
    public boolean isCloseOnCompletion() throws SQLException {
        requireOpen();
        return closeOnCompletion;
    }

    @Override
    public SQLWarning getWarnings() throws SQLException {
        requireOpen();
        return null;
    }

    @Override
    public void clearWarnings() throws SQLException {
        requireOpen();
    }

    @Override
    public void setCursorName(String name) throws SQLException {
        throw SqlErrors.unsupported("rows of a result cannot be changed, so a cursor needs no name");
    }

    // ---- generated keys

    @Override
    public ResultSet getGeneratedKeys() throws SQLException {
        throw noKeys();
    }

    @Override
    public boolean execute(String sql, int keys) throws SQLException {
        requireNoKeys(keys);
        return execute(sql);
    }

    @Override
    public int executeUpdate(String sql, int keys) throws SQLException {
        requireNoKeys(keys);
        return executeUpdate(sql);
    }

    @Override
    public long executeLargeUpdate(String sql, int keys) throws SQLException {
        requireNoKeys(keys);
        return executeLargeUpdate(sql);
    }

    @Override
    public boolean execute(String sql, int[] columns) throws SQLException {
        throw noKeys();
    }

    @Override
    public boolean execute(String sql, String[] columns) throws SQLException {
        throw noKeys();
    }

    @Override
    public int executeUpdate(String sql, int[] columns) throws SQLException {
        throw noKeys();
    }

    @Override
    public int executeUpdate(String sql, String[] columns) throws SQLException {
        throw noKeys();
    }

    @Override
    public long executeLargeUpdate(String sql, int[] columns) throws SQLException {
        throw noKeys();
    }

    @Override
    public long executeLargeUpdate(String sql, String[] columns) throws SQLException {
        throw noKeys();
    }

    static void requireNoKeys(int keys) throws SQLException {
        if (keys == RETURN_GENERATED_KEYS) {
            throw noKeys();
        }
        if (keys != NO_GENERATED_KEYS) {
            throw SqlErrors.badArgument(keys + " is neither RETURN_GENERATED_KEYS nor NO_GENERATED_KEYS");
        }
    }

    static SQLException noKeys() {
        return SqlErrors.unsupported("no table generates keys");
    }

    private static void requireNotNegative(long number, String what, String unit) throws SQLException {
        if (number < 0) {
            throw SqlErrors.badArgument(what + " of " + number + " " + unit);
        }
    }
}
