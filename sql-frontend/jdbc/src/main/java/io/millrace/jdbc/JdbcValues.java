package io.millrace.jdbc;

import io.millrace.columnar.Column;
import io.millrace.columnar.DataType;
import java.math.BigDecimal;
import java.sql.Date;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Values of columns, in the form {@link Column#value} gives, as the objects that {@code getObject} gives: see {@link
 * SqlTypes#javaClass}.
 */
final class JdbcValues {
    private static final long MICROS = 1_000_000L;

    private JdbcValues() {}

    /** @param zone in which values with a zone of their own are shown */
    static Object object(Object value, DataType type, ZoneId zone) {
        if (value == null) {
            return null;
        }
        return switch (type.kind()) {
            case TINYINT, SMALLINT, INTEGER -> Math.toIntExact((Long) value);
            case REAL -> ((Number) value).floatValue();
            case DECIMAL -> decimal((BigDecimal) value, type);
            case DATE -> Date.valueOf(date(value));
            case TIME -> time(time(value));
            case TIMESTAMP -> Timestamp.valueOf(timestamp(value));
            case TIMESTAMP_LTZ -> instant(value).atZone(zone).toOffsetDateTime();
            case INTERVAL_YEAR_MONTH ->
                Period.ofMonths(Math.toIntExact((Long) value)).normalized();
            case INTERVAL_DAY_TIME -> duration(value);
            case ARRAY -> new MillraceArray(type, (List<?>) value, zone);
            case ROW -> new MillraceStruct(type, (List<?>) value, zone);
            case MAP -> map((Map<?, ?>) value, type, zone);
            default -> value;
        };
    }

    static BigDecimal decimal(BigDecimal value, DataType type) {
        return value.scale() == type.scale() ? value : value.setScale(type.scale(), java.math.RoundingMode.HALF_UP);
    }

    static LocalDate date(Object days) {
        return LocalDate.ofEpochDay((Long) days);
    }

    static LocalTime time(Object micros) {
        return LocalTime.ofNanoOfDay((Long) micros * 1000);
    }

    /** To the millisecond: no more goes into the object. */
    static Time time(LocalTime time) {
        return new Time(Timestamp.valueOf(time.atDate(LocalDate.EPOCH)).getTime());
    }

    static LocalDateTime timestamp(Object micros) {
        long value = (Long) micros;
        return LocalDateTime.ofEpochSecond(
                Math.floorDiv(value, MICROS), (int) Math.floorMod(value, MICROS) * 1000, ZoneOffset.UTC);
    }

    static Instant instant(Object micros) {
        long value = (Long) micros;
        return Instant.ofEpochSecond(Math.floorDiv(value, MICROS), Math.floorMod(value, MICROS) * 1000);
    }

    static Duration duration(Object micros) {
        long value = (Long) micros;
        return Duration.ofSeconds(Math.floorDiv(value, MICROS), Math.floorMod(value, MICROS) * 1000);
    }

    private static Map<Object, Object> map(Map<?, ?> entries, DataType type, ZoneId zone) {
        DataType key = type.children().get(0).type();
        DataType value = type.children().get(1).type();
        Map<Object, Object> objects = new LinkedHashMap<>();
        entries.forEach((k, v) -> objects.put(object(k, key, zone), object(v, value, zone)));
        return objects;
    }
}
