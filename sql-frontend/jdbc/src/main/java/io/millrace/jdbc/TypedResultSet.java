package io.millrace.jdbc;

import io.millrace.columnar.DataType;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.Ref;
import java.sql.RowId;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.ZoneId;
import java.util.Calendar;
import java.util.Map;

/** The getters by position, over the value of a column in the row that is current. */
abstract class TypedResultSet extends LabelledResultSet {
    private boolean wasNull;

    /** The value of a column from 1, null for NULL; an error when there is no such column or no row. */
    abstract Object value(int column) throws SQLException;

    /** Type of a column that is known to be there. */
    abstract DataType type(int column);

    abstract ZoneId zone();

    private Object read(int column) throws SQLException {
        Object value = value(column);
        wasNull = value == null;
        return value;
    }

    @Override
    public final boolean wasNull() {
        return wasNull;
    }

    @Override
    public final String getString(int column) throws SQLException {
        Object value = read(column);
        return value == null ? null : Conversions.toText(value, type(column), zone());
    }

    @Override
    public final boolean getBoolean(int column) throws SQLException {
        Object value = read(column);
        return value != null && NumberConversions.toBoolean(value, type(column));
    }

    @Override
    public final byte getByte(int column) throws SQLException {
        return (byte) whole(column, Byte.MIN_VALUE, Byte.MAX_VALUE, "byte");
    }

    @Override
    public final short getShort(int column) throws SQLException {
        return (short) whole(column, Short.MIN_VALUE, Short.MAX_VALUE, "short");
    }

    @Override
    public final int getInt(int column) throws SQLException {
        return (int) whole(column, Integer.MIN_VALUE, Integer.MAX_VALUE, "int");
    }

    @Override
    public final long getLong(int column) throws SQLException {
        return whole(column, Long.MIN_VALUE, Long.MAX_VALUE, "long");
    }

    private long whole(int column, long min, long max, String target) throws SQLException {
        Object value = read(column);
        return value == null ? 0 : NumberConversions.toLong(value, type(column), min, max, target);
    }

    @Override
    public final float getFloat(int column) throws SQLException {
        Object value = read(column);
        return value == null ? 0 : NumberConversions.toFloat(value, type(column));
    }

    @Override
    public final double getDouble(int column) throws SQLException {
        Object value = read(column);
        return value == null ? 0 : NumberConversions.toDouble(value, type(column));
    }

    @Override
    public final BigDecimal getBigDecimal(int column) throws SQLException {
        Object value = read(column);
        return value == null ? null : NumberConversions.toDecimal(value, type(column));
    }

    @Override
    @Deprecated
    public final BigDecimal getBigDecimal(int column, int scale) throws SQLException {
        BigDecimal value = getBigDecimal(column);
        return value == null ? null : value.setScale(scale, RoundingMode.HALF_UP);
    }

    @Override
    public final byte[] getBytes(int column) throws SQLException {
        Object value = read(column);
        return value == null ? null : Conversions.toBytes(value, type(column));
    }

    @Override
    public final Date getDate(int column) throws SQLException {
        return getDate(column, null);
    }

    @Override
    public final Date getDate(int column, Calendar calendar) throws SQLException {
        Object value = read(column);
        return value == null ? null : TimeConversions.toDate(value, type(column), zone(), calendar);
    }

    @Override
    public final Time getTime(int column) throws SQLException {
        return getTime(column, null);
    }

    @Override
    public final Time getTime(int column, Calendar calendar) throws SQLException {
        Object value = read(column);
        return value == null ? null : TimeConversions.toTime(value, type(column), zone(), calendar);
    }

    @Override
    public final Timestamp getTimestamp(int column) throws SQLException {
        return getTimestamp(column, null);
    }

    @Override
    public final Timestamp getTimestamp(int column, Calendar calendar) throws SQLException {
        Object value = read(column);
        return value == null ? null : TimeConversions.toTimestamp(value, type(column), zone(), calendar);
    }

    @Override
    public final Object getObject(int column) throws SQLException {
        Object value = read(column);
        return value == null ? null : JdbcValues.object(value, type(column), zone());
    }

    @Override
    public final Object getObject(int column, Map<String, Class<?>> types) throws SQLException {
        MillraceArray.refuseTypeMap(types);
        return getObject(column);
    }

    @Override
    public final <T> T getObject(int column, Class<T> target) throws SQLException {
        if (target == null) {
            throw SqlErrors.badArgument("the class to read the value as is null");
        }
        Object value = read(column);
        return value == null ? null : target.cast(Conversions.toClass(value, type(column), zone(), target));
    }

    @Override
    public final Array getArray(int column) throws SQLException {
        return getObject(column, Array.class);
    }

    @Override
    public final String getNString(int column) throws SQLException {
        return getString(column);
    }

    @Override
    public final URL getURL(int column) throws SQLException {
        String text = getString(column);
        try {
            return text == null ? null : new URL(text);
        } catch (MalformedURLException e) {
            throw new SQLDataException("\"" + text + "\" cannot be read as a URL", "22018", e);
        }
    }

    @Override
    public final InputStream getAsciiStream(int column) throws SQLException {
        String text = text(column);
        return text == null ? null : new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    @Deprecated
    public final InputStream getUnicodeStream(int column) throws SQLException {
        String text = text(column);
        return text == null ? null : new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_16BE));
    }

    @Override
    public final InputStream getBinaryStream(int column) throws SQLException {
        byte[] bytes = getBytes(column);
        return bytes == null ? null : new ByteArrayInputStream(bytes);
    }

    @Override
    public final Reader getCharacterStream(int column) throws SQLException {
        String text = text(column);
        return text == null ? null : new StringReader(text);
    }

    @Override
    public final Reader getNCharacterStream(int column) throws SQLException {
        return getCharacterStream(column);
    }

    /** Text of a text or of a byte string. */
    private String text(int column) throws SQLException {
        Object value = read(column);
        if (value instanceof byte[] bytes) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
        return value == null ? null : Conversions.toText(value, type(column), zone());
    }

    @Override
    public final Ref getRef(int column) throws SQLException {
        throw noSuchType("REF");
    }

    @Override
    public final Blob getBlob(int column) throws SQLException {
        return getObject(column, Blob.class);
    }

    @Override
    public final Clob getClob(int column) throws SQLException {
        return getObject(column, Clob.class);
    }

    @Override
    public final NClob getNClob(int column) throws SQLException {
        return getObject(column, NClob.class);
    }

    @Override
    public final RowId getRowId(int column) throws SQLException {
        throw noSuchType("ROWID");
    }

    @Override
    public final SQLXML getSQLXML(int column) throws SQLException {
        throw noSuchType("XML");
    }

    private static SQLException noSuchType(String type) {
        return SqlErrors.unsupported("there is no type " + type + "; use getString, getBytes or getObject");
    }
}
