package io.millrace.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.sql.Session;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What tools read of a database. */
class MetadataTest {
    private Connection connection;
    private DatabaseMetaData meta;

    @BeforeEach
    void open() throws SQLException {
        connection = Jdbc.open();
        meta = connection.getMetaData();
        Jdbc.execute(
                connection,
                "CREATE TABLE Trips (id BIGINT NOT NULL, city VARCHAR(20), fare DECIMAL(8, 2), ts TIMESTAMP(3))"
                        + " WITH ('connector'='memory')",
                "CREATE VIEW big_trips (trip, cost) AS SELECT id, fare FROM Trips WHERE fare > 100");
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    private static List<List<String>> pick(ResultSet rows, String... columns) throws SQLException {
        List<List<String>> picked = new ArrayList<>();
        while (rows.next()) {
            List<String> row = new ArrayList<>();
            for (String column : columns) {
                row.add(rows.getString(column));
            }
            picked.add(row);
        }
        return picked;
    }

    @Test
    void tablesAndViewsAreListedByPatternAndType() throws SQLException {
        assertThat(pick(meta.getTables(null, null, "%", null), "TABLE_NAME", "TABLE_TYPE"))
                .isEqualTo(List.of(List.of("Trips", "TABLE"), List.of("big_trips", "VIEW")));
        assertThat(pick(meta.getTables("", "", "TRIP_", new String[] {"TABLE"}), "TABLE_NAME", "REMARKS"))
                .isEqualTo(List.of(List.of("Trips", "connector memory")));
        assertThat(pick(meta.getTables(null, null, "big\\_%", null), "REMARKS"))
                .isEqualTo(List.of(List.of("SELECT id, fare FROM Trips WHERE fare > 100")));
        assertThat(pick(meta.getTables(null, null, null, new String[] {"SYSTEM TABLE"}), "TABLE_NAME"))
                .isEmpty();
        assertThat(pick(meta.getTables(null, "other", "%", null), "TABLE_NAME")).isEmpty();
        assertThat(pick(meta.getTableTypes(), "TABLE_TYPE")).hasSize(2);
    }

    @Test
    void columnsHaveTheirTypes() throws SQLException {
        assertThat(pick(
                        meta.getColumns(null, null, "trips", null),
                        "COLUMN_NAME",
                        "DATA_TYPE",
                        "COLUMN_SIZE",
                        "DECIMAL_DIGITS",
                        "IS_NULLABLE",
                        "ORDINAL_POSITION"))
                .isEqualTo(List.of(
                        List.of("id", "" + Types.BIGINT, "19", "0", "NO", "1"),
                        java.util.Arrays.asList("city", "" + Types.VARCHAR, "20", null, "YES", "2"),
                        List.of("fare", "" + Types.DECIMAL, "8", "2", "YES", "3"),
                        List.of("ts", "" + Types.TIMESTAMP, "23", "3", "YES", "4")));
        assertThat(pick(meta.getColumns(null, null, "BIG%", "c%"), "COLUMN_NAME", "TYPE_NAME"))
                .isEqualTo(List.of(List.of("cost", "DECIMAL")));
    }

    @Test
    void functionsKeywordsAndTypesAreThoseThereAre() throws SQLException {
        assertThat(pick(meta.getFunctions(null, null, "APPROX%"), "FUNCTION_NAME"))
                .contains(List.of("APPROX_COUNT_DISTINCT"));
        assertThat(meta.getNumericFunctions().split(","))
                .contains("ABS", "SQRT")
                .isSorted();
        assertThat(meta.getStringFunctions().split(",")).contains("UPPER", "SUBSTRING");
        assertThat(meta.getTimeDateFunctions().split(",")).contains("EXTRACT");
        assertThat(meta.getSQLKeywords().split(",")).contains("TABLESAMPLE").doesNotContain("SELECT");
        assertThat(pick(meta.getTypeInfo(), "TYPE_NAME")).contains(List.of("DECIMAL"), List.of("TIMESTAMP_LTZ"));
    }

    /** One connection's program brings it along, for all connections to the database. */
    @Test
    void aFunctionOfTheProgramIsCalledAndListed() throws SQLException {
        try (Connection own = DriverManager.getConnection("jdbc:millrace:mem:functions");
                Connection other = DriverManager.getConnection("jdbc:millrace:mem:functions")) {
            own.unwrap(Session.class)
                    .udf()
                    .register("shout", (String text, Integer times) -> text + "!".repeat(times), "VARCHAR");
            try (PreparedStatement call = other.prepareStatement("SELECT shout(?, ?) AS s, shout(?, 1 + 1)")) {
                assertThat(call.getParameterMetaData().getParameterType(2)).isEqualTo(Types.INTEGER);
                call.setString(1, "hey");
                call.setInt(2, 3);
                call.setString(3, "ho");
                assertThat(pick(call.executeQuery(), "s", "EXPR$1")).containsExactly(List.of("hey!!!", "ho!!"));
                call.setInt(2, -1);
                assertThatThrownBy(() -> pick(call.executeQuery(), "s"))
                        .isInstanceOfSatisfying(
                                SQLException.class,
                                e -> assertThat(e.getSQLState()).isEqualTo("22000"))
                        .hasMessageContaining("function \"SHOUT\" has failed for (hey, -1): count is negative: -1");
            }
            assertThat(pick(
                            other.getMetaData().getFunctions(null, null, "SHOUT"),
                            "FUNCTION_NAME",
                            "REMARKS",
                            "FUNCTION_TYPE"))
                    .containsExactly(List.of(
                            "SHOUT",
                            "SHOUT(String, Integer) VARCHAR, of the program",
                            "" + DatabaseMetaData.functionNoTable));
        }
    }

    /** Each function that the metadata names can be described, so it is there. */
    @Test
    void everyFunctionListedIsKnown() throws SQLException {
        for (List<String> function : pick(meta.getFunctions(null, null, null), "FUNCTION_NAME")) {
            assertThat(Jdbc.rows(connection, "DESCRIBE FUNCTION \"" + function.get(0) + "\""))
                    .isNotEmpty();
        }
    }

    /** Calls every method there is, with null, 0 and false for arguments. */
    @Test
    void everyQuestionHasAnAnswer() throws ReflectiveOperationException, SQLException {
        int asked = 0;
        for (Method method : DatabaseMetaData.class.getMethods()) {
            if (method.getName().equals("unwrap") || method.getName().equals("isWrapperFor")) {
                continue;
            }
            Object[] arguments = new Object[method.getParameterCount()];
            Parameter[] parameters = method.getParameters();
            for (int i = 0; i < arguments.length; i++) {
                Class<?> type = parameters[i].getType();
                arguments[i] = type == int.class ? (Object) 0 : type == boolean.class ? (Object) false : null;
            }
            Object answer = method.invoke(meta, arguments);
            assertThat(answer).as(method.getName()).isNotNull();
            if (answer instanceof ResultSet rows) {
                assertThat(rows.getMetaData().getColumnCount())
                        .as(method.getName())
                        .isPositive();
                rows.close();
            }
            asked++;
        }
        assertThat(asked).isGreaterThan(170);
    }

    @Test
    void theConnectionIsNamedWithoutItsProperties() throws SQLException {
        assertThat(meta.getURL()).isEqualTo("jdbc:millrace:");
        assertThat(meta.getDatabaseProductName()).isEqualTo("Millrace");
        assertThat(meta.getConnection()).isSameAs(connection);
        assertThat(meta.supportsTransactions()).isFalse();
        assertThat(meta.supportsResultSetType(ResultSet.TYPE_FORWARD_ONLY)).isTrue();
        assertThat(meta.supportsResultSetType(ResultSet.TYPE_SCROLL_INSENSITIVE))
                .isFalse();
    }
}
