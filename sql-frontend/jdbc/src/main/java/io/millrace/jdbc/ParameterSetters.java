package io.millrace.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.net.URL;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.PreparedStatement;
import java.sql.Ref;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;

/** The setters of a prepared statement, all of which come down to {@link #set}. */
abstract class ParameterSetters extends MillraceStatement implements PreparedStatement {
    ParameterSetters(MillraceConnection connection) {
        super(connection);
    }

    /** @param value as {@link io.millrace.sql.SqlStatement#bind} takes it */
    abstract void set(int index, Object value) throws SQLException;

    @Override
    public final void setNull(int index, int type) throws SQLException {
        set(index, null);
    }

    @Override
    public final void setNull(int index, int type, String typeName) throws SQLException {
        set(index, null);
    }

    @Override
    public final void setBoolean(int index, boolean value) throws SQLException {
        set(index, value);
    }

    @Override
    public final void setByte(int index, byte value) throws SQLException {
        set(index, value);
    }

    @Override
    public final void setShort(int index, short value) throws SQLException {
        set(index, value);
    }

    @Override
    public final void setInt(int index, int value) throws SQLException {
        set(index, value);
    }

    @Override
    public final void setLong(int index, long value) throws SQLException {
        set(index, value);
    }

    @Override
    public final void setFloat(int index, float value) throws SQLException {
        set(index, value);
    }

    @Override
    public final void setDouble(int index, double value) throws SQLException {
        set(index, value);
    }

    @Override
    public final void setBigDecimal(int index, BigDecimal value) throws SQLException {
        set(index, value);
    }

    @Override
    public final void setString(int index, String value) throws SQLException {
        set(index, value);
    }

    @Override
    public final void setNString(int index, String value) throws SQLException {
        set(index, value);
    }

    @Override
    public final void setURL(int index, URL value) throws SQLException {
        set(index, value == null ? null : value.toString());
    }

    @Override
    public final void setBytes(int index, byte[] value) throws SQLException {
        set(index, value == null ? null : value.clone());
    }

    @Override
    public final void setDate(int index, Date value) throws SQLException {
        set(index, value == null ? null : value.toLocalDate());
    }

    @Override
    public final void setDate(int index, Date value, Calendar calendar) throws SQLException {
        set(index, value == null ? null : ParameterValues.local(value, calendar).toLocalDate());
    }

    @Override
    public final void setTime(int index, Time value) throws SQLException {
        set(index, ParameterValues.of(value));
    }

    @Override
    public final void setTime(int index, Time value, Calendar calendar) throws SQLException {
        set(index, value == null ? null : ParameterValues.local(value, calendar).toLocalTime());
    }

    @Override
    public final void setTimestamp(int index, Timestamp value) throws SQLException {
        set(index, value == null ? null : value.toLocalDateTime());
    }

    @Override
    public final void setTimestamp(int index, Timestamp value, Calendar calendar) throws SQLException {
        set(index, value == null ? null : ParameterValues.local(value, calendar));
    }

    @Override
    public final void setArray(int index, Array value) throws SQLException {
        set(index, value == null ? null : ParameterValues.list((Object[]) value.getArray()));
    }

    @Override
    public final void setObject(int index, Object value) throws SQLException {
        set(index, ParameterValues.of(value));
    }

    @Override
    public final void setObject(int index, Object value, int type) throws SQLException {
        set(index, ParameterValues.as(value, type));
    }

    /** The scale is that of the value. */
    @Override
    public final void setObject(int index, Object value, int type, int scaleOrLength) throws SQLException {
        set(index, ParameterValues.as(value, type));
    }

    @Override
    public final void setObject(int index, Object value, SQLType type) throws SQLException {
        set(index, ParameterValues.as(value, type.getVendorTypeNumber()));
    }

    @Override
    public final void setObject(int index, Object value, SQLType type, int scaleOrLength) throws SQLException {
        setObject(index, value, type);
    }

    // ---- streams, which are read at once

    @Override
    public final void setAsciiStream(int index, InputStream value) throws SQLException {
        setText(index, value, -1, StandardCharsets.US_ASCII);
    }

    @Override
    public final void setAsciiStream(int index, InputStream value, int length) throws SQLException {
        setText(index, value, length, StandardCharsets.US_ASCII);
    }

    @Override
    public final void setAsciiStream(int index, InputStream value, long length) throws SQLException {
        setText(index, value, length, StandardCharsets.US_ASCII);
    }

    @Override
    @Deprecated
    public final void setUnicodeStream(int index, InputStream value, int length) throws SQLException {
        setText(index, value, length, StandardCharsets.UTF_8);
    }

    private void setText(int index, InputStream value, long length, Charset charset) throws SQLException {
        byte[] bytes = bytes(value, length);
        set(index, bytes == null ? null : new String(bytes, charset));
    }

    @Override
    public final void setBinaryStream(int index, InputStream value) throws SQLException {
        set(index, bytes(value, -1));
    }

