package io.millrace.expr.runtime;

import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.time.TimeText;
import java.util.Locale;

/** The units of EXTRACT, FLOOR, TIMESTAMPADD and TIMESTAMPDIFF. */
public enum TimeUnits {
    NANOSECOND(0, 0),
    MICROSECOND(1, 0),
    MILLISECOND(1_000, 0),
    SECOND(TimeText.SECOND_MICROS, 0),
    MINUTE(60 * TimeText.SECOND_MICROS, 0),
    HOUR(3600 * TimeText.SECOND_MICROS, 0),
    DAY(TimeText.DAY_MICROS, 0),
    WEEK(7 * TimeText.DAY_MICROS, 0),
    MONTH(0, 1),
    QUARTER(0, 3),
    YEAR(0, 12),
    DECADE(0, 120),
    CENTURY(0, 1200),
    MILLENNIUM(0, 12_000),
    ISOYEAR(0, 0),
    DOW(0, 0),
    ISODOW(0, 0),
    DOY(0, 0),
    EPOCH(0, 0);

    private final long micros;
    private final long months;

    TimeUnits(long micros, long months) {
        this.micros = micros;
        this.months = months;
    }

    /** Length in microseconds, 0 for units that have none. */
    public long micros() {
        return micros;
    }

    /** Length in months, 0 for units that are not made of months. */
    public long months() {
        return months;
    }

    public static TimeUnits named(String name) {
        String upper = name.toUpperCase(Locale.ROOT).replace("SQL_TSI_", "");
        try {
            return upper.equals("FRAC_SECOND") ? MICROSECOND : valueOf(upper);
        } catch (IllegalArgumentException e) {
            throw new MillraceException(ErrorCode.UNSUPPORTED, "The unit of time " + name + " is not supported");
        }
    }
}
