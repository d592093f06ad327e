package io.millrace.time;

/**
 * Dates of the proleptic Gregorian calendar as days since 1970-01-01: pure arithmetic in longs.
 *
 * <p>Units: a packed date is {@code year << 9 | month << 5 | day}, month and day from 1; year 0 is 1 BC. Packed dates
 * order as dates do.
 *
 * <p>Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
 */
public final class CivilDays {
    private static final long DAYS_OF_ERA = 146_097;
    private static final long DAYS_TO_1970 = 719_468;

    private CivilDays() {}

    /** Days since 1970-01-01 of a date whose month is 1 to 12; a day beyond the month's end runs on. */
    public static long of(long year, int month, int day) {
        long y = month <= 2 ? year - 1 : year;
        long era = Math.floorDiv(y, 400L);
        long yearOfEra = y - era * 400;
        long dayOfYear = (153L * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
        long dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        return era * DAYS_OF_ERA + dayOfEra - DAYS_TO_1970;
    }

    /** The packed date of a day number. */
    public static long packed(long days) {
        long z = days + DAYS_TO_1970;
        long era = Math.floorDiv(z, DAYS_OF_ERA);
        long dayOfEra = z - era * DAYS_OF_ERA;
        long yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        long dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        long shifted = (5 * dayOfYear + 2) / 153;
        long day = dayOfYear - (153 * shifted + 2) / 5 + 1;
        long month = shifted < 10 ? shifted + 3 : shifted - 9;
        long year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
        return year << 9 | month << 5 | day;
    }

    public static long year(long packed) {
        return packed >> 9;
    }

    public static int month(long packed) {
        return (int) (packed >> 5) & 15;
    }

    public static int day(long packed) {
        return (int) packed & 31;
    }

    public static boolean isLeap(long year) {
        return (year & 3) == 0 && (year % 100 != 0 || year % 400 == 0);
    }

    public static int monthLength(long year, int month) {
        if (month == 2) {
            return isLeap(year) ? 29 : 28;
        }
        return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
    }

    /** The day {@code months} months later; where that month is shorter, its last day. */
    public static long plusMonths(long days, long months) {
        long packed = packed(days);
        long total = Math.addExact(year(packed) * 12 + month(packed) - 1, months);
        long year = Math.floorDiv(total, 12L);
        int month = (int) Math.floorMod(total, 12L) + 1;
        return of(year, month, Math.min(day(packed), monthLength(year, month)));
    }
}
