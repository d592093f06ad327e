package io.millrace.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.io.StringReader;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.Date;
import java.sql.NClob;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Struct;
import java.sql.Types;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a connection makes for parameters: arrays, rows, BLOB and CLOB. */
class GivenValuesTest {
    private Connection connection;

    @BeforeEach
    void open() throws SQLException {
        connection = Jdbc.open();
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    /** A parameter, as the statement reads it. */
    private interface Setter {
        void set(PreparedStatement statement) throws SQLException;
    }

    private ResultSet read(Setter setter) throws SQLException {
        PreparedStatement statement = connection.prepareStatement("SELECT ? AS x");
        setter.set(statement);
        ResultSet rows = statement.executeQuery();
        assertThat(rows.next()).isTrue();
        return rows;
    }

    @Test
    void arrays() throws SQLException {
        Array names = connection.createArrayOf("VARCHAR", new Object[] {"it's", null, "b"});
        assertThat(names.getBaseType()).isEqualTo(Types.VARCHAR);
        assertThat(names.getBaseTypeName()).isEqualTo("VARCHAR");
        assertThat((String[]) names.getArray()).containsExactly("it's", null, "b");
        assertThat(Jdbc.rows(names.getResultSet(1, 1))).containsExactly(List.of("1", "it's"));
        assertThat(read(s -> s.setArray(1, names)).getString(1)).isEqualTo("[it's, NULL, b]");
        Array back = connection.createArrayOf(names.getBaseTypeName(), (Object[])
                read(s -> s.setObject(1, names)).getArray(1).getArray());
        assertThat(back).hasToString("[it's, NULL, b]");

        Array prices = connection.createArrayOf("decimal", new Object[] {new BigDecimal("1.50"), 2});
        assertThat((Object[]) prices.getArray()).containsExactly(new BigDecimal("1.50"), new BigDecimal("2.00"));
        Array days = connection.createArrayOf("DATE", new Object[] {Date.valueOf("2026-01-02"), "2026-01-03"});
        assertThat(read(s -> s.setArray(1, days)).getString(1)).isEqualTo("[2026-01-02, 2026-01-03]");
        Array nested = connection.createArrayOf("INT ARRAY", new Object[] {List.of(1, 2), new Integer[] {3}});
        assertThat(read(s -> s.setArray(1, nested)).getString(1)).isEqualTo("[[1, 2], [3]]");
    }

    @Test
    void rowsAndMaps() throws SQLException {
        Struct row = connection.createStruct("ROW(name VARCHAR, size INT)", new Object[] {"x", 7});
        assertThat(row.getAttributes()).containsExactly("x", 7);
        assertThat(row.getSQLTypeName()).startsWith("ROW(");
        assertThat(read(s -> s.setObject(1, row)).getString(1)).isEqualTo("{x, 7}");
        assertThat(read(s -> s.setObject(1, row, Types.STRUCT))
                        .getObject(1, Struct.class)
                        .getAttributes())
                .containsExactly("x", 7);
        assertThat(read(s -> s.setObject(1, Map.of("k", 2))).getObject(1)).isEqualTo(Map.of("k", 2));
        Jdbc.execute(connection, "CREATE TABLE t (r ROW(a VARCHAR, b INT), l INT ARRAY) WITH ('connector'='memory')");
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES (?, ?)")) {
            insert.setObject(1, row);
            insert.setArray(2, connection.createArrayOf("INT", new Object[] {1, 2}));
            assertThat(insert.executeUpdate()).isEqualTo(1);
        }
        assertThat(Jdbc.rows(connection, "SELECT r, l FROM t")).containsExactly(List.of("{x, 7}", "[1, 2]"));
    }

    @Test
    void mistakesSayWhatIsExpected() {
        refuses(() -> connection.createArrayOf("STRINGS", new Object[0]), "there is no type \"STRINGS\"");
        refuses(() -> connection.createArrayOf("INT) + CAST(NULL AS INT", new Object[0]), "expected one type");
        refuses(() -> connection.createArrayOf("INT", null), "the elements are null");
        refuses(() -> connection.createArrayOf(null, new Object[0]), "the name of the type is null");
        refuses(
                () -> connection.createArrayOf("INT", new Object[] {"soon"}),
                "where a value of type INTEGER is expected");
        refuses(
                () -> connection.createArrayOf("TINYINT", new Object[] {300}),
                "where a value of type TINYINT is expected");
        refuses(() -> connection.createStruct("INT", new Object[] {1}), "is no type of a row; expected ROW(name TYPE");
        refuses(
                () -> connection.createStruct("ROW(a INT)", new Object[] {1, 2}),
                "2 attributes for \"ROW(a INT)\", which has 1");
        refuses(() -> connection.createSQLXML(), "there is no type XML");
    }

