package io.millrace.config;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads lengths of time as people write them: {@code 5 seconds}, {@code 100ms}, {@code 1 minute}. */
public final class Durations {
    private static final Pattern SHAPE = Pattern.compile("\\s*(\\d+)\\s*([a-zA-Z]+)\\s*");

    private Durations() {}

    /** The duration of {@code text}; throws IllegalArgumentException on anything but a number and a unit. */
    public static Duration parse(String text) {
        Matcher matcher = SHAPE.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(text);
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2).toLowerCase(Locale.ROOT)) {
            case "us", "microsecond", "microseconds" -> Duration.ofNanos(Math.multiplyExact(amount, 1_000L));
            case "ms", "millisecond", "milliseconds" -> Duration.ofMillis(amount);
            case "s", "sec", "second", "seconds" -> Duration.ofSeconds(amount);
            case "m", "min", "minute", "minutes" -> Duration.ofMinutes(amount);
            case "h", "hour", "hours" -> Duration.ofHours(amount);
            case "d", "day", "days" -> Duration.ofDays(amount);
            default -> throw new IllegalArgumentException(text);
        };
    }

    public static long micros(Duration duration) {
        return Math.addExact(Math.multiplyExact(duration.getSeconds(), 1_000_000L), duration.getNano() / 1_000L);
    }
}
