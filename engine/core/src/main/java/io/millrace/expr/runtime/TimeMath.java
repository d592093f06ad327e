package io.millrace.expr.runtime;

import io.millrace.time.CivilDays;
import io.millrace.time.TimeText;
import io.millrace.time.Zones;
import java.time.ZoneId;

/**
 * Arithmetic of dates (days), times, timestamps and intervals (microseconds or months), exact and right before 1970.
 *
 * <p>Instants (TIMESTAMP_LTZ) move by months and by whole days on the calendar of the zone, by anything shorter as time
 * passes. Errors: DATETIME_OVERFLOW.
 */
public final class TimeMath {
    private static final long DAY = TimeText.DAY_MICROS;

    private TimeMath() {}

    public static long plus(long timestamp, long micros) {
        long sum = timestamp + micros;
        if (((timestamp ^ sum) & (micros ^ sum)) < 0) {
            throw Failures.timeOverflow("A timestamp plus an interval");
        }
        return sum;
    }

    public static long plusMonths(long timestamp, long months) {
        long days = Math.floorDiv(timestamp, DAY);
        return timestamp(datePlusMonths(days, months), timestamp - days * DAY);
    }

    public static long datePlusMonths(long days, long months) {
        if (Math.abs(months) > Integer.MAX_VALUE) {
            throw Failures.timeOverflow("A date plus " + months + " months");
        }
        return date(CivilDays.plusMonths(days, months));
    }

    /** Whole days of the result, whose time of day is cut. */
    public static long datePlus(long days, long micros) {
        return date(Math.floorDiv(plus(timestamp(days, 0), micros), DAY));
    }

    public static long timePlus(long time, long micros) {
        return Math.floorMod(time + micros % DAY, DAY);
    }

    public static long instantPlus(long instant, long micros, ZoneId zone) {
        long days = micros / DAY;
        if (days == 0) {
            return plus(instant, micros);
        }
        return plus(instant(plus(local(instant, zone), days * DAY), zone), micros - days * DAY);
    }

    public static long instantPlusMonths(long instant, long months, ZoneId zone) {
        return instant(plusMonths(local(instant, zone), months), zone);
    }

    public static long minus(long a, long b) {
        long difference = a - b;
        if (((a ^ b) & (a ^ difference)) < 0) {
            throw Failures.timeOverflow("The difference of two timestamps");
        }
        return difference;
    }

    /** Full months from {@code from} to {@code to}, both timestamps; negative when {@code to} is the earlier. */
    public static long monthsBetween(long from, long to) {
        long fromDays = Math.floorDiv(from, DAY);
        long toDays = Math.floorDiv(to, DAY);
        long first = CivilDays.packed(fromDays);
        long last = CivilDays.packed(toDays);
        long months =
                (CivilDays.year(last) - CivilDays.year(first)) * 12 + CivilDays.month(last) - CivilDays.month(first);
        long rest =
                (CivilDays.day(last) - CivilDays.day(first)) * DAY + Math.floorMod(to, DAY) - Math.floorMod(from, DAY);
        if (months > 0 && rest < 0) {
            return months - 1;
        }
        return months < 0 && rest > 0 ? months + 1 : months;
    }

    /** The timestamp {@code timeOfDay} after midnight of the day. */
    public static long timestamp(long days, long timeOfDay) {
        long high = Math.multiplyHigh(days, DAY);
        long midnight = days * DAY;
        if (high != midnight >> 63) {
            throw Failures.timeOverflow("The date " + TimeText.date(days) + " as a timestamp");
        }
        return plus(midnight, timeOfDay);
    }

    public static long dateOf(long timestamp) {
        return Math.floorDiv(timestamp, DAY);
    }

    public static long timeOf(long timestamp) {
        return Math.floorMod(timestamp, DAY);
    }

    public static long local(long instant, ZoneId zone) {
        try {
            return Zones.local(instant, zone);
        } catch (ArithmeticException e) {
            throw Failures.timeOverflow("A timestamp in the zone " + zone);
        }
    }

    public static long instant(long local, ZoneId zone) {
        try {
            return Zones.instant(local, zone);
        } catch (ArithmeticException e) {
            throw Failures.timeOverflow("A timestamp in the zone " + zone);
        }
    }

    /** The time at or before that has only so many fraction digits. */
    public static long cut(long micros, int fractionDigits) {
        return TimeText.cutFraction(micros, fractionDigits);
    }

    static long date(long days) {
        if (days != (int) days) {
            throw Failures.timeOverflow("A date");
        }
        return days;
    }
}
