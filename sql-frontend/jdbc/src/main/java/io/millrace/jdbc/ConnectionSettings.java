package io.millrace.jdbc;

import io.millrace.columnar.DataType;
import java.sql.Array;
import java.sql.Blob;
import java.sql.CallableStatement;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.NClob;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.SQLXML;
import java.sql.Savepoint;
import java.sql.Statement;
import java.sql.Struct;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Executor;

/** What can be set on a connection, and what of JDBC's connections there is not. */
abstract class ConnectionSettings implements Connection {
    private volatile boolean readOnly;
    private volatile int isolation = TRANSACTION_NONE;
    private SQLWarning warnings;

    abstract void requireOpen() throws SQLException;

    // ---- statements of other kinds

    @Override
    public Statement createStatement(int type, int concurrency) throws SQLException {
        return createStatement(type, concurrency, ResultSet.HOLD_CURSORS_OVER_COMMIT);
    }

    @Override
    public Statement createStatement(int type, int concurrency, int holdability) throws SQLException {
        requireForward(type, concurrency);
        return createStatement();
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int type, int concurrency) throws SQLException {
        return prepareStatement(sql, type, concurrency, ResultSet.HOLD_CURSORS_OVER_COMMIT);
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int type, int concurrency, int holdability)
            throws SQLException {
        requireForward(type, concurrency);
        return prepareStatement(sql);
    }

    private static void requireForward(int type, int concurrency) throws SQLException {
        if (type != ResultSet.TYPE_FORWARD_ONLY || concurrency != ResultSet.CONCUR_READ_ONLY) {
            throw SqlErrors.unsupported("results are read forward only and cannot be changed; ask for"
                    + " TYPE_FORWARD_ONLY and CONCUR_READ_ONLY");
        }
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int keys) throws SQLException {
        StatementSettings.requireNoKeys(keys);
        return prepareStatement(sql);
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int[] columns) throws SQLException {
        throw StatementSettings.noKeys();
    }

    @Override
    public PreparedStatement prepareStatement(String sql, String[] columns) throws SQLException {
        throw StatementSettings.noKeys();
    }

    @Override
    public CallableStatement prepareCall(String sql) throws SQLException {
        throw SqlErrors.unsupported("there are no procedures to call");
    }

    @Override
    public CallableStatement prepareCall(String sql, int type, int concurrency) throws SQLException {
        return prepareCall(sql);
    }

    @Override
    public CallableStatement prepareCall(String sql, int type, int concurrency, int holdability) throws SQLException {
        return prepareCall(sql);
    }

    @Override
    public String nativeSQL(String sql) throws SQLException {
        requireOpen();
        return sql;
    }

    // ---- transactions

    @Override
    public void setAutoCommit(boolean autoCommit) throws SQLException {
        requireOpen();
        if (!autoCommit) {
            throw SqlErrors.unsupported("each statement is a transaction of its own; to insert into memory tables in"
                    + " one micro-batch, execute BEGIN and COMMIT");
        }
    }

    @Override
    public boolean getAutoCommit() throws SQLException {
        requireOpen();
        return true;
    }

    @Override
    public void commit() throws SQLException {
        requireOpen();
        throw autoCommits();
    }

    @Override
    public void rollback() throws SQLException {
        requireOpen();
        throw autoCommits();
    }

    private static SQLException autoCommits() {
        return new SQLException(
                "each statement is a transaction of its own, so there is nothing to end", SqlErrors.SEQUENCE);
    }

    /**
     * Whether a statement, which is a transaction of its own, keeps to a level: it reads whole commits, of each table up to
     * one that is fixed when it starts. These are not fixed for all tables at one moment, so it is not serializable.
     */
    static boolean keepsTo(int level) {
        return level == TRANSACTION_NONE
                || level == TRANSACTION_READ_UNCOMMITTED
                || level == TRANSACTION_READ_COMMITTED
                || level == TRANSACTION_REPEATABLE_READ;
    }

    /** Changes nothing: statements are as isolated under all levels up to REPEATABLE READ. */
    @Override
    public void setTransactionIsolation(int level) throws SQLException {
        requireOpen();
        if (level == TRANSACTION_SERIALIZABLE) {
            throw SqlErrors.unsupported(
                    "statements are not serializable: what a query reads of each table is fixed when"
                            + " it starts, for one table after the other; take TRANSACTION_REPEATABLE_READ");
        }
        if (!keepsTo(level)) {
            throw SqlErrors.badArgument(level + " is no isolation level");
        }
        isolation = level;
    }

    @Override
    public int getTransactionIsolation() throws SQLException {
        requireOpen();
        return isolation;
    }

    @Override
    public Savepoint setSavepoint() throws SQLException {
        throw noSavepoints();
    }

    @Override
    public Savepoint setSavepoint(String name) throws SQLException {
        throw noSavepoints();
    }

    @Override
    public void rollback(Savepoint savepoint) throws SQLException {
        throw noSavepoints();
    }

