package io.millrace.jdbc;

import io.millrace.error.MillraceException;
import io.millrace.sql.Session;
import io.millrace.sql.SqlStatement;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * A connection: a session over the tables of a database, and the statements made from it.
 *
 * <p>Ownership: closing it closes its statements, and the database with the last connection to it. Threads: thread-safe;
 * each statement has one user at a time.
 */
final class MillraceConnection extends ConnectionSettings {
    private final Database database;
    private final Session session;
    private final ConnectionUrl url;
    private final Set<MillraceStatement> statements = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    private MillraceConnection(ConnectionUrl url, Database database) {
        this.url = url;
        this.database = database;
        this.session = database.newSession();
    }

    static MillraceConnection open(ConnectionUrl url) throws SQLException {
        Database database = Database.open(url);
        try {
            MillraceConnection connection = new MillraceConnection(url, database);
            connection.set(url.properties());
            return connection;
        } catch (MillraceException e) {
            database.release();
            throw SqlErrors.of(e);
        }
    }

    private void set(Map<ConnectionProperty, String> properties) {
        properties.forEach((property, value) -> {
            if (property.isSetting()) {
                session.set(property.key(), value);
            }
        });
    }

    Session session() {
        return session;
    }

    @Override
    ZoneId zone() {
        return session.zone();
    }

    ConnectionUrl url() {
        return url;
    }

    @Override
    void requireOpen() throws SQLException {
        if (closed) {
            throw SqlErrors.closed("connection");
        }
    }

    /** What a read-only connection refuses. */
    void requireAllowed(SqlStatement statement) throws SQLException {
        if (isReadOnly() && !statement.givesRows() && !statement.isSetting()) {
            throw new SQLException("the connection is read-only; setReadOnly(false) to change anything", "25006");
        }
    }

    @Override
    public Statement createStatement() throws SQLException {
        return remember(new MillraceStatement(this));
    }

    @Override
    public PreparedStatement prepareStatement(String sql) throws SQLException {
        requireOpen();
        if (sql == null) {
            throw SqlErrors.badArgument("the statement is null");
        }
        try {
            SqlStatement statement = SqlStatement.of(sql);
            return remember(new MillracePreparedStatement(this, statement, statement.parameterCount()));
        } catch (MillraceException e) {
            throw SqlErrors.of(e);
        }
    }

    private <S extends MillraceStatement> S remember(S statement) throws SQLException {
        statements.add(statement);
        if (closed) {
            statement.close();
        }
        requireOpen();
        return statement;
    }

    void forget(MillraceStatement statement) {
        statements.remove(statement);
    }

    @Override
    public DatabaseMetaData getMetaData() throws SQLException {
        requireOpen();
        return new MillraceDatabaseMetaData(this);
    }

    @Override
    public boolean isValid(int seconds) throws SQLException {
        if (seconds < 0) {
            throw SqlErrors.badArgument("a timeout of " + seconds + " seconds");
        }
        return !closed;
    }

    @Override
    public void close() throws SQLException {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        try {
            for (MillraceStatement statement : List.copyOf(statements)) {
                statement.close();
            }
        } finally {
            session.close();
            release();
        }
    }

    private void release() throws SQLException {
        try {
            database.release();
        } catch (MillraceException e) {
            throw SqlErrors.of(e);
        }
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    /** Ends everything at once, from any thread; what has to be waited for is waited for by the executor. */
    @Override
    public void abort(Executor executor) throws SQLException {
        if (executor == null) {
            throw SqlErrors.badArgument("the executor is null");
        }
        for (MillraceStatement statement : statements) {
            statement.abort();
        }
        executor.execute(() -> {
            try {
                close();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return type == Session.class ? type.cast(session) : Wrappers.unwrap(this, type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type == Session.class || type.isInstance(this);
    }
}
