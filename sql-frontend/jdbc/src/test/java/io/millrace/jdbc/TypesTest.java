package io.millrace.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Connection;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.sql.Struct;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZonedDateTime;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Values of every type through the getters of tables B-4 and B-6 of JDBC 4.3, and what metadata says of them. */
class TypesTest {
    private Connection connection;
    private Statement statement;

    @BeforeEach
    void open() throws SQLException {
        connection = Jdbc.open();
        statement = connection.createStatement();
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    private ResultSet value(String expression) throws SQLException {
        ResultSet rows = statement.executeQuery("SELECT " + expression + " AS x");
        assertThat(rows.next()).isTrue();
        return rows;
    }

    private Object object(String expression) throws SQLException {
        return value(expression).getObject("X");
    }

    @Test
    void getObjectGivesTheClassOfTheType() throws SQLException {
        assertThat(object("TRUE")).isEqualTo(true);
        assertThat(object("CAST(-7 AS TINYINT)")).isEqualTo(-7);
        assertThat(object("CAST(-7 AS SMALLINT)")).isEqualTo(-7);
        assertThat(object("42")).isEqualTo(42);
        assertThat(object("CAST(42 AS BIGINT)")).isEqualTo(42L);
        assertThat(object("CAST(1.5 AS REAL)")).isEqualTo(1.5f);
        assertThat(object("1.5E0")).isEqualTo(1.5);
        assertThat(object("CAST(1.50 AS DECIMAL(10, 2))")).isEqualTo(new BigDecimal("1.50"));
        assertThat(object("'Grüße 🌍'")).isEqualTo("Grüße 🌍");
        assertThat(object("X'0AFF'")).isEqualTo(new byte[] {10, -1});
        assertThat(object("DATE '1969-12-31'")).isEqualTo(Date.valueOf("1969-12-31"));
        assertThat(object("TIME '23:59:58'")).isEqualTo(Time.valueOf("23:59:58"));
        assertThat(object("TIMESTAMP '1969-12-31 23:59:59.123456'"))
                .isEqualTo(Timestamp.valueOf("1969-12-31 23:59:59.123456"));
        assertThat(object("CAST(TIMESTAMP '2026-01-01 12:00:00.5' AS TIMESTAMP WITH LOCAL TIME ZONE)"))
                .isEqualTo(OffsetDateTime.parse("2026-01-01T12:00:00.5Z"));
        assertThat(object("INTERVAL '1 02:03:04.000005' DAY TO SECOND")).isEqualTo(Duration.parse("P1DT2H3M4.000005S"));
        assertThat(object("INTERVAL '1-2' YEAR TO MONTH")).isEqualTo(Period.of(1, 2, 0));
        assertThat(object("MAP['a', 1]")).isEqualTo(Map.of("a", 1));
        assertThat(object("NULL")).isNull();
    }

    @Test
    void metadataAgreesWithWhatGetObjectGives() throws SQLException {
        ResultSet rows = statement.executeQuery("SELECT 1 AS \"Int\", 'a' AS text, CAST(1 AS DECIMAL(12, 3)) AS d,"
                + " TIMESTAMP '2026-01-01 00:00:00' AS ts, ARRAY[1, 2] AS a, ROW(1, 'x') AS r, X'01' AS b,"
                + " CAST(NULL AS VARCHAR(20)) AS v, INTERVAL '1' DAY AS i");
        ResultSetMetaData meta = rows.getMetaData();
        assertThat(rows.next()).isTrue();
        for (int i = 1; i <= meta.getColumnCount(); i++) {
            Object value = rows.getObject(i);
            if (value != null) {
                assertThat(meta.getColumnClassName(i))
                        .satisfiesAnyOf(
                                name -> assertThat(name)
                                        .isEqualTo(value.getClass().getName()),
                                name -> assertThat(Class.forName(name)).isAssignableFrom(value.getClass()));
            }
        }
        assertThat(meta.getColumnLabel(1)).isEqualTo("Int");
        assertThat(meta.getColumnType(1)).isEqualTo(Types.INTEGER);
        assertThat(meta.isNullable(1)).isEqualTo(ResultSetMetaData.columnNoNulls);
        assertThat(meta.isSigned(1)).isTrue();
        assertThat(meta.getPrecision(3)).isEqualTo(12);
        assertThat(meta.getScale(3)).isEqualTo(3);
        assertThat(meta.getColumnTypeName(3)).isEqualTo("DECIMAL");
        assertThat(meta.getColumnType(4)).isEqualTo(Types.TIMESTAMP);
        assertThat(meta.getColumnType(5)).isEqualTo(Types.ARRAY);
        assertThat(meta.getColumnType(6)).isEqualTo(Types.STRUCT);
        assertThat(meta.getPrecision(8)).isEqualTo(20);
        assertThat(meta.isNullable(8)).isEqualTo(ResultSetMetaData.columnNullable);
        assertThat(meta.getColumnDisplaySize(8)).isEqualTo(20);
        assertThatThrownBy(() -> meta.getColumnName(10)).hasMessageContaining("there is no column 10");
    }

    @Test
    void numbersConvertAndKeepTheirRange() throws SQLException {
        ResultSet row = value("300");
        assertThat(row.getLong(1)).isEqualTo(300);
        assertThat(row.getShort(1)).isEqualTo((short) 300);
        assertThat(row.getDouble(1)).isEqualTo(300.0);
        assertThat(row.getFloat(1)).isEqualTo(300f);
        assertThat(row.getBigDecimal(1)).isEqualByComparingTo("300");
        assertThat(row.getBoolean(1)).isTrue();
        assertThat(row.getString(1)).isEqualTo("300");
        assertThat(row.getObject(1, BigInteger.class)).isEqualTo(BigInteger.valueOf(300));
        assertThat(row.getObject(1, Long.class)).isEqualTo(300L);
        assertThatThrownBy(() -> row.getByte(1))
                .isInstanceOf(SQLDataException.class)
                .hasMessage("300 is out of the range of byte");
        assertThat(value("-2.9E0").getInt(1)).isEqualTo(-2);
        assertThat(value("CAST('NaN' AS DOUBLE)").getDouble(1)).isNaN();
        assertThatThrownBy(() -> value("CAST('NaN' AS DOUBLE)").getInt(1)).isInstanceOf(SQLDataException.class);
        assertThatThrownBy(() -> value("1E300").getFloat(1)).hasMessageContaining("out of the range of float");
        assertThat(value("' 12.5 '").getInt(1)).isEqualTo(12);
        assertThat(value("'yes'").getBoolean(1)).isTrue();
        assertThat(value("TRUE").getInt(1)).isEqualTo(1);
        assertThatThrownBy(() -> value("'twelve'").getInt(1)).hasMessage("\"twelve\" cannot be read as int");
        assertThatThrownBy(() -> value("'1e999999999'").getLong(1)).isInstanceOf(SQLDataException.class);
    }

    @Test
    void timesConvert() throws SQLException {
        ResultSet ts = value("TIMESTAMP '2026-03-01 10:20:30.123456'");
        assertThat(ts.getObject(1, LocalDateTime.class)).isEqualTo(LocalDateTime.parse("2026-03-01T10:20:30.123456"));
        assertThat(ts.getObject(1, LocalDate.class)).isEqualTo(LocalDate.parse("2026-03-01"));
        assertThat(ts.getObject(1, LocalTime.class)).isEqualTo(LocalTime.parse("10:20:30.123456"));
        assertThat(ts.getDate(1)).isEqualTo(Date.valueOf("2026-03-01"));
        assertThat(ts.getTimestamp(1)).isEqualTo(Timestamp.valueOf("2026-03-01 10:20:30.123456"));
        Calendar tokyo = new GregorianCalendar(TimeZone.getTimeZone("Asia/Tokyo"));
        assertThat(ts.getTimestamp(1, tokyo).toInstant()).isEqualTo(Instant.parse("2026-03-01T01:20:30.123456Z"));
        assertThat(ts.getString(1)).isEqualTo("2026-03-01 10:20:30.123456");

        ResultSet ltz = value("CAST(TIMESTAMP '2026-03-01 23:30:00' AS TIMESTAMP WITH LOCAL TIME ZONE)");
        Instant instant = Instant.parse("2026-03-01T23:30:00Z");
        assertThat(ltz.getObject(1, Instant.class)).isEqualTo(instant);
        assertThat(ltz.getTimestamp(1).toInstant()).isEqualTo(instant);
        assertThat(ltz.getTimestamp(1, tokyo).toInstant()).isEqualTo(instant);
        assertThat(ltz.getObject(1, ZonedDateTime.class).toInstant()).isEqualTo(instant);
        assertThat(ltz.getObject(1, OffsetDateTime.class)).isEqualTo(OffsetDateTime.parse("2026-03-01T23:30:00Z"));
        assertThat(ltz.getObject(1, java.util.Date.class)).isEqualTo(java.util.Date.from(instant));
        assertThat(ltz.getObject(1, Calendar.class).toInstant()).isEqualTo(instant);
        assertThat(ltz.getObject(1, LocalDate.class)).isEqualTo(LocalDate.parse("2026-03-01"));

        assertThat(value("TIME '10:20:30.5'").getTime(1).toLocalTime()).isEqualTo(LocalTime.parse("10:20:30"));
        assertThat(value("'2026-03-01'").getDate(1)).isEqualTo(Date.valueOf("2026-03-01"));
        assertThat(value("INTERVAL '90' SECOND").getObject(1, Duration.class)).isEqualTo(Duration.ofSeconds(90));
        assertThatThrownBy(() -> value("12").getDate(1))
                .isInstanceOf(SQLDataException.class)
                .hasMessage("a value of type INTEGER cannot be read as date");
        assertThatThrownBy(() -> value("'soon'").getTimestamp(1)).hasMessageContaining("\"soon\" cannot be read as");
    }

    @Test
    void arraysRowsAndMaps() throws SQLException {
        ResultSet row = value("ARRAY['a', NULL, 'c']");
        Array array = row.getArray(1);
        assertThat((String[]) array.getArray()).containsExactly("a", null, "c");
        assertThat((Object[]) array.getArray(2, 2)).containsExactly(null, "c");
        assertThat(array.getBaseType()).isEqualTo(Types.VARCHAR);
        assertThat(Jdbc.rows(array.getResultSet(3, 1))).isEqualTo(List.of(List.of("3", "c")));
        assertThat(row.getObject(1, List.class)).isEqualTo(java.util.Arrays.asList("a", null, "c"));
        assertThat(row.getObject(1, String[].class)).hasSize(3);
        assertThat(row.getString(1)).isEqualTo("[a, NULL, c]");
        assertThatThrownBy(() -> array.getArray(3, 2)).hasMessageContaining("an array of 3 elements");

        Struct struct = value("ROW(1, 'x', CAST(NULL AS DATE))").getObject(1, Struct.class);
        assertThat(struct.getAttributes()).containsExactly(1, "x", null);
        assertThat(struct.toString()).isEqualTo("{1, x, NULL}");
        assertThat(value("MAP['k', 2]").getObject(1, Map.class)).isEqualTo(Map.of("k", 2));
        assertThat(value("ARRAY[ARRAY[1], ARRAY[2, 3]]").getString(1)).isEqualTo("[[1], [2, 3]]");
    }

    @Test
    void textAndBytes() throws Exception {
        ResultSet text = value("'héllo'");
        assertThat(text.getBytes(1)).isEqualTo("héllo".getBytes(StandardCharsets.UTF_8));
        assertThat(new java.io.BufferedReader(text.getCharacterStream(1)).readLine())
                .isEqualTo("héllo");
        assertThat(text.getNString(1)).isEqualTo("héllo");
        assertThat(new String(text.getAsciiStream(1).readAllBytes(), StandardCharsets.US_ASCII))
                .isEqualTo("h?llo");
        ResultSet bytes = value("X'00FF'");
        assertThat(bytes.getBytes(1)).containsExactly(0, -1);
        assertThat(bytes.getBinaryStream(1).readAllBytes()).containsExactly(0, -1);
        assertThat(bytes.getString(1)).isEqualTo("00FF");
        UUID id = UUID.randomUUID();
        assertThat(value("'" + id + "'").getObject(1, UUID.class)).isEqualTo(id);
        assertThat(value("'http://localhost/a'").getURL(1).getPath()).isEqualTo("/a");
        assertThatThrownBy(() -> value("'x'").getBlob(1))
                .hasMessageMatching("a value of type (VAR)?CHAR.* cannot be read as Blob");
        assertThatThrownBy(() -> text.getSQLXML(1)).isInstanceOf(SQLFeatureNotSupportedException.class);
        assertThatThrownBy(() -> value("'x'").getObject(1, Thread.class))
                .hasMessageContaining("cannot be read as Thread");
        assertThatThrownBy(() -> text.updateString(1, "x")).isInstanceOf(SQLFeatureNotSupportedException.class);
        assertThatThrownBy(text::previous).isInstanceOf(SQLFeatureNotSupportedException.class);
    }

    @Test
    void nullsAreZeroOrNullAndWasNullSaysSo() throws SQLException {
        ResultSet row = value("CAST(NULL AS INTEGER)");
        assertThat(row.getInt(1)).isZero();
        assertThat(row.wasNull()).isTrue();
        assertThat(row.getDouble(1)).isZero();
        assertThat(row.getBoolean(1)).isFalse();
        assertThat(row.getString(1)).isNull();
        assertThat(row.getBigDecimal(1)).isNull();
        assertThat(row.getTimestamp(1)).isNull();
        assertThat(row.getArray(1)).isNull();
        assertThat(row.getObject(1, Integer.class)).isNull();
        assertThat(row.getCharacterStream(1)).isNull();
        ResultSet one = value("1");
        one.getInt(1);
        assertThat(one.wasNull()).isFalse();
    }

    @Test
    void columnsAreFoundByLabelInAnyCase() throws SQLException {
        ResultSet row = value("1");
        assertThat(row.findColumn("X")).isEqualTo(1);
        assertThatThrownBy(() -> row.getInt("xx"))
                .hasMessage("there is no column \"xx\"; did you mean \"x\"; columns: x")
                .satisfies(e -> assertThat(((SQLException) e).getSQLState()).isEqualTo("07009"));
        assertThatThrownBy(() -> row.getInt(2)).hasMessageContaining("there is no column 2; the result has 1");
        assertThatThrownBy(() -> row.getInt(0)).hasMessageContaining("counted from 1");
        row.close();
        assertThatThrownBy(() -> row.getInt(1)).hasMessage("the result set is closed");
        assertThatThrownBy(row::next).hasMessage("the result set is closed");
    }
}
