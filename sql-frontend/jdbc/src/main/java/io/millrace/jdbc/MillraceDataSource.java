package io.millrace.jdbc;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Properties;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * A source of connections for pools and frameworks.
 *
 * <p>Shape: with {@code jdbc:millrace:}, a private database, every connection has tables of its own; a pool wants {@code
 * jdbc:millrace:mem:name}, which lives as long as any connection to it. Threads: thread-safe once its URL is set.
 */
public final class MillraceDataSource implements DataSource {
    private volatile String url;
    private volatile PrintWriter logWriter;

    /** For frameworks that call {@link #setUrl}. */
    public MillraceDataSource() {
        this(ConnectionUrl.PREFIX);
    }

    public MillraceDataSource(String url) {
        this.url = Objects.requireNonNull(url);
    }

    public String getUrl() {
        return url;
    }

    public void setUrl(String newUrl) {
        url = Objects.requireNonNull(newUrl);
    }

    @Override
    public Connection getConnection() throws SQLException {
        return open(new Properties());
    }

    /** As a URL with the properties {@code user} and {@code password}. */
    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        Properties properties = new Properties();
        if (user != null) {
            properties.setProperty(ConnectionProperty.USER.key(), user);
        }
        if (password != null) {
            properties.setProperty(ConnectionProperty.PASSWORD.key(), password);
        }
        return open(properties);
    }

    private Connection open(Properties properties) throws SQLException {
        if (!ConnectionUrl.isOurs(url)) {
            throw new SQLException(
                    "the URL \"" + url + "\" is not one of Millrace; it begins with jdbc:millrace:",
                    SqlErrors.NO_CONNECTION);
        }
        return Driver.open(ConnectionUrl.parse(url, properties));
    }

    /** Nothing is written to it. */
    @Override
    public void setLogWriter(PrintWriter out) {
        logWriter = out;
    }

    @Override
    public PrintWriter getLogWriter() {
        return logWriter;
    }

    /** Opening waits for nobody, so there is no time to limit: only 0, which says so, can be set. */
    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        if (seconds != 0) {
            throw SqlErrors.unsupported("opening a connection waits for nobody; leave the login timeout at 0");
        }
    }

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() throws java.sql.SQLFeatureNotSupportedException {
        throw SqlErrors.unsupported("nothing is logged through java.util.logging");
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
