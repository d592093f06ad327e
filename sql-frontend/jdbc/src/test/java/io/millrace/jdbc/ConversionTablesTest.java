package io.millrace.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.Date;
import java.sql.JDBCType;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.GregorianCalendar;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TimeZone;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The tables of JDBC 4.3, appendix B, for the types that there are: what they ask for works, and anything else works or is
 * refused as a conversion, never in another way.
 */
class ConversionTablesTest {
    private static final String NUMBERS = "TINYINT SMALLINT INTEGER BIGINT REAL DOUBLE DECIMAL BOOLEAN";
    private static final String TEXTS = "CHAR VARCHAR";
    private static final String BYTES = "BINARY VARBINARY";

    /** A value of each type that every getter of table B-6 can read; of texts there is one for each kind of getter. */
    private static final Map<String, List<String>> VALUES = new LinkedHashMap<>();

    static {
        for (String type : NUMBERS.split(" ")) {
            VALUES.put(type, List.of(type.equals("BOOLEAN") ? "TRUE" : "CAST(1 AS " + type + ")"));
        }
        List<String> texts = List.of("1", "2026-01-02", "10:20:30", "2026-01-02 10:20:30");
        VALUES.put(
                "CHAR",
                texts.stream()
                        .map(text -> "CAST('" + text + "' AS CHAR(" + text.length() + "))")
                        .toList());
        VALUES.put(
                "VARCHAR",
                texts.stream().map(text -> "CAST('" + text + "' AS VARCHAR)").toList());
        VALUES.put("BINARY", List.of("CAST(X'41' AS BINARY(1))"));
        VALUES.put("VARBINARY", List.of("CAST(X'41' AS VARBINARY)"));
        VALUES.put("DATE", List.of("DATE '2026-01-02'"));
        VALUES.put("TIME", List.of("TIME '10:20:30'"));
        VALUES.put("TIMESTAMP", List.of("TIMESTAMP '2026-01-02 10:20:30'"));
        VALUES.put("LTZ", List.of("CAST(TIMESTAMP '2026-01-02 10:20:30' AS TIMESTAMP WITH LOCAL TIME ZONE)"));
        VALUES.put("ARRAY", List.of("ARRAY[1]"));
        VALUES.put("ROW", List.of("ROW(1, 'a')"));
        VALUES.put("MAP", List.of("MAP['a', 1]"));
    }

    private interface Getter {
        Object get(ResultSet row) throws SQLException;
    }

    private final Map<String, Set<String>> works = new LinkedHashMap<>();
    private Connection connection;

