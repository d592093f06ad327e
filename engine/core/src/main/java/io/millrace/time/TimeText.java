package io.millrace.time;

/**
 * The text of dates, times, timestamps and intervals: {@code yyyy-MM-dd HH:mm:ss[.f]} with exactly the fraction digits
 * asked for, further digits cut.
 *
 * <p>Units: days since 1970-01-01, microseconds, months. Years have at least four digits, a {@code +} beyond 9999 and a
 * {@code -} before year 0 (which is 1 BC), as in ISO 8601.
 */
public final class TimeText {
    public static final long SECOND_MICROS = 1_000_000L;
    public static final long DAY_MICROS = 86_400L * SECOND_MICROS;

    private static final int[] POWERS_OF_TEN = {1, 10, 100, 1_000, 10_000, 100_000, 1_000_000};

    private TimeText() {}

    public static String date(long days) {
        StringBuilder out = new StringBuilder(10);
        appendDate(out, days);
        return out.toString();
    }

    public static String time(long micros, int fractionDigits) {
        StringBuilder out = new StringBuilder(15);
        appendTime(out, micros, fractionDigits);
        return out.toString();
    }

    public static String timestamp(long micros, int fractionDigits) {
        StringBuilder out = new StringBuilder(26);
        appendTimestamp(out, micros, fractionDigits);
        return out.toString();
    }

    public static void appendTimestamp(StringBuilder out, long micros, int fractionDigits) {
        long days = Math.floorDiv(micros, DAY_MICROS);
        appendDate(out, days);
        out.append(' ');
        appendTime(out, micros - days * DAY_MICROS, fractionDigits);
    }

    public static void appendDate(StringBuilder out, long days) {
        long packed = CivilDays.packed(days);
        long year = CivilDays.year(packed);
        if (year < 0) {
            out.append('-');
        } else if (year > 9999) {
            out.append('+');
        }
        appendPadded(out, Math.abs(year), 4);
        out.append('-');
        appendPadded(out, CivilDays.month(packed), 2);
        out.append('-');
        appendPadded(out, CivilDays.day(packed), 2);
    }

    public static void appendTime(StringBuilder out, long micros, int fractionDigits) {
        int seconds = (int) (micros / SECOND_MICROS);
        appendClock(out, seconds);
        if (fractionDigits > 0) {
            out.append('.');
            appendPadded(out, micros % SECOND_MICROS / POWERS_OF_TEN[6 - fractionDigits], fractionDigits);
        }
    }

    /** An INTERVAL YEAR TO MONTH as {@code [-]years-months}. */
    public static String months(long months) {
        long years = Math.abs(months / 12);
        StringBuilder out =
                new StringBuilder(months < 0 ? "-" : "").append(years).append('-');
        appendPadded(out, Math.abs(months % 12), 2);
        return out.toString();
    }

    /** An INTERVAL DAY TO SECOND as {@code [-]days hh:mm:ss[.f]}, without zeros at the end of the fraction. */
    public static String interval(long micros) {
        StringBuilder out = new StringBuilder(micros < 0 ? "-" : "");
        out.append(Math.abs(micros / DAY_MICROS)).append(' ');
        long rest = Math.abs(micros % DAY_MICROS);
        appendClock(out, (int) (rest / SECOND_MICROS));
        long fraction = rest % SECOND_MICROS;
        if (fraction != 0) {
            out.append('.');
            appendPadded(out, fraction, 6);
            while (out.charAt(out.length() - 1) == '0') {
                out.setLength(out.length() - 1);
            }
        }
        return out.toString();
    }

    /** The time at or before {@code micros} that has only that many fraction digits. */
    public static long cutFraction(long micros, int fractionDigits) {
        return fractionDigits >= 6 ? micros : micros - Math.floorMod(micros, (long) POWERS_OF_TEN[6 - fractionDigits]);
    }

    private static void appendClock(StringBuilder out, int secondOfDay) {
        appendPadded(out, secondOfDay / 3600, 2);
        out.append(':');
        appendPadded(out, secondOfDay / 60 % 60, 2);
        out.append(':');
        appendPadded(out, secondOfDay % 60, 2);
    }

    private static void appendPadded(StringBuilder out, long value, int width) {
        long limit = 10;
        for (int digits = 1; digits < width; digits++, limit *= 10) {
            if (value < limit) {
                out.append('0');
            }
        }
        out.append(value);
    }
}
