package io.millrace.jdbc;

import io.millrace.columnar.DataType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.util.Locale;

/**
 * Values read as numbers and as booleans.
 *
 * <p>Numbers, booleans (1 and 0) and text that holds a number can be read as any number. A fraction is cut for a whole
 * number; what is out of range is an error, never wrapped.
 */
final class NumberConversions {
    private NumberConversions() {}

    static long toLong(Object value, DataType type, long min, long max, String target) throws SQLException {
        long number;
        if (value instanceof Long whole && type.isInteger()) {
            number = whole;
        } else {
            BigDecimal exact = exact(value, type, target).setScale(0, RoundingMode.DOWN);
            if (exact.compareTo(BigDecimal.valueOf(min)) < 0 || exact.compareTo(BigDecimal.valueOf(max)) > 0) {
                throw outOfRange(exact.toString(), target);
            }
            number = exact.longValue();
        }
        if (number < min || number > max) {
            throw outOfRange(Long.toString(number), target);
        }
        return number;
    }

    static double toDouble(Object value, DataType type) throws SQLException {
        if (value instanceof Long whole && type.isInteger()) {
            return whole;
        }
        if (value instanceof Double number) {
            return number;
        }
        if (value instanceof String text) {
            try {
                return Double.parseDouble(text.strip());
            } catch (NumberFormatException e) {
                throw notANumber(text, "double", e);
            }
        }
        return exact(value, type, "double").doubleValue();
    }

    static float toFloat(Object value, DataType type) throws SQLException {
        double number = toDouble(value, type);
        float narrow = (float) number;
        if (Float.isInfinite(narrow) && !Double.isInfinite(number)) {
            throw outOfRange(Double.toString(number), "float");
        }
        return narrow;
    }

    static BigDecimal toDecimal(Object value, DataType type) throws SQLException {
        return exact(value, type, "BigDecimal");
    }

    static boolean toBoolean(Object value, DataType type) throws SQLException {
        if (value instanceof Boolean truth) {
            return truth;
        }
        if (value instanceof Double number) {
            return number != 0;
        }
        if (value instanceof String text) {
            return switch (text.strip().toLowerCase(Locale.ROOT)) {
                case "true", "t", "yes", "y", "on", "1" -> true;
                case "false", "f", "no", "n", "off", "0" -> false;
                default -> exact(value, type, "boolean").signum() != 0;
            };
        }
        return exact(value, type, "boolean").signum() != 0;
    }

    private static BigDecimal exact(Object value, DataType type, String target) throws SQLException {
        if (value instanceof Boolean truth) {
            return truth ? BigDecimal.ONE : BigDecimal.ZERO;
        }
        if (value instanceof Long whole && type.isInteger()) {
            return BigDecimal.valueOf(whole);
        }
        if (value instanceof Double number) {
            if (number.isNaN() || number.isInfinite()) {
                throw outOfRange(number.toString(), target);
            }
            return type.kind() == DataType.Kind.REAL
                    ? new BigDecimal(Float.toString(number.floatValue()))
                    : BigDecimal.valueOf(number);
        }
        if (value instanceof BigDecimal decimal) {
            return JdbcValues.decimal(decimal, type);
        }
        if (value instanceof String text) {
            return parse(text, target);
        }
        throw Conversions.wrongType(type, target);
    }

    private static BigDecimal parse(String text, String target) throws SQLException {
        try {
            BigDecimal number = new BigDecimal(text.strip());
            if (Math.abs((long) number.scale()) > 10_000) {
                throw outOfRange(text, target);
            }
            return number;
        } catch (NumberFormatException e) {
            throw notANumber(text, target, e);
        }
    }

    private static SQLException notANumber(String text, String target, Exception cause) {
        return new SQLDataException("\"" + text + "\" cannot be read as " + target, "22018", cause);
    }

    private static SQLException outOfRange(String number, String target) {
        return new SQLDataException(number + " is out of the range of " + target, SqlErrors.OUT_OF_RANGE);
    }
}
