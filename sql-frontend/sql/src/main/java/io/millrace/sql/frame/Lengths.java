package io.millrace.sql.frame;

import io.millrace.config.Durations;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lengths of time as people write them, as SQL intervals: {@code 10 minutes}, {@code 1 hour 30 minutes}, {@code 1 month}. */
public final class Lengths {
    private static final Pattern PART = Pattern.compile("\\G\\s*(\\d+)\\s*([a-zA-Z]+)\\s*");
    private static final int MICRO_SCALE = 6;

    private Lengths() {}

    /** {@code INTERVAL '...' SECOND}, or MONTH for months and years. */
    public static String sql(String text) {
        String plain = text.strip().toLowerCase(Locale.ROOT).replaceFirst("^interval\\s+", "");
        long months = 0;
        Duration rest = Duration.ZERO;
        Matcher matcher = PART.matcher(plain);
        int end = 0;
        while (matcher.find()) {
            long amount = Long.parseLong(matcher.group(1));
            switch (matcher.group(2)) {
                case "month", "months" -> months += amount;
                case "year", "years" -> months += 12 * amount;
                case "week", "weeks" -> rest = rest.plusDays(7 * amount);
                default -> rest = rest.plus(duration(matcher.group(), text));
            }
            end = matcher.end();
        }
        if (end == 0 || end < plain.length() || months > 0 && !rest.isZero()) {
            throw unreadable(text);
        }
        return months > 0 ? "INTERVAL '" + months + "' MONTH" : sql(rest);
    }

    /** The length in days to microseconds; months and years are refused. */
    public static Duration duration(String text) {
        String plain = text.strip().toLowerCase(Locale.ROOT).replaceFirst("^interval\\s+", "");
        Duration sum = Duration.ZERO;
        Matcher matcher = PART.matcher(plain);
        int end = 0;
        while (matcher.find()) {
            sum = sum.plus(duration(matcher.group(), text));
            end = matcher.end();
        }
        if (end == 0 || end < plain.length()) {
            throw unreadable(text);
        }
        return sum;
    }

    private static Duration duration(String part, String text) {
        try {
            return Durations.parse(part);
        } catch (IllegalArgumentException e) {
            throw unreadable(text);
        }
    }

    private static MillraceException unreadable(String text) {
        return new MillraceException(
                ErrorCode.INVALID_VALUE,
                "\"" + text
                        + "\" is no length of time; write one such as \"10 minutes\", \"1 hour 30 minutes\" or \"1 month\"");
    }

    static String sql(Duration duration) {
        BigDecimal seconds = BigDecimal.valueOf(Durations.micros(duration), MICRO_SCALE);
        String digits = seconds.stripTrailingZeros().abs().toPlainString();
        return "INTERVAL " + (seconds.signum() < 0 ? "-" : "") + "'" + digits + "' SECOND";
    }
}
