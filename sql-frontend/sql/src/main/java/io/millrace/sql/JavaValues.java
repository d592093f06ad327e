package io.millrace.sql;

import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.NumberText;
import io.millrace.columnar.Schema;
import io.millrace.columnar.ValueText;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The values of columns as the Java objects that programs work with, and back.
 *
 * <p>Shape: BOOLEAN Boolean; TINYINT Byte, SMALLINT Short, INTEGER Integer, BIGINT Long; REAL Float, DOUBLE Double; DECIMAL
 * BigDecimal with the type's scale; CHAR and VARCHAR String; BINARY and VARBINARY byte[]; DATE LocalDate, TIME LocalTime,
 * TIMESTAMP LocalDateTime, TIMESTAMP_LTZ Instant; intervals Period and Duration; ARRAY List, MAP Map, ROW {@link Row}.
 * Nulls: NULL is null.
 */
public final class JavaValues {
    private static final long MICROS_PER_SECOND = 1_000_000L;
    private static final long NANOS_PER_MICRO = 1_000L;

    private JavaValues() {}

    /**
     * @param value in the form {@link io.millrace.columnar.Column#value} gives
     */
    public static Object of(Object value, DataType type) {
        if (value == null) {
            return null;
        }
        return switch (type.kind()) {
            case TINYINT -> ((Long) value).byteValue();
            case SMALLINT -> ((Long) value).shortValue();
            case INTEGER -> ((Long) value).intValue();
            case REAL -> ((Double) value).floatValue();
            case DECIMAL -> ((BigDecimal) value).setScale(type.scale(), RoundingMode.HALF_UP);
            case DATE -> LocalDate.ofEpochDay((Long) value);
            case TIME -> LocalTime.ofNanoOfDay(Math.multiplyExact((Long) value, NANOS_PER_MICRO));
            case TIMESTAMP -> dateTime((Long) value);
            case TIMESTAMP_LTZ -> dateTime((Long) value).toInstant(ZoneOffset.UTC);
            case INTERVAL_YEAR_MONTH ->
                Period.ofMonths(Math.toIntExact((Long) value)).normalized();
            case INTERVAL_DAY_TIME -> Duration.of((Long) value, ChronoUnit.MICROS);
            case ARRAY -> list((List<?>) value, type.element());
            case MAP -> map((Map<?, ?>) value, type);
            case ROW -> Row.of(new Schema(type.children()), (List<?>) value);
            default -> value;
        };
    }

    private static LocalDateTime dateTime(long micros) {
        long seconds = Math.floorDiv(micros, MICROS_PER_SECOND);
        int nanos = (int) (Math.floorMod(micros, MICROS_PER_SECOND) * NANOS_PER_MICRO);
        return LocalDateTime.ofEpochSecond(seconds, nanos, ZoneOffset.UTC);
    }

    private static List<Object> list(List<?> values, DataType element) {
        List<Object> list = new ArrayList<>(values.size());
        values.forEach(value -> list.add(of(value, element)));
        return list;
    }

    private static Map<Object, Object> map(Map<?, ?> entries, DataType type) {
        Map<Object, Object> map = new LinkedHashMap<>();
        DataType key = type.children().get(0).type();
        DataType value = type.children().get(1).type();
        entries.forEach((k, v) -> map.put(of(k, key), of(v, value)));
        return map;
    }