    @Override
    public final void setBinaryStream(int index, InputStream value, int length) throws SQLException {
        set(index, bytes(value, length));
    }

    @Override
    public final void setBinaryStream(int index, InputStream value, long length) throws SQLException {
        set(index, bytes(value, length));
    }

    @Override
    public final void setCharacterStream(int index, Reader value) throws SQLException {
        set(index, text(value, -1));
    }

    @Override
    public final void setCharacterStream(int index, Reader value, int length) throws SQLException {
        set(index, text(value, length));
    }

    @Override
    public final void setCharacterStream(int index, Reader value, long length) throws SQLException {
        set(index, text(value, length));
    }

    @Override
    public final void setNCharacterStream(int index, Reader value) throws SQLException {
        set(index, text(value, -1));
    }

    @Override
    public final void setNCharacterStream(int index, Reader value, long length) throws SQLException {
        set(index, text(value, length));
    }

    private static byte[] bytes(InputStream stream, long length) throws SQLException {
        try {
            if (stream == null) {
                return null;
            }
            byte[] bytes = length < 0 ? stream.readAllBytes() : stream.readNBytes(Math.toIntExact(length));
            requireLength(bytes.length, length, "bytes");
            return bytes;
        } catch (IOException e) {
            throw new SQLException("the stream of a parameter cannot be read: " + e.getMessage(), "58030", e);
        }
    }

    private static String text(Reader reader, long length) throws SQLException {
        if (reader == null) {
            return null;
        }
        StringWriter text = new StringWriter();
        try {
            char[] part = new char[8192];
            long left = length < 0 ? Long.MAX_VALUE : length;
            int read = reader.read(part, 0, (int) Math.min(part.length, left));
            while (read > 0) {
                text.write(part, 0, read);
                left -= read;
                read = left == 0 ? 0 : reader.read(part, 0, (int) Math.min(part.length, left));
            }
        } catch (IOException e) {
            throw new SQLException("the stream of a parameter cannot be read: " + e.getMessage(), "58030", e);
        }
        requireLength(text.getBuffer().length(), length, "characters");
        return text.toString();
    }

    private static void requireLength(long found, long expected, String unit) throws SQLException {
        if (expected >= 0 && found < expected) {
            throw SqlErrors.badArgument(
                    "the stream of a parameter ends after " + found + " " + unit + "; expected " + expected);
        }
    }

    // ---- BLOB and CLOB, which are read at once

    @Override
    public final void setBlob(int index, Blob value) throws SQLException {
        set(index, ParameterValues.of(value));
    }

    @Override
    public final void setBlob(int index, InputStream value) throws SQLException {
        setBinaryStream(index, value);
    }

    @Override
    public final void setBlob(int index, InputStream value, long length) throws SQLException {
        setBinaryStream(index, value, length);
    }

    @Override
    public final void setClob(int index, Clob value) throws SQLException {
        set(index, ParameterValues.of(value));
    }

    @Override
    public final void setClob(int index, Reader value) throws SQLException {
        setCharacterStream(index, value);
    }

    @Override
    public final void setClob(int index, Reader value, long length) throws SQLException {
        setCharacterStream(index, value, length);
    }

    @Override
    public final void setNClob(int index, NClob value) throws SQLException {
        set(index, ParameterValues.of(value));
    }

    @Override
    public final void setNClob(int index, Reader value) throws SQLException {
        setCharacterStream(index, value);
    }

    @Override
    public final void setNClob(int index, Reader value, long length) throws SQLException {
        setCharacterStream(index, value, length);
    }

    // ---- what there is not

    @Override
    public final void setRef(int index, Ref value) throws SQLException {
        throw noSuchType("REF");
    }

    @Override
    public final void setRowId(int index, RowId value) throws SQLException {
        throw noSuchType("ROWID");
    }

    @Override
    public final void setSQLXML(int index, SQLXML value) throws SQLException {
        throw noSuchType("XML");
    }

    private static SQLException noSuchType(String type) {
        return SqlErrors.unsupported("there is no type " + type + "; use setString or setBytes");
    }

    // ---- calls that would take another statement

    @Override
    public final boolean execute(String sql) throws SQLException {
        throw hasItsOwn();
    }

    @Override
    public final java.sql.ResultSet executeQuery(String sql) throws SQLException {
        throw hasItsOwn();
    }

    @Override
    public final int executeUpdate(String sql) throws SQLException {
        throw hasItsOwn();
    }

    @Override
    public final long executeLargeUpdate(String sql) throws SQLException {
        throw hasItsOwn();
    }

    @Override
    public final void addBatch(String sql) throws SQLException {
        throw hasItsOwn();
    }

    private static SQLException hasItsOwn() {
        return new SQLException(
                "a prepared statement executes the statement it was prepared with; call without a text",
                SqlErrors.SEQUENCE);
    }
}