    @BeforeEach
    void open() throws SQLException {
        connection = Jdbc.open();
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    @Test
    void getters() throws SQLException {
        Map<String, Getter> getters = new LinkedHashMap<>();
        getters.put("getByte", row -> row.getByte(1));
        getters.put("getShort", row -> row.getShort(1));
        getters.put("getInt", row -> row.getInt(1));
        getters.put("getLong", row -> row.getLong(1));
        getters.put("getFloat", row -> row.getFloat(1));
        getters.put("getDouble", row -> row.getDouble(1));
        getters.put("getBigDecimal", row -> row.getBigDecimal(1));
        getters.put("getBoolean", row -> row.getBoolean(1));
        getters.put("getString", row -> row.getString(1));
        getters.put("getNString", row -> row.getNString(1));
        getters.put("getBytes", row -> row.getBytes(1));
        getters.put("getDate", row -> row.getDate(1));
        getters.put("getTime", row -> row.getTime(1));
        getters.put("getTimestamp", row -> row.getTimestamp(1));
        getters.put("getAsciiStream", row -> row.getAsciiStream(1));
        getters.put("getBinaryStream", row -> row.getBinaryStream(1));
        getters.put("getCharacterStream", row -> row.getCharacterStream(1));
        getters.put("getNCharacterStream", row -> row.getNCharacterStream(1));
        getters.put("getBlob", row -> row.getBlob(1));
        getters.put("getClob", row -> row.getClob(1));
        getters.put("getNClob", row -> row.getNClob(1));
        getters.put("getArray", row -> row.getArray(1));
        getters.put("getObject", row -> row.getObject(1));
        getters.put("getURL", row -> row.getURL(1));
        getters.put("getRef", row -> row.getRef(1));
        getters.put("getRowId", row -> row.getRowId(1));
        getters.put("getSQLXML", row -> row.getSQLXML(1));
        for (String type : VALUES.keySet()) {
            for (String value : VALUES.get(type)) {
                read(type, value, getters);
            }
        }
        for (String number : "getByte getShort getInt getLong getFloat getDouble getBigDecimal getBoolean".split(" ")) {
            requireWorks(number, NUMBERS, TEXTS);
        }
        requireWorks("getString", NUMBERS, TEXTS, BYTES, "DATE TIME TIMESTAMP LTZ");
        requireWorks("getNString", TEXTS);
        requireWorks("getBytes", BYTES);
        requireWorks("getDate", TEXTS, "DATE TIMESTAMP LTZ");
        requireWorks("getTime", TEXTS, "TIME TIMESTAMP LTZ");
        requireWorks("getTimestamp", TEXTS, "DATE TIME TIMESTAMP LTZ");
        requireWorks("getAsciiStream", TEXTS, BYTES);
        requireWorks("getBinaryStream", BYTES);
        requireWorks("getCharacterStream", TEXTS, BYTES);
        requireWorks("getNCharacterStream", TEXTS, BYTES);
        requireWorks("getArray", "ARRAY");
        requireWorks("getObject", VALUES.keySet().toArray(String[]::new));
        assertThat(works.get("getBlob")).containsExactlyInAnyOrder(BYTES.split(" "));
        assertThat(works.get("getClob")).containsExactlyInAnyOrder(TEXTS.split(" "));
        assertThat(works.get("getNClob")).containsExactlyInAnyOrder(TEXTS.split(" "));
        for (String absent : List.of("getURL", "getRef", "getRowId", "getSQLXML")) {
            assertThat(works).doesNotContainKey(absent);
        }
    }

    private void read(String type, String value, Map<String, Getter> getters) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            ResultSet row = statement.executeQuery("SELECT " + value + " AS x");
            row.next();
            for (Map.Entry<String, Getter> getter : getters.entrySet()) {
                attempt(
                        getter.getKey(),
                        type,
                        () -> assertThat(getter.getValue().get(row)).isNotNull());
            }
        }
    }

    private interface Attempt {
        void run() throws SQLException;
    }

    private void attempt(String how, String type, Attempt attempt) {
        try {
            attempt.run();
            works.computeIfAbsent(how, key -> new TreeSet<>()).add(type);
        } catch (SQLException e) {
            assertThat(e.getSQLState())
                    .as(how + " of " + type + ": " + e.getMessage())
                    .isIn("07006", "22003", "22007", "22018", "0A000");
        }
    }

    private void requireWorks(String how, String... types) {
        List<String> all = new ArrayList<>();
        for (String some : types) {
            all.addAll(Arrays.asList(some.split(" ")));
        }
        assertThat(works.getOrDefault(how, Set.of())).as(how).containsAll(all);
    }

    @Test
    void setObject() throws SQLException {
        String numbers = "TINYINT SMALLINT INTEGER BIGINT REAL FLOAT DOUBLE DECIMAL NUMERIC BIT BOOLEAN";
        String texts = "CHAR VARCHAR LONGVARCHAR NCHAR NVARCHAR LONGNVARCHAR";
        for (Object number : List.of(new BigDecimal("1"), true, (byte) 1, (short) 1, 1, 1L, 1f, 1d, BigInteger.ONE)) {
            requireTaken(number, numbers, texts);
        }
        requireTaken("1", numbers, texts, "BINARY VARBINARY LONGVARBINARY CLOB NCLOB");
        requireTaken("true", "BIT BOOLEAN");
        requireTaken("2026-01-02", "DATE");
        requireTaken("10:20:30", "TIME");
        requireTaken("2026-01-02 10:20:30", "TIMESTAMP");
        requireTaken(new byte[] {1}, "BINARY VARBINARY LONGVARBINARY BLOB");
        requireTaken(Date.valueOf("2026-01-02"), texts, "DATE TIMESTAMP");
        requireTaken(Time.valueOf("10:20:30"), texts, "TIME");
        requireTaken(Timestamp.valueOf("2026-01-02 10:20:30"), texts, "DATE TIME TIMESTAMP");
        requireTaken(new java.util.Date(0), texts, "DATE TIME TIMESTAMP");
        requireTaken(new GregorianCalendar(TimeZone.getTimeZone("Asia/Tokyo")), texts, "DATE TIME TIMESTAMP");
        requireTaken(LocalDate.of(2026, 1, 2), texts, "DATE");
        requireTaken(LocalTime.of(10, 20), texts, "TIME");
        requireTaken(LocalDateTime.of(2026, 1, 2, 3, 4), texts, "DATE TIME TIMESTAMP");
        requireTaken(
                OffsetDateTime.parse("2026-01-02T03:04:05+09:00"),
                texts,
                "DATE TIME TIMESTAMP TIMESTAMP_WITH_TIMEZONE");
        requireTaken(connection.createArrayOf("INTEGER", new Object[] {1}), "ARRAY");
        requireTaken(connection.createStruct("ROW(a INT)", new Object[] {1}), "STRUCT");
        Blob blob = connection.createBlob();
        blob.setBytes(1, new byte[] {1});
        requireTaken(blob, "BLOB");
        Clob clob = connection.createClob();
        clob.setString(1, "x");
        requireTaken(clob, "CLOB");
        requireTaken(connection.createNClob(), "NCLOB");
    }

    @Test
    void aPointOfTimeIsThatOfItsOwnZone() throws SQLException {
        GregorianCalendar tokyo = new GregorianCalendar(TimeZone.getTimeZone("Asia/Tokyo"));
        tokyo.clear();
        tokyo.set(2026, 0, 2, 3, 4, 5);
        for (Object value : List.of(tokyo, OffsetDateTime.parse("2026-01-02T03:04:05+09:00"))) {
            assertThat(given(value, JDBCType.TIMESTAMP)).startsWith("2026-01-02 03:04:05");
            assertThat(given(value, JDBCType.DATE)).isEqualTo("2026-01-02");
            assertThat(given(value, JDBCType.TIME)).startsWith("03:04:05");
            assertThat(given(value, JDBCType.TIMESTAMP_WITH_TIMEZONE)).startsWith("2026-01-01 18:04:05");
        }
        assertThat(given("yes", JDBCType.BOOLEAN)).isEqualTo("true");
        assertThat(given("é", JDBCType.VARBINARY)).isEqualTo("C3A9");
    }

    private String given(Object value, JDBCType type) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT ? AS x")) {
            statement.setObject(1, value, type);
            return Jdbc.rows(statement.executeQuery()).get(0).get(0);
        }
    }

    /** Tried with all types that JDBC has; of those that the tables ask for some are executed, too. */
    private void requireTaken(Object value, String... types) throws SQLException {
        works.clear();
        try (PreparedStatement statement = connection.prepareStatement("SELECT ? AS x")) {
            for (JDBCType type : JDBCType.values()) {
                attempt("setObject", type.name(), () -> statement.setObject(1, value, type));
            }
            requireWorks("setObject", types);
            String first = types[types.length - 1].split(" ")[0];
            statement.setObject(1, value, JDBCType.valueOf(first));
            assertThat(Jdbc.rows(statement.executeQuery())).as(first).hasSize(1);
        }
    }
}
