package io.millrace.expr.runtime;

import io.millrace.time.CivilDays;
import io.millrace.time.TimeText;
import java.time.ZoneId;

/**
 * EXTRACT, and FLOOR and CEIL of times to a unit. Weeks of EXTRACT are those of ISO 8601; FLOOR and CEIL take weeks that
 * begin on Sunday, as Calcite and Flink do. DOW counts from Sunday = 1.
 */
public final class TimeFields {
    private static final long DAY = TimeText.DAY_MICROS;
    /** 1970-01-01 was a Thursday. */
    private static final int EPOCH_DAYS_AFTER_SUNDAY = 4;

    private TimeFields() {}

    public static long extract(TimeUnits unit, long timestamp) {
        long days = Math.floorDiv(timestamp, DAY);
        return switch (unit) {
            case EPOCH -> Math.floorDiv(timestamp, TimeText.SECOND_MICROS);
            case HOUR, MINUTE, SECOND, MILLISECOND, MICROSECOND, NANOSECOND ->
                extractTime(unit, timestamp - days * DAY);
            default -> extractDate(unit, days);
        };
    }

    public static long extractTime(TimeUnits unit, long timeOfDay) {
        return switch (unit) {
            case HOUR -> timeOfDay / TimeUnits.HOUR.micros();
            case MINUTE -> timeOfDay / TimeUnits.MINUTE.micros() % 60;
            case SECOND -> timeOfDay / TimeUnits.SECOND.micros() % 60;
            case MILLISECOND -> timeOfDay % TimeUnits.MINUTE.micros() / 1000;
            case MICROSECOND -> timeOfDay % TimeUnits.MINUTE.micros();
            case NANOSECOND -> timeOfDay % TimeUnits.MINUTE.micros() * 1000;
            case EPOCH -> timeOfDay / TimeText.SECOND_MICROS;
            default -> throw Failures.badValue("A TIME has no " + unit);
        };
    }

    public static long extractDate(TimeUnits unit, long days) {
        long packed = CivilDays.packed(days);
        long year = CivilDays.year(packed);
        int month = CivilDays.month(packed);
        return switch (unit) {
            case YEAR -> year;
            case MONTH -> month;
            case DAY -> CivilDays.day(packed);
            case QUARTER -> (month + 2) / 3;
            case DECADE -> Math.floorDiv(year, 10L);
            case CENTURY -> ordinal(year, 100);
            case MILLENNIUM -> ordinal(year, 1000);
            case DOW -> dayOfWeek(days) + 1;
            case ISODOW -> Math.floorMod(days + EPOCH_DAYS_AFTER_SUNDAY - 1, 7) + 1;
            case DOY -> days - CivilDays.of(year, 1, 1) + 1;
            case ISOYEAR -> isoYear(days);
            case WEEK -> (days - isoYearStart(isoYear(days))) / 7 + 1;
            case EPOCH -> days * (DAY / TimeText.SECOND_MICROS);
            default -> 0;
        };
    }

    /** Fields of an INTERVAL DAY TO SECOND, all with the interval's sign. */
    public static long extractInterval(TimeUnits unit, long micros) {
        return switch (unit) {
            case EPOCH -> micros / TimeText.SECOND_MICROS;
            case DAY -> micros / DAY;
            case HOUR -> micros / TimeUnits.HOUR.micros() % 24;
            case MINUTE -> micros / TimeUnits.MINUTE.micros() % 60;
            case SECOND -> micros / TimeUnits.SECOND.micros() % 60;
            case MILLISECOND -> micros % TimeUnits.MINUTE.micros() / 1000;
            case MICROSECOND -> micros % TimeUnits.MINUTE.micros();
            case NANOSECOND -> micros % TimeUnits.MINUTE.micros() * 1000;
            default -> 0;
        };
    }

    /** Fields of an INTERVAL YEAR TO MONTH, all with the interval's sign. */
    public static long extractMonths(TimeUnits unit, long months) {
        return switch (unit) {
            case MONTH -> months % 12;
            case QUARTER -> months % 12 / 3 + (months < 0 ? -1 : 1);
            case YEAR -> months / 12;
            case DECADE -> months / 120;
            case CENTURY -> months / 1200;
            case MILLENNIUM -> months / 12_000;
            default -> 0;
        };
    }

