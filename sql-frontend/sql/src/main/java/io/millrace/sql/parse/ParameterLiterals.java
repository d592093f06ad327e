package io.millrace.sql.parse;

import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * The values of parameters as syntax: what a user would have written in their place, with the type of the value.
 *
 * <p>Shape: Boolean; Byte, Short and Integer INTEGER, Long BIGINT, Float REAL, Double DOUBLE, BigDecimal and BigInteger
 * DECIMAL; String VARCHAR; byte[] BINARY; LocalDate, LocalTime, LocalDateTime; Instant, OffsetDateTime and ZonedDateTime
 * TIMESTAMP_LTZ; Duration and Period intervals; List ARRAY, Object[] ROW, Map MAP; null. Errors: INVALID_VALUE for anything else.
 */
final class ParameterLiterals {
    private static final int DIGITS_MAX = 38;
    private static final int LEADING_DIGITS = 10;
    private static final int FRACTION_DIGITS = 6;
    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder()
            .appendPattern("HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, FRACTION_DIGITS, true)
            .toFormatter(Locale.ROOT);
    private static final DateTimeFormatter TIMESTAMP = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd ")
            .append(TIME)
            .toFormatter(Locale.ROOT);

    private ParameterLiterals() {}

    /** @param bare whether only a literal may stand there: a number has no type of its own then */
    static SqlNode of(Object value, boolean bare, SqlParserPos pos) {
        if (value == null) {
            return SqlLiteral.createNull(pos);
        } else if (value instanceof Boolean truth) {
            return SqlLiteral.createBoolean(truth, pos);
        } else if (value instanceof String text) {
            return SqlLiteral.createCharString(text, pos);
        } else if (value instanceof byte[] bytes) {
            return SqlLiteral.createBinaryString(bytes, pos);
        } else if (value instanceof Number number) {
            return number(number, bare, pos);
        }
        SqlNode nested = nested(value, pos);
        if (nested != null) {
            return nested;
        }
        SqlNode time = time(value, pos);
        if (time == null) {
            throw new MillraceException(
                    ErrorCode.INVALID_VALUE,
                    "a parameter cannot be a " + value.getClass().getSimpleName()
                            + "; it can be a number, a text, a truth value, bytes, a value of java.time or a list of these",
                    Positions.of(pos),
                    null);
        }
        return time;
    }

    private static SqlNode nested(Object value, SqlParserPos pos) {
        if (value instanceof List<?> elements) {
            return SqlStdOperatorTable.ARRAY_VALUE_CONSTRUCTOR.createCall(pos, all(elements, pos));
        } else if (value instanceof Object[] attributes) {
            return SqlStdOperatorTable.ROW.createCall(pos, all(Arrays.asList(attributes), pos));
        } else if (value instanceof Map<?, ?> entries) {
            List<Object> keysAndValues = new ArrayList<>();
            entries.forEach((key, entry) -> keysAndValues.addAll(Arrays.asList(key, entry)));
            return SqlStdOperatorTable.MAP_VALUE_CONSTRUCTOR.createCall(pos, all(keysAndValues, pos));
        }
        return null;
    }

    private static List<SqlNode> all(List<?> values, SqlParserPos pos) {
        return values.stream().map(value -> of(value, true, pos)).toList();
    }

    private static SqlNode time(Object value, SqlParserPos pos) {
        if (value instanceof LocalDate date) {
            requireYear(date.getYear(), value, pos);
            return SqlLiteral.createUnknown("DATE", date.toString(), pos);
        } else if (value instanceof LocalTime time) {
            return SqlLiteral.createUnknown("TIME", TIME.format(time), pos);
        } else if (value instanceof LocalDateTime timestamp) {
            requireYear(timestamp.getYear(), value, pos);
            return SqlLiteral.createUnknown("TIMESTAMP", TIMESTAMP.format(timestamp), pos);
        } else if (value instanceof Instant instant) {
            LocalDateTime utc = LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
            requireYear(utc.getYear(), value, pos);
            SqlNode text = SqlLiteral.createCharString(TIMESTAMP.format(utc) + "Z", pos);
            return cast(text, type(SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE, FRACTION_DIGITS, pos), pos);
        } else if (value instanceof OffsetDateTime zoned) {
            return time(zoned.toInstant(), pos);
        } else if (value instanceof ZonedDateTime zoned) {
            return time(zoned.toInstant(), pos);
        } else if (value instanceof Duration duration) {
            return interval(duration, pos);
        } else if (value instanceof Period period) {
            return interval(period, pos);
        }
        return null;
    }

    private static void requireYear(int year, Object value, SqlParserPos pos) {
        if (year < 1 || year > 9999) {
            throw new MillraceException(
                    ErrorCode.DATETIME_OVERFLOW,
                    "\"" + value + "\" is no date of the years 0001 to 9999",
                    Positions.of(pos),
                    null);
        }
    }

    private static SqlNode number(Number number, boolean bare, SqlParserPos pos) {
        if (number instanceof Double || number instanceof Float) {
            return real(number, pos);
        }
        BigDecimal exact = number instanceof BigDecimal decimal
                ? decimal
                : number instanceof BigInteger integer
                        ? new BigDecimal(integer)
                        : BigDecimal.valueOf(number.longValue());
        BigDecimal plain = exact.scale() < 0 ? exact.setScale(0) : exact;
        int digits = Math.max(plain.precision(), plain.scale());
        if (digits > DIGITS_MAX) {
            throw new MillraceException(
                    ErrorCode.NUMERIC_OVERFLOW,
                    "a number of " + digits + " digits does not fit into a DECIMAL; the limit is " + DIGITS_MAX,
                    Positions.of(pos),
                    null);
        }
        SqlNode literal = SqlLiteral.createExactNumeric(plain.toPlainString(), pos);
        if (bare) {
            return literal;
        } else if (number instanceof Long) {
            return cast(literal, type(SqlTypeName.BIGINT, -1, pos), pos);
        } else if (number instanceof BigDecimal || number instanceof BigInteger) {
            SqlDataTypeSpec decimal = new SqlDataTypeSpec(
                    new SqlBasicTypeNameSpec(SqlTypeName.DECIMAL, Math.max(1, digits), plain.scale(), pos), pos);
            return cast(literal, decimal, pos);
        }
        return literal;
    }

    private static SqlNode real(Number number, SqlParserPos pos) {
        boolean narrow = number instanceof Float;
        double value = narrow ? Double.parseDouble(number.toString()) : number.doubleValue();
        SqlNode literal = Double.isFinite(value)
                ? SqlLiteral.createApproxNumeric(new BigDecimal(Double.toString(value)).toString() + suffix(value), pos)
                : SqlLiteral.createCharString(Double.toString(value), pos);
        return narrow || !Double.isFinite(value)
                ? cast(literal, type(narrow ? SqlTypeName.REAL : SqlTypeName.DOUBLE, -1, pos), pos)
                : literal;
    }

    /** Without an exponent it would be a decimal. */
    private static String suffix(double value) {
        return new BigDecimal(Double.toString(value)).toString().indexOf('E') >= 0 ? "" : "E0";
    }

    /** {@code INTERVAL ? SECOND}, and the like. */
    static SqlNode interval(Object value, SqlIntervalQualifier unit, SqlParserPos pos) {
        String text = value instanceof BigDecimal decimal ? decimal.toPlainString() : String.valueOf(value);
        if (!(value instanceof Number || value instanceof String)) {
            throw new MillraceException(
                    ErrorCode.INVALID_VALUE,
                    "the length of an interval before its unit is a number or a text; found "
                            + (value == null ? "NULL" : "a " + value.getClass().getSimpleName())
                            + "; a Duration takes the place of the whole interval",
                    Positions.of(pos),
                    null);
        }
        boolean negative = text.strip().startsWith("-");
        SqlIntervalQualifier wide =
                new SqlIntervalQualifier(unit.getStartUnit(), LEADING_DIGITS, unit.getEndUnit(), FRACTION_DIGITS, pos);
        return SqlLiteral.createInterval(
                negative ? -1 : 1, negative ? text.strip().substring(1) : text.strip(), wide, pos);
    }

    private static SqlNode interval(Duration duration, SqlParserPos pos) {
        Duration length = duration.abs();
        String text = String.format(
                Locale.ROOT,
                "%d %02d:%02d:%02d.%06d",
                length.toDays(),
                length.toHoursPart(),
                length.toMinutesPart(),
                length.toSecondsPart(),
                length.toNanosPart() / 1000);
        SqlIntervalQualifier days =
                new SqlIntervalQualifier(TimeUnit.DAY, LEADING_DIGITS, TimeUnit.SECOND, FRACTION_DIGITS, pos);
        return SqlLiteral.createInterval(duration.isNegative() ? -1 : 1, text, days, pos);
    }

    private static SqlNode interval(Period period, SqlParserPos pos) {
        if (period.getDays() != 0) {
            throw new MillraceException(
                    ErrorCode.INVALID_VALUE,
                    "a Period of months and days is no interval; use a Period of years and months, or a Duration",
                    Positions.of(pos),
                    null);
        }
        long months = Math.abs(period.toTotalMonths());
        SqlIntervalQualifier years = new SqlIntervalQualifier(TimeUnit.YEAR, LEADING_DIGITS, TimeUnit.MONTH, -1, pos);
        return SqlLiteral.createInterval(
                period.toTotalMonths() < 0 ? -1 : 1, months / 12 + "-" + months % 12, years, pos);
    }

    private static SqlNode cast(SqlNode value, SqlDataTypeSpec type, SqlParserPos pos) {
        return SqlStdOperatorTable.CAST.createCall(pos, value, type);
    }

    private static SqlDataTypeSpec type(SqlTypeName name, int precision, SqlParserPos pos) {
        return new SqlDataTypeSpec(new SqlBasicTypeNameSpec(name, precision, pos), pos);
    }
}
