package io.millrace.jdbc;

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
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Executor;

/** What can be set on a connection, and what of JDBC's connections there is not. */
abstract class ConnectionSettings implements Connection {
    private volatile boolean readOnly;
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

    @Override
    public void setTransactionIsolation(int level) throws SQLException {
        requireOpen();
        if (level != TRANSACTION_NONE) {
            throw SqlErrors.unsupported("there are no isolation levels: a query reads whole commits of its tables");
        }
    }

    @Override
    public int getTransactionIsolation() throws SQLException {
        requireOpen();
        return TRANSACTION_NONE;
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

    // ---- values that there are not

    @Override
    public Clob createClob() throws SQLException {
        throw noSuchType("CLOB");
    }

    @Override
    public Blob createBlob() throws SQLException {
        throw noSuchType("BLOB");
    }

    @Override
    public NClob createNClob() throws SQLException {
        throw noSuchType("NCLOB");
    }

    @Override
    public SQLXML createSQLXML() throws SQLException {
        throw noSuchType("XML");
    }

    private static SQLException noSuchType(String type) {
        return SqlErrors.unsupported("there is no type " + type + "; use VARCHAR or VARBINARY");
    }

    @Override
    public Array createArrayOf(String typeName, Object[] elements) throws SQLException {
        throw SqlErrors.unsupported("arrays are made in SQL, by ARRAY[...]");
    }

    @Override
    public Struct createStruct(String typeName, Object[] attributes) throws SQLException {
        throw SqlErrors.unsupported("rows are made in SQL, by ROW(...)");
    }
}
