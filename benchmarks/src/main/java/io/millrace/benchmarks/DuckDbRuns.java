package io.millrace.benchmarks;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;

/** DuckDB's side of the comparison: the answer of a query into a table in memory. */
final class DuckDbRuns implements AutoCloseable {
    private final Connection connection;
    private final ComparisonData data;

    DuckDbRuns(ComparisonData data, int threads) throws SQLException {
        this.data = data;
        this.connection = connect();
        execute("SET threads = " + threads);
    }

    static Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:duckdb:");
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Runs a query; seconds. */
    double seconds(ComparisonQuery query) throws SQLException {
        execute(data.duckDbView(query.format()));
        long start = System.nanoTime();
        execute("CREATE OR REPLACE TEMP TABLE answer AS " + query.duckdb());
        return (System.nanoTime() - start) / 1e9;
    }

    /** Of the last answer. */
    Checksum checksum() throws SQLException {
        Checksum checksum = new Checksum();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT * FROM answer")) {
            int columns = rows.getMetaData().getColumnCount();
            int[] types = new int[columns + 1];
            for (int i = 1; i <= columns; i++) {
                types[i] = rows.getMetaData().getColumnType(i);
            }
            while (rows.next()) {
                for (int i = 1; i <= columns; i++) {
                    switch (types[i]) {
                        case Types.DOUBLE -> checksum.value(rows.getDouble(i));
                        case Types.VARCHAR -> {
                            byte[] text = rows.getString(i).getBytes(StandardCharsets.UTF_8);
                            checksum.value(text, 0, text.length);
                        }
                        default -> checksum.value(rows.getLong(i));
                    }
                }
                checksum.endRow();
            }
        }
        return checksum;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
