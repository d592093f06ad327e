package io.millrace.sql.frame;

import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;

/** Java values as SQL. */
public final class Literals {
    private static final DateTimeFormatter DATE_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT);

    private Literals() {}

    /** A value of just the type that the Java value has. */
    public static Expression exact(Object value) {
        String cast = value instanceof Long ? "BIGINT" : value instanceof Float ? "REAL" : null;
        String sql = cast == null ? sql(value) : "CAST(" + sql(value) + " AS " + cast + ")";
        return Expression.template(String.valueOf(value), sql);
    }

    /** A value to compare with, whose type does not matter. */
    public static Expression plain(Object value) {
        return Expression.template(String.valueOf(value), sql(value));
    }

    /** A text in quotes. */
    public static String text(String value) {
        return "'" + value.replace("'", "''") + "'";
    }

    private static String sql(Object value) {
        if (value == null) {
            return "NULL";
        } else if (value instanceof String || value instanceof Character) {
            return text(value.toString());
        } else if (value instanceof Boolean) {
            return value.toString().toUpperCase(Locale.ROOT);
        } else if (value instanceof Double || value instanceof Float) {
            return approximate(((Number) value).doubleValue(), value);
        } else if (value instanceof BigDecimal decimal) {
            return decimal.toPlainString();
        } else if (value instanceof Long
                || value instanceof Integer
                || value instanceof Short
                || value instanceof Byte
                || value instanceof BigInteger) {
            return value.toString();
        } else if (value instanceof byte[] bytes) {
            return "X'" + HexFormat.of().formatHex(bytes) + "'";
        }
        return time(value);
    }

    private static String approximate(double number, Object value) {
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            return "CAST('" + (Double.isNaN(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity") + "' AS DOUBLE)";
        }
        return new BigDecimal(value.toString()).toPlainString() + "E0";
    }

    private static String time(Object value) {
        if (value instanceof LocalDate date) {
            return "DATE '" + date + "'";
        } else if (value instanceof java.sql.Date date) {
            return "DATE '" + date.toLocalDate() + "'";
        } else if (value instanceof LocalTime time) {
            return "TIME '"
                    + DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).format(time) + "'";
        } else if (value instanceof LocalDateTime dateTime) {
            return timestamp(dateTime);
        } else if (value instanceof Timestamp timestamp) {
            return timestamp(timestamp.toLocalDateTime());
        } else if (value instanceof Duration duration) {
            return Lengths.sql(duration);
        }
        throw new MillraceException(
                ErrorCode.INVALID_VALUE,
                "a " + value.getClass().getSimpleName()
                        + " cannot be written as a constant; give a number, text, boolean, byte[] or java.time value");
    }

    private static String timestamp(LocalDateTime dateTime) {
        return "TIMESTAMP '" + DATE_TIME.format(dateTime).replaceAll("\\.?0+$", "") + "'";
    }
}
