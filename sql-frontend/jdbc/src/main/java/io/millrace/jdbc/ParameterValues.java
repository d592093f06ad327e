package io.millrace.jdbc;

import io.millrace.columnar.DataType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.Struct;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Objects given to {@code setObject} as values that a statement can be bound to. */
final class ParameterValues {
    private ParameterValues() {}

    /** The object itself where it is one of java.time, a number, a text ...; what says the same in place of any other. */
    static Object of(Object value) throws SQLException {
        if (value instanceof Date date) {
            return date.toLocalDate();
        } else if (value instanceof Time time) {
            return local(time, null).toLocalTime();
        } else if (value instanceof Timestamp timestamp) {
            return timestamp.toLocalDateTime();
        } else if (value instanceof java.util.Date date) {
            return new Timestamp(date.getTime()).toLocalDateTime();
        } else if (value instanceof Calendar calendar) {
            return calendar.toInstant();
        } else if (value instanceof Character || value instanceof UUID || value instanceof java.net.URL) {
            return value.toString();
        } else if (value instanceof Enum<?> constant) {
            return constant.name();
        } else if (value instanceof Array array) {
            return list((Object[]) array.getArray());
        } else if (value instanceof Struct struct) {
            return list(struct.getAttributes()).toArray();
        } else if (value instanceof Clob clob) {
            return clob.getSubString(1, Math.toIntExact(clob.length()));
        } else if (value instanceof Blob blob) {
            return blob.getBytes(1, Math.toIntExact(blob.length()));
        } else if (value instanceof Map<?, ?> entries) {
            return map(entries);
        } else if (value instanceof byte[] bytes) {
            return bytes.clone();
        } else if (value instanceof Object[] elements) {
            return list(elements);
        } else if (value instanceof List<?> elements) {
            return list(elements.toArray());
        }
        return value;
    }

    static List<Object> list(Object[] elements) throws SQLException {
        List<Object> list = new ArrayList<>();
        for (Object element : elements) {
            list.add(of(element));
        }
        return list;
    }

