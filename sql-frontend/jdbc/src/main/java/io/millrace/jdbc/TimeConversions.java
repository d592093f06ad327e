package io.millrace.jdbc;

import io.millrace.columnar.DataType;
import io.millrace.columnar.ValueText;
import java.sql.Date;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Calendar;
import java.util.GregorianCalendar;

/**
 * Values read as dates and times.
 *
 * <p>DATE, TIME and TIMESTAMP have no zone: as {@code java.sql} objects, which are instants, they are taken to be in the
 * zone of the JVM, or of the calendar that is given. TIMESTAMP_LTZ is an instant; where its date or time of day is asked
 * for, it is that in the session's zone, or of the calendar. Text is read in the form that the engine shows.
 */
final class TimeConversions {
    private TimeConversions() {}

    static Date toDate(Object value, DataType type, ZoneId zone, Calendar calendar) throws SQLException {
        LocalDate date = toLocalDate(value, type, local(zone, calendar));
        return calendar == null
                ? Date.valueOf(date)
                : new Date(date.atStartOfDay(calendar.getTimeZone().toZoneId())
                        .toInstant()
                        .toEpochMilli());
    }

    static Time toTime(Object value, DataType type, ZoneId zone, Calendar calendar) throws SQLException {
        LocalTime time = toLocalTime(value, type, local(zone, calendar));
        if (calendar == null) {
            return JdbcValues.time(time);
        }
        return new Time(time.atDate(LocalDate.EPOCH)
                .atZone(calendar.getTimeZone().toZoneId())
                .toInstant()
                .toEpochMilli());
    }

    static Timestamp toTimestamp(Object value, DataType type, ZoneId zone, Calendar calendar) throws SQLException {
        if (type.kind() == DataType.Kind.TIMESTAMP_LTZ) {
            return Timestamp.from(JdbcValues.instant(value));
        }
        LocalDateTime local = toLocalDateTime(value, type, zone);
        return calendar == null
                ? Timestamp.valueOf(local)
                : Timestamp.from(local.atZone(calendar.getTimeZone().toZoneId()).toInstant());
    }

    private static ZoneId local(ZoneId zone, Calendar calendar) {
        return calendar == null ? zone : calendar.getTimeZone().toZoneId();
    }

    static LocalDate toLocalDate(Object value, DataType type, ZoneId zone) throws SQLException {
        return switch (type.kind()) {
            case DATE -> JdbcValues.date(value);
            case TIMESTAMP -> JdbcValues.timestamp(value).toLocalDate();
            case TIMESTAMP_LTZ -> JdbcValues.instant(value).atZone(zone).toLocalDate();
            case CHAR, VARCHAR -> JdbcValues.date(parse((String) value, DataType.DATE, zone));
            default -> throw Conversions.wrongType(type, "date");
        };
    }

    static LocalTime toLocalTime(Object value, DataType type, ZoneId zone) throws SQLException {
        return switch (type.kind()) {
            case TIME -> JdbcValues.time(value);
            case TIMESTAMP -> JdbcValues.timestamp(value).toLocalTime();
            case TIMESTAMP_LTZ -> JdbcValues.instant(value).atZone(zone).toLocalTime();
            case CHAR, VARCHAR -> JdbcValues.time(parse((String) value, DataType.time(6), zone));
            default -> throw Conversions.wrongType(type, "time of day");
        };
    }

    static LocalDateTime toLocalDateTime(Object value, DataType type, ZoneId zone) throws SQLException {
        return switch (type.kind()) {
            case DATE -> JdbcValues.date(value).atStartOfDay();
            case TIME -> JdbcValues.time(value).atDate(LocalDate.EPOCH);
            case TIMESTAMP -> JdbcValues.timestamp(value);
            case TIMESTAMP_LTZ -> JdbcValues.instant(value).atZone(zone).toLocalDateTime();
            case CHAR, VARCHAR -> JdbcValues.timestamp(parse((String) value, DataType.TIMESTAMP, zone));
            default -> throw Conversions.wrongType(type, "timestamp");
        };
    }

    /** The instant that a value is, or would be in the session's zone. */
    static ZonedDateTime toZoned(Object value, DataType type, ZoneId zone) throws SQLException {
        return switch (type.kind()) {
            case TIMESTAMP_LTZ -> JdbcValues.instant(value).atZone(zone);
            case CHAR, VARCHAR ->
                JdbcValues.instant(parse((String) value, DataType.timestampLtz(6), zone))
                        .atZone(zone);
            default -> toLocalDateTime(value, type, zone).atZone(zone);
        };
    }

    static Duration toDuration(Object value, DataType type, ZoneId zone) throws SQLException {
        return switch (type.kind()) {
            case INTERVAL_DAY_TIME -> JdbcValues.duration(value);
            case CHAR, VARCHAR -> JdbcValues.duration(parse((String) value, DataType.INTERVAL_DAY_TIME, zone));
            default -> throw Conversions.wrongType(type, "Duration");
        };
    }

    static Period toPeriod(Object value, DataType type, ZoneId zone) throws SQLException {
        return switch (type.kind()) {
            case INTERVAL_YEAR_MONTH -> (Period) JdbcValues.object(value, type, zone);
            case CHAR, VARCHAR ->
                (Period) JdbcValues.object(
                        parse((String) value, DataType.INTERVAL_YEAR_MONTH, zone), DataType.INTERVAL_YEAR_MONTH, zone);
            default -> throw Conversions.wrongType(type, "Period");
        };
    }

    /** The value as an object of a class of dates and times; null when the class is none. */
    static Object toClass(Object value, DataType type, ZoneId zone, Class<?> target) throws SQLException {
        if (target == LocalDate.class) {
            return toLocalDate(value, type, zone);
        } else if (target == LocalTime.class) {
            return toLocalTime(value, type, zone);
        } else if (target == LocalDateTime.class) {
            return toLocalDateTime(value, type, zone);
        } else if (target == OffsetDateTime.class) {
            return toZoned(value, type, zone).toOffsetDateTime();
        } else if (target == ZonedDateTime.class) {
            return toZoned(value, type, zone);
        } else if (target == Instant.class) {
            return toZoned(value, type, zone).toInstant();
        } else if (target == OffsetTime.class) {
            return toOffsetTime(value, type, zone);
        } else if (target == Duration.class) {
            return toDuration(value, type, zone);
        } else if (target == Period.class) {
            return toPeriod(value, type, zone);
        } else if (target == Date.class) {
            return toDate(value, type, zone, null);
        } else if (target == Time.class) {
            return toTime(value, type, zone, null);
        } else if (target == Timestamp.class) {
            return toTimestamp(value, type, zone, null);
        } else if (target == java.util.Date.class) {
            return new java.util.Date(toTimestamp(value, type, zone, null).getTime());
        } else if (target == Calendar.class) {
            return GregorianCalendar.from(toZoned(value, type, zone));
        }
        return null;
    }

    private static OffsetTime toOffsetTime(Object value, DataType type, ZoneId zone) throws SQLException {
        if (type.kind() == DataType.Kind.TIMESTAMP_LTZ) {
            return toZoned(value, type, zone).toOffsetDateTime().toOffsetTime();
        }
        ZoneOffset offset = zone.getRules().getOffset(Instant.EPOCH);
        return toLocalTime(value, type, zone).atOffset(offset);
    }

    private static Object parse(String text, DataType type, ZoneId zone) throws SQLException {
        try {
            return ValueText.parse(text, type, zone);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new SQLDataException(
                    "\"" + text + "\" cannot be read as " + type + ": " + e.getMessage(), "22007", e);
        }
    }
}