    private static void refuses(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(SQLException.class).hasMessageContaining(message);
    }

    @Test
    void blobs() throws Exception {
        Blob blob = connection.createBlob();
        try (OutputStream out = blob.setBinaryStream(1)) {
            out.write(new byte[] {1, 2, 3, 4});
        }
        assertThat(blob.setBytes(3, new byte[] {9, 8, 7})).isEqualTo(3);
        assertThat(blob.getBytes(1, 100)).containsExactly(1, 2, 9, 8, 7);
        assertThat(blob.position(new byte[] {9, 8}, 1)).isEqualTo(3);
        assertThat(blob.position(new byte[] {9, 8}, 4)).isEqualTo(-1);
        assertThat(blob.getBinaryStream(2, 2).readAllBytes()).containsExactly(2, 9);
        blob.truncate(3);
        assertThat(blob.length()).isEqualTo(3);
        refuses(() -> blob.getBytes(0, 1), "expected a position from 1 to 4");
        refuses(() -> blob.truncate(4), "there are not so many");
        refuses(() -> blob.setBytes(1, new byte[2], 1, 2), "2 elements from 1 on, of 2 that are given");

        ResultSet row = read(s -> s.setBlob(1, blob));
        assertThat(row.getBytes(1)).containsExactly(1, 2, 9);
        Blob read = row.getBlob(1);
        assertThat(read.position(blob, 1)).isEqualTo(1);
        read.setBytes(1, new byte[] {5});
        assertThat(row.getBytes(1)).as("a copy was changed").containsExactly(1, 2, 9);
        assertThat(read(s -> s.setBlob(1, new ByteArrayInputStream(new byte[] {6})))
                        .getBytes(1))
                .containsExactly(6);
        assertThat(read(s -> s.setObject(1, blob, Types.BLOB))
                        .getObject(1, Blob.class)
                        .length())
                .isEqualTo(3);
        blob.free();
        blob.free();
        refuses(blob::length, "the BLOB is closed");
    }

    @Test
    void clobs() throws Exception {
        Clob clob = connection.createClob();
        try (Writer out = clob.setCharacterStream(1)) {
            out.write("héllo");
        }
        assertThat(clob.setString(6, " world", 0, 4)).isEqualTo(4);
        assertThat(clob.setString(1, "H")).isEqualTo(1);
        assertThat(clob.getSubString(1, 100)).isEqualTo("Héllo wor");
        assertThat(clob.position("wor", 1)).isEqualTo(7);
        assertThat(clob.position("wor", 8)).isEqualTo(-1);
        clob.truncate(5);
        refuses(() -> clob.getSubString(7, 1), "expected a position from 1 to 6");
        ResultSet row = read(s -> s.setClob(1, clob));
        assertThat(row.getString(1)).isEqualTo("Héllo");
        assertThat(row.getClob(1).length()).isEqualTo(5);
        assertThat(row.getNClob(1).position(clob, 1)).isEqualTo(1);
        assertThat(new String(row.getClob(1).getAsciiStream().readAllBytes(), StandardCharsets.US_ASCII))
                .isEqualTo("H?llo");
        assertThat(row.getObject(1, NClob.class).getCharacterStream(2, 1).read())
                .isEqualTo('é');
        assertThat(read(s -> s.setNClob(1, new StringReader("z"))).getString(1)).isEqualTo("z");
        assertThat(read(s -> s.setObject(1, clob, Types.CLOB)).getString(1)).isEqualTo("Héllo");
        refuses(() -> row.getBlob(1), "cannot be read as Blob");
        refuses(() -> read(s -> s.setInt(1, 5)).getClob(1), "cannot be read as Clob");
        assertThat(read(s -> s.setClob(1, (Clob) null)).getClob(1)).isNull();
        clob.free();
        refuses(clob::getCharacterStream, "the CLOB is closed");
    }

    @Test
    void listsOfNullsAreArrays() throws SQLException {
        assertThat(read(s -> s.setObject(1, Arrays.asList("a", null))).getString(1))
                .isEqualTo("[a, NULL]");
    }
}