    public static long floor(TimeUnits unit, long timestamp) {
        if (unit.micros() > 0 && unit != TimeUnits.WEEK) {
            return timestamp - Math.floorMod(timestamp, unit.micros());
        }
        return unit == TimeUnits.NANOSECOND
                ? timestamp
                : TimeMath.timestamp(floorDate(unit, Math.floorDiv(timestamp, DAY)), 0);
    }

    public static long ceil(TimeUnits unit, long timestamp) {
        long floor = floor(unit, timestamp);
        if (floor == timestamp) {
            return timestamp;
        }
        if (unit.micros() > 0) {
            return TimeMath.plus(floor, unit.micros());
        }
        return TimeMath.timestamp(nextDate(unit, Math.floorDiv(floor, DAY)), 0);
    }

    public static long floorDate(TimeUnits unit, long days) {
        long packed = CivilDays.packed(days);
        long year = CivilDays.year(packed);
        int month = CivilDays.month(packed);
        return switch (unit) {
            case WEEK -> days - dayOfWeek(days);
            case MONTH -> CivilDays.of(year, month, 1);
            case QUARTER -> CivilDays.of(year, (month - 1) / 3 * 3 + 1, 1);
            case YEAR -> CivilDays.of(year, 1, 1);
            case DECADE -> CivilDays.of(Math.floorDiv(year, 10L) * 10, 1, 1);
            case CENTURY -> CivilDays.of(Math.floorDiv(year - 1, 100L) * 100 + 1, 1, 1);
            case MILLENNIUM -> CivilDays.of(Math.floorDiv(year - 1, 1000L) * 1000 + 1, 1, 1);
            case ISOYEAR -> isoYearStart(isoYear(days));
            case DOW, ISODOW, DOY, EPOCH -> throw Failures.badValue("A time cannot be rounded to " + unit);
            default -> days;
        };
    }

    public static long ceilDate(TimeUnits unit, long days) {
        long floor = floorDate(unit, days);
        return floor == days ? days : nextDate(unit, floor);
    }

    private static long nextDate(TimeUnits unit, long floor) {
        return switch (unit) {
            case WEEK -> floor + 7;
            case ISOYEAR -> isoYearStart(isoYear(floor) + 1);
            default -> TimeMath.datePlusMonths(floor, unit.months());
        };
    }

    /** Rounded on the calendar of the zone; within a day by what passes on its clock. */
    public static long floorInstant(TimeUnits unit, long instant, ZoneId zone) {
        long local = TimeMath.local(instant, zone);
        long floor = floor(unit, local);
        boolean withinDay = unit.micros() > 0 && unit.micros() < DAY;
        return withinDay ? instant - (local - floor) : TimeMath.instant(floor, zone);
    }

    public static long ceilInstant(TimeUnits unit, long instant, ZoneId zone) {
        long local = TimeMath.local(instant, zone);
        long ceil = ceil(unit, local);
        boolean withinDay = unit.micros() > 0 && unit.micros() < DAY;
        return withinDay ? TimeMath.plus(instant, ceil - local) : TimeMath.instant(ceil, zone);
    }

    /** The last day of the date's month. */
    public static long lastDay(long days) {
        long packed = CivilDays.packed(days);
        return days - CivilDays.day(packed) + CivilDays.monthLength(CivilDays.year(packed), CivilDays.month(packed));
    }

    private static int dayOfWeek(long days) {
        return Math.floorMod(days + EPOCH_DAYS_AFTER_SUNDAY, 7);
    }

    /** The year of the week's Thursday. */
    private static long isoYear(long days) {
        int isoDay = Math.floorMod(days + EPOCH_DAYS_AFTER_SUNDAY - 1, 7);
        return CivilDays.year(CivilDays.packed(days - isoDay + 3));
    }

    /** The Monday of the week that holds January 4th. */
    private static long isoYearStart(long isoYear) {
        long fourth = CivilDays.of(isoYear, 1, 4);
        return fourth - Math.floorMod(fourth + EPOCH_DAYS_AFTER_SUNDAY - 1, 7);
    }

    /** Years 1 to 100 are century 1, years 0 and before century -1. */
    private static long ordinal(long year, int length) {
        return year > 0 ? (year + length - 1) / length : (year - length) / length;
    }
}