    /**
     * The form that columns take, of a Java object that says the same: any number for a number that its type can hold, a text
     * for whatever can be read from one, {@code java.time} and {@code java.sql} objects for times.
     *
     * @throws MillraceException INVALID_VALUE for an object that does not fit the type
     */
    public static Object toColumn(Object value, DataType type) {
        if (value == null) {
            return null;
        }
        try {
            Object fitting = switch (type.kind()) {
                case TINYINT, SMALLINT, INTEGER, BIGINT -> integer(value, type);
                case REAL -> value instanceof Number number ? (Object) (double) number.floatValue() : null;
                case DOUBLE -> value instanceof Number number ? (Object) number.doubleValue() : null;
                case DECIMAL -> decimal(value, type);
                case DATE, TIME, TIMESTAMP, TIMESTAMP_LTZ -> time(value, type);
                case INTERVAL_YEAR_MONTH -> value instanceof Period period ? (Object) period.toTotalMonths() : null;
                case INTERVAL_DAY_TIME -> value instanceof Duration duration ? micros(duration) : null;
                case BOOLEAN -> value instanceof Boolean ? value : null;
                case CHAR, VARCHAR -> value instanceof CharSequence || value instanceof Character ? value + "" : null;
                case BINARY, VARBINARY -> value instanceof byte[] ? value : null;
                case ARRAY -> value instanceof Iterable<?> values ? columnList(values, type.element()) : null;
                case MAP -> value instanceof Map<?, ?> entries ? columnMap(entries, type) : null;
                case ROW -> row(value, type);
                case NULL -> null;
            };
            if (fitting != null) {
                return fitting;
            }
            if (value instanceof CharSequence text) {
                return ValueText.parse(text.toString(), type, ZoneOffset.UTC);
            }
        } catch (ArithmeticException | IllegalArgumentException e) {
            throw unfit(value, type);
        }
        throw unfit(value, type);
    }

    private static MillraceException unfit(Object value, DataType type) {
        return new MillraceException(
                ErrorCode.INVALID_VALUE,
                "a " + value.getClass().getSimpleName() + " \"" + value + "\" was given where a value of type " + type
                        + " is expected");
    }

    private static Object integer(Object value, DataType type) {
        if (!(value instanceof Number number) || value instanceof Float || value instanceof Double) {
            return null;
        }
        boolean plain =
                value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte;
        long whole = plain ? number.longValue() : new BigDecimal(number.toString()).longValueExact();
        if (whole < NumberText.min(type) || whole > NumberText.max(type)) {
            throw new ArithmeticException();
        }
        return whole;
    }

    private static Object decimal(Object value, DataType type) {
        if (!(value instanceof Number)) {
            return null;
        }
        BigDecimal decimal = new BigDecimal(value.toString()).setScale(type.scale());
        if (decimal.precision() > type.precision()) {
            throw new ArithmeticException();
        }
        return decimal;
    }

    private static Object time(Object value, DataType type) {
        Object given = value instanceof Timestamp timestamp
                ? timestamp.toLocalDateTime()
                : value instanceof java.sql.Date date ? date.toLocalDate() : value;
        return switch (type.kind()) {
            case DATE -> given instanceof LocalDate date ? (Object) date.toEpochDay() : null;
            case TIME -> given instanceof LocalTime time ? (Object) (time.toNanoOfDay() / NANOS_PER_MICRO) : null;
            default -> {
                if (given instanceof LocalDateTime dateTime) {
                    yield micros(dateTime.toInstant(ZoneOffset.UTC));
                }
                yield given instanceof Instant instant ? (Object) micros(instant) : null;
            }
        };
    }

    private static Long micros(Instant instant) {
        return Math.addExact(
                Math.multiplyExact(instant.getEpochSecond(), MICROS_PER_SECOND), instant.getNano() / NANOS_PER_MICRO);
    }

    private static Long micros(Duration duration) {
        return Math.addExact(
                Math.multiplyExact(duration.getSeconds(), MICROS_PER_SECOND), duration.getNano() / NANOS_PER_MICRO);
    }

    private static List<Object> columnList(Iterable<?> values, DataType element) {
        List<Object> list = new ArrayList<>();
        values.forEach(value -> list.add(toColumn(value, element)));
        return list;
    }

    private static Map<Object, Object> columnMap(Map<?, ?> entries, DataType type) {
        Map<Object, Object> map = new LinkedHashMap<>();
        DataType key = type.children().get(0).type();
        DataType value = type.children().get(1).type();
        entries.forEach((k, v) -> map.put(toColumn(k, key), toColumn(v, value)));
        return map;
    }

    private static Object row(Object value, DataType type) {
        List<?> values = value instanceof Row row ? row.toList() : value instanceof List<?> list ? list : null;
        List<Field> fields = type.children();
        if (values == null || values.size() != fields.size()) {
            return null;
        }
        List<Object> row = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            row.add(toColumn(values.get(i), fields.get(i).type()));
        }
        return row;
    }
}
