package io.millrace.time;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * Reads dates, times, timestamps and intervals from UTF-8 text, blanks around it aside.
 *
 * <p>A date is {@code [+-]yyyy-[M]M-[d]d}; a time {@code [H]H:mm[:ss[.f]]}; a timestamp a date, or a date and a time with
 * a blank or {@code T} between. Any number of fraction digits is read, those beyond the microsecond are cut.
 *
 * <p>Errors: IllegalArgumentException whose message is the reason, without the text.
 */
public final class TimeParser {
    private static final long INTERVAL_DAYS_MAX = Long.MAX_VALUE / TimeText.DAY_MICROS - 1;

    private final byte[] data;
    private int at;
    private final int end;

    private TimeParser(byte[] data, int from, int to) {
        int start = from;
        int stop = to;
        while (start < stop && data[start] == ' ') {
            start++;
        }
        while (stop > start && data[stop - 1] == ' ') {
            stop--;
        }
        this.data = data;
        this.at = start;
        this.end = stop;
    }

    /** Days of a date; a time after it is checked and cut. */
    public static long date(byte[] data, int from, int to) {
        TimeParser parser = new TimeParser(data, from, to);
        long days = parser.datePart();
        if (parser.at < parser.end) {
            parser.timeAfterDate();
            parser.zonePart();
        }
        return days;
    }

    /** Microseconds since midnight. */
    public static long time(byte[] data, int from, int to) {
        TimeParser parser = new TimeParser(data, from, to);
        long micros = parser.timePart();
        parser.requireEnd("a time is written HH:mm:ss[.f]");
        return micros;
    }

    /** A timestamp without a zone; a {@code Z} at its end is accepted. */
    public static long timestamp(byte[] data, int from, int to) {
        long fast = fastTimestamp(data, from, to);
        if (fast != Long.MIN_VALUE) {
            return fast;
        }
        TimeParser parser = new TimeParser(data, from, to);
        long micros = parser.dateAndTime();
        ZoneId zone = parser.zonePart();
        if (zone != null && !ZoneOffset.UTC.equals(zone.normalized())) {
            throw bad("it has the zone " + zone + ", which a TIMESTAMP cannot hold; a TIMESTAMP_LTZ can");
        }
        return micros;
    }

    /** An instant; text without a zone or offset of its own is local time of {@code zone}. */
    public static long instant(byte[] data, int from, int to, ZoneId zone) {
        TimeParser parser = new TimeParser(data, from, to);
        long micros = parser.dateAndTime();
        ZoneId own = parser.zonePart();
        try {
            return Zones.instant(micros, own != null ? own : zone);
        } catch (ArithmeticException e) {
            throw bad("it is outside the range of timestamps");
        }
    }

    /** Microseconds of {@code [+-][days ]hh:mm:ss[.f]} or {@code [+-]days}. */
    public static long interval(byte[] data, int from, int to) {
        TimeParser parser = new TimeParser(data, from, to);
        boolean negative = parser.sign();
        long first = parser.number(1, 9, "days");
        long micros;
        if (parser.at < parser.end && parser.data[parser.at] == ':') {
            parser.at++;
            micros = parser.minutesAndSeconds(first);
        } else {
            micros = parser.accept(' ') ? parser.timePart() : 0;
            micros += parser.inRange("days", first, 0, INTERVAL_DAYS_MAX) * TimeText.DAY_MICROS;
        }
        parser.requireEnd("an interval is written days hh:mm:ss[.f]");
        return negative ? -micros : micros;
    }

    /** Months of {@code [+-]years-months} or {@code [+-]years}. */
    public static long months(byte[] data, int from, int to) {
        TimeParser parser = new TimeParser(data, from, to);
        boolean negative = parser.sign();
        long months = parser.number(1, 9, "years") * 12;
        if (parser.accept('-')) {
            months += parser.inRange("month", parser.number(1, 2, "months"), 0, 11);
        }
        parser.requireEnd("an interval is written years-months");
        return negative ? -months : months;
    }

    public static long timestamp(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return timestamp(bytes, 0, bytes.length);
    }

    public static long date(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return date(bytes, 0, bytes.length);
    }