    @Override
    public void releaseSavepoint(Savepoint savepoint) throws SQLException {
        throw noSavepoints();
    }

    private static SQLException noSavepoints() {
        return SqlErrors.unsupported("there are no savepoints");
    }

    // ---- settings

    /** A read-only connection refuses everything but what gives rows, and SET. */
    @Override
    public void setReadOnly(boolean newReadOnly) throws SQLException {
        requireOpen();
        readOnly = newReadOnly;
    }

    @Override
    public boolean isReadOnly() throws SQLException {
        requireOpen();
        return readOnly;
    }

    /** Ignored, as JDBC wants it where there are no catalogs. */
    @Override
    public void setCatalog(String catalog) throws SQLException {
        requireOpen();
    }

    @Override
    public String getCatalog() throws SQLException {
        requireOpen();
        return null;
    }

    /** Ignored, as JDBC wants it where there are no schemas. */
    @Override
    public void setSchema(String schema) throws SQLException {
        requireOpen();
    }

    @Override
    public String getSchema() throws SQLException {
        requireOpen();
        return null;
    }

    @Override
    public void setHoldability(int holdability) throws SQLException {
        requireOpen();
        if (holdability != ResultSet.HOLD_CURSORS_OVER_COMMIT) {
            throw SqlErrors.unsupported("no commit closes a result");
        }
    }

    @Override
    public int getHoldability() throws SQLException {
        requireOpen();
        return ResultSet.HOLD_CURSORS_OVER_COMMIT;
    }

    @Override
    public Map<String, Class<?>> getTypeMap() throws SQLException {
        requireOpen();
        return Map.of();
    }

    @Override
    public void setTypeMap(Map<String, Class<?>> types) throws SQLException {
        requireOpen();
        MillraceArray.refuseTypeMap(types);
    }

    @Override
    public void setNetworkTimeout(Executor executor, int milliseconds) throws SQLException {
        throw SqlErrors.unsupported("there is no network between the driver and the engine");
    }

    @Override
    public int getNetworkTimeout() throws SQLException {
        throw SqlErrors.unsupported("there is no network between the driver and the engine");
    }

    /** No property is known: as JDBC wants it, that is a warning. */
    @Override
    public void setClientInfo(String name, String value) throws SQLClientInfoException {
        warn(new SQLWarning("there is no client info \"" + name + "\"", "01000"));
    }

    @Override
    public void setClientInfo(Properties properties) throws SQLClientInfoException {
        for (String name : properties.stringPropertyNames()) {
            setClientInfo(name, properties.getProperty(name));
        }
    }

    @Override
    public String getClientInfo(String name) throws SQLException {
        requireOpen();
        return null;
    }

    @Override
    public Properties getClientInfo() throws SQLException {
        requireOpen();
        return new Properties();
    }

    final synchronized void warn(SQLWarning warning) {
        if (warnings == null) {
            warnings = warning;
        } else {
            warnings.setNextWarning(warning);
        }
    }

    @Override
    public synchronized SQLWarning getWarnings() throws SQLException {
        requireOpen();
        return warnings;
    }

    @Override
    public synchronized void clearWarnings() throws SQLException {
        requireOpen();
        warnings = null;
    }

    // ---- values of parameters

    @Override
    public Clob createClob() throws SQLException {
        return createNClob();
    }

    @Override
    public Blob createBlob() throws SQLException {
        requireOpen();
        return new MillraceBlob(new byte[0]);
    }

    @Override
    public NClob createNClob() throws SQLException {
        requireOpen();
        return new MillraceClob("");
    }

    @Override
    public SQLXML createSQLXML() throws SQLException {
        throw SqlErrors.unsupported("there is no type XML; use VARCHAR");
    }

    /** @param typeName of an element: {@code "DECIMAL(10, 2)"} */
    @Override
    public Array createArrayOf(String typeName, Object[] elements) throws SQLException {
        requireOpen();
        if (elements == null) {
            throw SqlErrors.badArgument("the elements are null");
        }
        DataType type = DataType.array(GivenValues.type(typeName, elements), true);
        return new MillraceArray(type, (List<?>) GivenValues.toColumn(elements, type), zone());
    }

    /** @param typeName {@code "ROW(name VARCHAR, size INT)"} */
    @Override
    public Struct createStruct(String typeName, Object[] attributes) throws SQLException {
        requireOpen();
        DataType type = GivenValues.type(typeName);
        if (type.kind() != DataType.Kind.ROW) {
            throw SqlErrors.badArgument("\"" + typeName + "\" is no type of a row; expected ROW(name TYPE, ...)");
        }
        if (attributes == null || attributes.length != type.children().size()) {
            throw SqlErrors.badArgument((attributes == null ? "no" : attributes.length) + " attributes for \""
                    + typeName + "\", which has " + type.children().size());
        }
        return new MillraceStruct(type, (List<?>) GivenValues.toColumn(attributes, type), zone());
    }

    /** In which values with a zone of their own are shown. */
    abstract ZoneId zone();
}
