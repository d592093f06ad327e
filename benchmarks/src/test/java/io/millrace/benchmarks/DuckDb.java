package io.millrace.benchmarks;

import io.millrace.columnar.DataType;
import io.millrace.columnar.Schema;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** DuckDB in memory: an engine of other makers, for answers to compare with. */
final class DuckDb implements AutoCloseable {
    private final Connection connection;

    DuckDb() throws SQLException {
        connection = DriverManager.getConnection("jdbc:duckdb:");
    }

    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /**
     * Makes a macro {@code hop_<table>(slide, size, start)}, all in seconds: the table's rows, each once for every window
     * that its {@code ts} is in, with {@code window_start} and {@code window_end}.
     */
    void defineHop(String table) throws SQLException {
        execute("CREATE OR REPLACE MACRO window_start_at(t, slide, start) AS"
                + " t - (((t - start * 1000000) % (slide * 1000000)) + slide * 1000000) % (slide * 1000000)");
        execute("CREATE MACRO hop_" + table + "(slide, size, start) AS TABLE"
                + " SELECT * EXCLUDE (w), make_timestamp(w) AS window_start,"
                + " make_timestamp(w + size * 1000000) AS window_end"
                + " FROM (SELECT *, rowid AS arrival, unnest(range(window_start_at(epoch_us(ts) - size * 1000000, slide, start)"
                + " + slide * 1000000, window_start_at(epoch_us(ts), slide, start) + 1, slide * 1000000)) AS w"
                + " FROM " + table + ")");
    }

    /** The rows of a query as texts, read as the types that the other engine gives. */
    List<String> rows(String sql, Schema schema) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            if (result.getMetaData().getColumnCount() != schema.size()) {
                throw new IllegalArgumentException("not " + schema.size() + " columns: " + sql);
            }
            List<String> rows = new ArrayList<>();
            while (result.next()) {
                List<Object> values = new ArrayList<>();
                for (int i = 0; i < schema.size(); i++) {
                    values.add(value(result, i + 1, schema.type(i)));
                }
                rows.add(RowText.of(values, schema));
            }
            return rows;
        }
    }

    /** The rows of a query; numbers as {@link #plain} has them. */
    List<List<Object>> values(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<List<Object>> rows = new ArrayList<>();
            while (result.next()) {
                List<Object> values = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    values.add(plain(result.getObject(i)));
                }
                rows.add(values);
            }
            return rows;
        }
    }

    /** Whole numbers of any size as BigDecimal, floating ones as doubles, so that equal values are equal. */
    static Object plain(Object value) {
        if (value instanceof Float || value instanceof Double) {
            return ((Number) value).doubleValue();
        }
        return value instanceof Number number ? new BigDecimal(number.toString()) : value;
    }

    private static Object value(ResultSet result, int column, DataType type) throws SQLException {
        Object value = result.getObject(column);
        if (value == null) {
            return null;
        }
        return switch (type.kind()) {
            case TIMESTAMP ->
                ChronoUnit.MICROS.between(
                        LocalDateTime.ofEpochSecond(0, 0, ZoneOffset.UTC),
                        result.getObject(column, LocalDateTime.class));
            case DATE -> result.getObject(column, LocalDate.class).toEpochDay();
            case ARRAY -> Arrays.asList((Object[]) ((Array) value).getArray());
            default -> value;
        };
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
