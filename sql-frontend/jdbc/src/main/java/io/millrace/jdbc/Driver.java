package io.millrace.jdbc;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import java.util.logging.Logger;

/** The JDBC driver of Millrace, for URLs that begin with {@code jdbc:millrace:}. {@link DriverManager} finds it by itself. */
public final class Driver implements java.sql.Driver {
    static final int MAJOR = 0;
    static final int MINOR = 1;
    static final String VERSION = MAJOR + "." + MINOR;

    static {
        try {
            DriverManager.registerDriver(new Driver());
        } catch (SQLException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** For {@link java.util.ServiceLoader} and for tools that make a driver by its name. */
    public Driver() {}

    @Override
    public Connection connect(String url, Properties properties) throws SQLException {
        return acceptsURL(url) ? open(ConnectionUrl.parse(url, properties)) : null;
    }

    static Connection open(ConnectionUrl url) throws SQLException {
        return MillraceConnection.open(url);
    }

    @Override
    public boolean acceptsURL(String url) throws SQLException {
        if (url == null) {
            throw SqlErrors.badArgument("the URL is null");
        }
        return ConnectionUrl.isOurs(url);
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties properties) throws SQLException {
        if (!acceptsURL(url)) {
            return new DriverPropertyInfo[0];
        }
        Map<ConnectionProperty, String> given =
                ConnectionUrl.parse(url, properties).properties();
        ConnectionProperty[] known = ConnectionProperty.values();
        DriverPropertyInfo[] infos = new DriverPropertyInfo[known.length];
        for (int i = 0; i < known.length; i++) {
            infos[i] = new DriverPropertyInfo(known[i].key(), given.get(known[i]));
            infos[i].description = known[i].description();
        }
        return infos;
    }

    @Override
    public int getMajorVersion() {
        return MAJOR;
    }

    @Override
    public int getMinorVersion() {
        return MINOR;
    }

    /** No: Millrace has not all of SQL-92, and no transactions over all tables. */
    @Override
    public boolean jdbcCompliant() {
        return false;
    }

    @Override
    public Logger getParentLogger() throws java.sql.SQLFeatureNotSupportedException {
        throw SqlErrors.unsupported("nothing is logged through java.util.logging");
    }
}
