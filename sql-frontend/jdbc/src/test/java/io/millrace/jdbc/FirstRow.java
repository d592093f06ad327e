package io.millrace.jdbc;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A program that reads one row of a stream, and prints it. */
final class FirstRow {
    private FirstRow() {}

    public static void main(String[] arguments) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:millrace:");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE bid WITH ('connector'='nexmark', 'table'='bid', 'rows'='1000')");
            ResultSet rows = statement.executeQuery("SELECT STREAM auction, price FROM bid WHERE price > 100");
            rows.next();
            new PrintStream(System.out, true, StandardCharsets.UTF_8).println("auction " + rows.getLong("auction"));
        }
    }
}
