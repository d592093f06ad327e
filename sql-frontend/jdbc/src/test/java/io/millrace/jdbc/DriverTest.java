package io.millrace.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

/** URLs, properties and the life of databases. */
class DriverTest {
    @Test
    void isFoundByServiceLoaderAndDriverManager() throws SQLException {
        assertThat(ServiceLoader.load(java.sql.Driver.class)).anyMatch(Driver.class::isInstance);
        assertThat(DriverManager.getDriver("jdbc:millrace:")).isInstanceOf(Driver.class);
        assertThat(new Driver().connect("jdbc:other:", new Properties())).isNull();
        assertThat(new Driver().acceptsURL("jdbc:millrace:mem:a")).isTrue();
        assertThat(new Driver().acceptsURL("jdbc:millraces:mem:a")).isFalse();
    }

    @Test
    void aPrivateDatabaseIsSeenByItsConnectionAlone() throws SQLException {
        try (Connection one = DriverManager.getConnection("jdbc:millrace:");
                Connection other = DriverManager.getConnection("jdbc:millrace:")) {
            Jdbc.execute(one, "CREATE TABLE t (a INT) WITH ('connector'='memory')");

            assertThat(Jdbc.rows(one, "SHOW TABLES")).hasSize(1);
            assertThat(Jdbc.rows(other, "SHOW TABLES")).isEmpty();
        }
    }

    @Test
    void aNamedDatabaseIsSharedUntilItsLastConnectionCloses() throws SQLException {
        String url = "jdbc:millrace:mem:shared-by-this-test";
        try (Connection one = DriverManager.getConnection(url)) {
            Jdbc.execute(one, "CREATE TABLE t (a INT) WITH ('connector'='memory')", "INSERT INTO t VALUES (1)");
            try (Connection other = DriverManager.getConnection(url)) {
                Jdbc.execute(other, "SET 'output.mode'='changelog'", "INSERT INTO t VALUES (2)");
                assertThat(Jdbc.rows(other, "SELECT a FROM t ORDER BY a"))
                        .isEqualTo(List.of(List.of("1"), List.of("2")));
            }
            assertThat(Jdbc.rows(one, "SELECT SUM(a) FROM t")).isEqualTo(List.of(List.of("3")));
            assertThat(Jdbc.rows(one, "SHOW SETTINGS"))
                    .as("settings are each connection's own")
                    .noneMatch(row -> "changelog".equals(row.get(1)));
        }
        try (Connection later = DriverManager.getConnection(url)) {
            assertThat(Jdbc.rows(later, "SHOW TABLES")).isEmpty();
        }
    }

    @Test
    void transactionsOfConnectionsDoNotMix() throws SQLException {
        String url = "jdbc:millrace:mem:transactions";
        try (Connection one = DriverManager.getConnection(url);
                Connection other = DriverManager.getConnection(url)) {
            Jdbc.execute(
                    one, "CREATE TABLE t (a INT) WITH ('connector'='memory')", "BEGIN", "INSERT INTO t VALUES (1)");
            Jdbc.execute(other, "INSERT INTO t VALUES (2)");

            assertThat(Jdbc.rows(other, "SELECT a FROM t")).isEqualTo(List.of(List.of("2")));
            Jdbc.execute(one, "COMMIT");
            assertThat(Jdbc.rows(other, "SELECT COUNT(*) FROM t")).isEqualTo(List.of(List.of("2")));
        }
    }