    private static Map<Object, Object> map(Map<?, ?> entries) throws SQLException {
        Map<Object, Object> map = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : entries.entrySet()) {
            map.put(of(entry.getKey()), of(entry.getValue()));
        }
        return map;
    }

    /** What a point of time is called in a calendar's zone; null for the JVM's. */
    static LocalDateTime local(java.util.Date value, Calendar calendar) {
        ZoneId zone = calendar == null
                ? ZoneId.systemDefault()
                : calendar.getTimeZone().toZoneId();
        Instant instant =
                value instanceof Timestamp timestamp ? timestamp.toInstant() : Instant.ofEpochMilli(value.getTime());
        return LocalDateTime.ofInstant(instant, zone);
    }

    /** The value as one of {@link Types}: table B-5. */
    static Object as(Object given, int type) throws SQLException {
        Object value = given instanceof Calendar calendar
                ? calendar.toInstant().atZone(calendar.getTimeZone().toZoneId())
                : of(given);
        if (value == null || type == Types.OTHER || type == Types.JAVA_OBJECT || type == Types.NULL) {
            return value;
        }
        try {
            Object converted = converted(value, type);
            if (converted != null) {
                return converted;
            }
        } catch (ArithmeticException | IllegalArgumentException | java.time.DateTimeException e) {
            throw new SQLDataException(
                    "\"" + value + "\" cannot be a parameter of type " + name(type), SqlErrors.WRONG_TYPE, e);
        }
        throw new SQLDataException(
                "a " + value.getClass().getSimpleName() + " cannot be a parameter of type " + name(type),
                SqlErrors.WRONG_TYPE);
    }

    private static Object converted(Object value, int type) throws SQLException {
        return switch (type) {
            case Types.CHAR,
                    Types.VARCHAR,
                    Types.LONGVARCHAR,
                    Types.NCHAR,
                    Types.NVARCHAR,
                    Types.LONGNVARCHAR,
                    Types.CLOB,
                    Types.NCLOB -> isText(value) ? text(value) : null;
            case Types.BIT, Types.BOOLEAN ->
                value instanceof String text
                        ? (Object) NumberConversions.toBoolean(text, DataType.VARCHAR)
                        : truth(value);
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER ->
                decimal(value) == null ? null : (Object) whole(value).intValueExact();
            case Types.BIGINT ->
                decimal(value) == null ? null : (Object) whole(value).longValueExact();
            case Types.REAL -> real(value) == null ? null : (Object) real(value).floatValue();
            case Types.FLOAT, Types.DOUBLE ->
                real(value) == null ? null : (Object) real(value).doubleValue();
            case Types.DECIMAL, Types.NUMERIC -> decimal(value);
            case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB ->
                value instanceof String text
                        ? text.getBytes(StandardCharsets.UTF_8)
                        : value instanceof byte[] ? value : null;
            case Types.DATE -> date(local(value));
            case Types.TIME -> time(local(value));
            case Types.TIMESTAMP -> timestamp(local(value));
            case Types.TIMESTAMP_WITH_TIMEZONE -> instant(value);
            case Types.ARRAY -> value instanceof List ? value : null;
            case Types.STRUCT -> value instanceof Object[] ? value : null;
            default -> null;
        };
    }

    private static boolean isText(Object value) {
        return !(value instanceof byte[] || value instanceof List || value instanceof Object[] || value instanceof Map);
    }

    private static String text(Object value) {
        return value instanceof BigDecimal decimal ? decimal.toPlainString() : value.toString();
    }

    private static Object truth(Object value) {
        BigDecimal number = value instanceof Boolean ? null : decimal(value);
        return value instanceof Boolean ? value : number == null ? null : (Object) (number.signum() != 0);
    }

    /** A number, a truth value or a text that holds a number; null for anything else. */
    private static BigDecimal decimal(Object value) {
        if (value instanceof BigDecimal decimal) {
            return decimal;
        } else if (value instanceof BigInteger integer) {
            return new BigDecimal(integer);
        } else if (value instanceof Boolean truth) {
            return truth ? BigDecimal.ONE : BigDecimal.ZERO;
        } else if (value instanceof Number || value instanceof String) {
            return new BigDecimal(value.toString().strip());
        }
        return null;
    }

    /** A number as it is where it has no exact form; null for what is none. */
    private static Number real(Object value) {
        return value instanceof Double || value instanceof Float ? (Number) value : decimal(value);
    }

    private static BigInteger whole(Object value) {
        return decimal(value).setScale(0, java.math.RoundingMode.DOWN).toBigInteger();
    }

    /** A point of time as it is called in its own zone; one without is in the JVM's. */
    private static Object local(Object value) {
        if (value instanceof OffsetDateTime zoned) {
            return zoned.toLocalDateTime();
        } else if (value instanceof ZonedDateTime zoned) {
            return zoned.toLocalDateTime();
        }
        return value instanceof Instant instant ? LocalDateTime.ofInstant(instant, ZoneId.systemDefault()) : value;
    }

    private static LocalDate date(Object value) {
        return value instanceof LocalDateTime timestamp
                ? timestamp.toLocalDate()
                : value instanceof LocalDate date ? date : value instanceof String text ? LocalDate.parse(text) : null;
    }

    private static LocalTime time(Object value) {
        return value instanceof LocalDateTime timestamp
                ? timestamp.toLocalTime()
                : value instanceof LocalTime time ? time : value instanceof String text ? LocalTime.parse(text) : null;
    }

    private static Object timestamp(Object value) {
        if (value instanceof LocalDate date) {
            return date.atStartOfDay();
        } else if (value instanceof String text) {
            return Timestamp.valueOf(text).toLocalDateTime();
        }
        return value instanceof LocalDateTime ? value : null;
    }

    private static Object instant(Object value) {
        if (value instanceof String text) {
            return OffsetDateTime.parse(text);
        }
        return value instanceof Instant
                        || value instanceof OffsetDateTime
                        || value instanceof ZonedDateTime
                        || value instanceof LocalDateTime
                ? value
                : null;
    }

    private static String name(int type) {
        try {
            return java.sql.JDBCType.valueOf(type).getName();
        } catch (IllegalArgumentException e) {
            return Integer.toString(type);
        }
    }
}
