package io.millrace.jdbc;

import io.millrace.columnar.DataType;
import io.millrace.columnar.ValueText;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.NClob;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.Struct;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Values of columns, none of them NULL, read as what is asked for: tables B-6 and B-4 of JDBC 4.3 and java.time. */
final class Conversions {
    private Conversions() {}

    static SQLException wrongType(DataType type, String target) {
        return new SQLDataException("a value of type " + type + " cannot be read as " + target, SqlErrors.WRONG_TYPE);
    }

    static String toText(Object value, DataType type, ZoneId zone) {
        return ValueText.format(value, type, zone);
    }

    /** Bytes of a byte string, or of a text in UTF-8. */
    static byte[] toBytes(Object value, DataType type) throws SQLException {
        if (value instanceof byte[] bytes) {
            return bytes.clone();
        }
        if (value instanceof String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        throw wrongType(type, "bytes");
    }

    static Object toClass(Object value, DataType type, ZoneId zone, Class<?> target) throws SQLException {
        if (target == String.class) {
            return toText(value, type, zone);
        } else if (target == Boolean.class) {
            return NumberConversions.toBoolean(value, type);
        } else if (target == byte[].class) {
            return toBytes(value, type);
        } else if ((target == Clob.class || target == NClob.class) && value instanceof String text) {
            return new MillraceClob(text);
        } else if (target == Blob.class && value instanceof byte[] bytes) {
            return new MillraceBlob(bytes.clone());
        } else if (target == UUID.class && value instanceof String text) {
            return uuid(text);
        }
        Object number = number(value, type, target);
        if (number != null) {
            return number;
        }
        Object time = TimeConversions.toClass(value, type, zone, target);
        if (time != null) {
            return time;
        }
        return nested(value, type, zone, target);
    }

    private static Object number(Object value, DataType type, Class<?> target) throws SQLException {
        if (target == Long.class) {
            return NumberConversions.toLong(value, type, Long.MIN_VALUE, Long.MAX_VALUE, "long");
        } else if (target == Integer.class) {
            return (int) NumberConversions.toLong(value, type, Integer.MIN_VALUE, Integer.MAX_VALUE, "int");
        } else if (target == Short.class) {
            return (short) NumberConversions.toLong(value, type, Short.MIN_VALUE, Short.MAX_VALUE, "short");
        } else if (target == Byte.class) {
            return (byte) NumberConversions.toLong(value, type, Byte.MIN_VALUE, Byte.MAX_VALUE, "byte");
        } else if (target == Double.class) {
            return NumberConversions.toDouble(value, type);
        } else if (target == Float.class) {
            return NumberConversions.toFloat(value, type);
        } else if (target == BigDecimal.class) {
            return NumberConversions.toDecimal(value, type);
        } else if (target == BigInteger.class) {
            return NumberConversions.toDecimal(value, type)
                    .setScale(0, RoundingMode.DOWN)
                    .toBigInteger();
        }
        return null;
    }

    private static Object nested(Object value, DataType type, ZoneId zone, Class<?> target) throws SQLException {
        Object natural = JdbcValues.object(value, type, zone);
        if (target.isInstance(natural)) {
            return natural;
        }
        if (natural instanceof Array array) {
            Object[] elements = (Object[]) array.getArray();
            if (target.isInstance(elements)) {
                return elements;
            }
            if (target == List.class) {
                return Arrays.asList(elements);
            }
        }
        if (natural instanceof Struct struct) {
            if (target == Object[].class) {
                return struct.getAttributes();
            }
            if (target == List.class) {
                return Arrays.asList(struct.getAttributes());
            }
        }
        String wanted = target == Map.class ? "Map" : target.getSimpleName();
        throw wrongType(type, wanted);
    }

    private static UUID uuid(String text) throws SQLException {
        try {
            return UUID.fromString(text.strip());
        } catch (IllegalArgumentException e) {
            throw new SQLDataException("\"" + text + "\" cannot be read as UUID", "22018", e);
        }
    }
}