    @Test
    void propertiesComeFromTheUrlAndBesideIt() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("output.mode", "update");
        properties.setProperty("TIME-ZONE", "Asia/Tokyo");
        properties.setProperty("user", "ann");
        try (Connection connection =
                DriverManager.getConnection("jdbc:millrace:;time-zone=Europe/Paris;", properties)) {
            assertThat(Jdbc.rows(connection, "SHOW SETTINGS"))
                    .anyMatch(row ->
                            row.get(0).equals("output.mode") && row.get(1).equals("update"))
                    .anyMatch(
                            row -> row.get(0).equals("time-zone") && row.get(1).equals("Europe/Paris"));
        }
    }

    @Test
    void whatTheUrlCannotSay() {
        refuses(
                "jdbc:millrace:;timezone=UTC",
                "there is no connection property \"timezone\"; did you mean \"time-zone\"");
        refuses("jdbc:millrace:;output.mode=sideways", "option \"output.mode\" of the session is \"sideways\"");
        refuses("jdbc:millrace:;password=x", "a password is given, but there are no users");
        refuses("jdbc:millrace:;trigger", "\"trigger\" in the URL is no property; expected key=value");
        refuses("jdbc:millrace:men:a", "the URL names the database \"men:a\"");
        refuses("jdbc:millrace:mem:", "\"\" is no name of a database in memory");
        refuses("jdbc:millrace:mem:a/../b", "is no name of a database in memory");
        refuses("jdbc:millrace:file:", "the URL names no folder");
    }

    private static void refuses(String url, String message) {
        assertThatThrownBy(() -> DriverManager.getConnection(url))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining(message);
    }

    @Test
    void whatIsClosedSaysSo() throws SQLException {
        Connection connection = Jdbc.open();
        Statement statement = connection.createStatement();
        connection.close();
        connection.close();

        assertThat(statement.isClosed()).isTrue();
        assertThat(connection.isValid(1)).isFalse();
        assertThatThrownBy(connection::createStatement)
                .hasMessage("the connection is closed")
                .satisfies(e -> assertThat(((SQLException) e).getSQLState()).isEqualTo("08003"));
        assertThatThrownBy(() -> statement.execute("SHOW TABLES")).hasMessage("the connection is closed");
    }

    @Test
    void aReadOnlyConnectionChangesNothing() throws SQLException {
        try (Connection connection = Jdbc.open()) {
            connection.setReadOnly(true);

            assertThatThrownBy(() -> Jdbc.execute(connection, "CREATE TABLE t (a INT) WITH ('connector'='memory')"))
                    .hasMessageContaining("the connection is read-only");
            assertThat(Jdbc.rows(connection, "SHOW TABLES")).isEmpty();
        }
    }

    @Test
    void anyIsolationUpToRepeatableReadCanBeSet() throws SQLException {
        try (Connection connection = Jdbc.open()) {
            assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_NONE);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_REPEATABLE_READ);
            assertThat(connection.getMetaData().supportsTransactionIsolationLevel(Connection.TRANSACTION_SERIALIZABLE))
                    .isFalse();
            assertThatThrownBy(() -> connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE))
                    .isInstanceOf(SQLFeatureNotSupportedException.class)
                    .hasMessageContaining("take TRANSACTION_REPEATABLE_READ");
            assertThatThrownBy(() -> connection.setTransactionIsolation(3)).hasMessage("3 is no isolation level");
        }
    }

    @Test
    void whatThereIsNotIsRefusedAsSuch() throws SQLException {
        try (Connection connection = Jdbc.open()) {
            assertThatThrownBy(() -> connection.setAutoCommit(false))
                    .isInstanceOf(SQLFeatureNotSupportedException.class);
            assertThatThrownBy(() -> connection.prepareCall("{call f()}"))
                    .isInstanceOf(SQLFeatureNotSupportedException.class);
            assertThatThrownBy(() -> connection.createStatement(1005, 1007))
                    .isInstanceOf(SQLFeatureNotSupportedException.class);
            assertThatThrownBy(connection::createSQLXML).isInstanceOf(SQLFeatureNotSupportedException.class);
            assertThatThrownBy(connection::setSavepoint).isInstanceOf(SQLFeatureNotSupportedException.class);
            try (Statement statement = connection.createStatement()) {
                assertThatThrownBy(statement::getGeneratedKeys).isInstanceOf(SQLFeatureNotSupportedException.class);
                assertThatThrownBy(() -> statement.executeUpdate("SHOW TABLES", Statement.RETURN_GENERATED_KEYS))
                        .isInstanceOf(SQLFeatureNotSupportedException.class);
            }
        }
    }
}