    /** The common layout, without a cursor; MIN_VALUE where the text has any other layout or is wrong. */
    private static long fastTimestamp(byte[] d, int from, int to) {
        int length = to - from;
        if (length < 19 || length > 26 || length == 20) {
            return Long.MIN_VALUE;
        }
        if (d[from + 4] != '-' || d[from + 7] != '-' || d[from + 13] != ':' || d[from + 16] != ':') {
            return Long.MIN_VALUE;
        }
        if ((d[from + 10] != ' ' && d[from + 10] != 'T') || (length > 19 && d[from + 19] != '.')) {
            return Long.MIN_VALUE;
        }
        int year = two(d, from) * 100 + two(d, from + 2);
        int month = two(d, from + 5);
        int day = two(d, from + 8);
        int hour = two(d, from + 11);
        int minute = two(d, from + 14);
        int second = two(d, from + 17);
        int fraction = 0;
        for (int i = from + 20; i < from + 26; i++) {
            int digit = i < to ? d[i] - '0' : 0;
            if (digit < 0 || digit > 9) {
                return Long.MIN_VALUE;
            }
            fraction = fraction * 10 + digit;
        }
        boolean clockOk = hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second < 60;
        boolean dateOk = year >= 0 && two(d, from + 2) >= 0 && month >= 1 && month <= 12 && day >= 1;
        if (!clockOk || !dateOk || day > CivilDays.monthLength(year, month)) {
            return Long.MIN_VALUE;
        }
        long seconds = CivilDays.of(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second;
        return seconds * TimeText.SECOND_MICROS + fraction;
    }

    /** Two digits, or a negative number that no valid other pair makes good. */
    private static int two(byte[] d, int at) {
        int tens = d[at] - '0';
        int ones = d[at + 1] - '0';
        return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -10_000 : tens * 10 + ones;
    }

    private long dateAndTime() {
        long days = datePart();
        long micros = at < end ? timeAfterDate() : 0;
        try {
            return Math.addExact(Math.multiplyExact(days, TimeText.DAY_MICROS), micros);
        } catch (ArithmeticException e) {
            throw bad("it is outside the range of timestamps");
        }
    }

    private long datePart() {
        boolean negative = sign();
        long year = number(4, 6, "a year of four digits");
        require('-', "a date is written yyyy-MM-dd");
        int month = (int) inRange("month", number(1, 2, "a month"), 1, 12);
        require('-', "a date is written yyyy-MM-dd");
        long signedYear = negative ? -year : year;
        int day = (int) inRange("day", number(1, 2, "a day"), 1, CivilDays.monthLength(signedYear, month));
        return CivilDays.of(signedYear, month, day);
    }

    private long timeAfterDate() {
        if (!accept('T') && !accept('t') && !accept(' ')) {
            throw bad("a timestamp is written yyyy-MM-dd HH:mm:ss[.f]");
        }
        while (accept(' ')) {
            // several blanks between date and time are one
        }
        return timePart();
    }

    private long timePart() {
        long hour = number(1, 2, "an hour");
        require(':', "a time is written HH:mm:ss[.f]");
        return minutesAndSeconds(inRange("hour", hour, 0, 23));
    }

    private long minutesAndSeconds(long hour) {
        long minute = inRange("minute", number(2, 2, "minutes of two digits"), 0, 59);
        long second = 0;
        long fraction = 0;
        if (accept(':')) {
            second = inRange("second", number(2, 2, "seconds of two digits"), 0, 59);
            if (accept('.') || accept(',')) {
                fraction = fraction();
            }
        }
        return (hour * 3600 + minute * 60 + second) * TimeText.SECOND_MICROS + fraction;
    }

    private long fraction() {
        long micros = 0;
        int digits = 0;
        while (at < end && data[at] >= '0' && data[at] <= '9') {
            if (digits < 6) {
                micros = micros * 10 + data[at] - '0';
            }
            digits++;
            at++;
        }
        if (digits == 0) {
            throw bad("digits are missing after the point");
        }
        for (; digits < 6; digits++) {
            micros *= 10;
        }
        return micros;
    }

    /** The zone or offset that the rest of the text names; null when there is no rest. */
    private ZoneId zonePart() {
        while (accept(' ')) {
            // blanks before the zone
        }
        if (at == end) {
            return null;
        }
        String rest = new String(data, at, end - at, StandardCharsets.UTF_8);
        try {
            return ZoneId.of(rest.equals("z") ? "Z" : rest);
        } catch (DateTimeException e) {
            throw bad("\"" + rest + "\" after the time is not a zone or offset such as Z or +02:00");
        }
    }

    private boolean sign() {
        return !accept('+') && accept('-');
    }

    private long number(int digitsMin, int digitsMax, String what) {
        int start = at;
        long value = 0;
        while (at < end && at - start < digitsMax && data[at] >= '0' && data[at] <= '9') {
            value = value * 10 + data[at++] - '0';
        }
        if (at - start < digitsMin) {
            throw bad("expected " + what + (start < end ? "" : " at its end"));
        }
        return value;
    }

    private long inRange(String what, long value, long min, long max) {
        if (value < min || value > max) {
            throw bad(what + " " + value + " is not between " + min + " and " + max);
        }
        return value;
    }

    private boolean accept(char c) {
        if (at < end && data[at] == c) {
            at++;
            return true;
        }
        return false;
    }

    private void require(char c, String rule) {
        if (!accept(c)) {
            throw bad(rule);
        }
    }

    private void requireEnd(String rule) {
        if (at < end) {
            throw bad(rule);
        }
    }

    private static IllegalArgumentException bad(String reason) {
        return new IllegalArgumentException(reason);
    }
}
