package io.millrace.sql;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as people write them: {@code 512 MB}, {@code 2GB}; a unit is 1024 of the one below. */
final class ByteSizes {
    private static final Pattern SHAPE = Pattern.compile("\\s*(\\d+)\\s*(B|KB|MB|GB|TB)?\\s*");
    private static final String UNITS = "KMGT";

    private ByteSizes() {}

    /** Bytes of {@code text}; throws IllegalArgumentException on anything but a number above 0 and a unit. */
    static long parse(String text) {
        Matcher matcher = SHAPE.matcher(text.toUpperCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new IllegalArgumentException(text);
        }
        String unit = matcher.group(2) == null ? "B" : matcher.group(2);
        int power = UNITS.indexOf(unit.charAt(0)) + 1;
        try {
            long bytes = Math.multiplyExact(Long.parseLong(matcher.group(1)), 1L << (10 * power));
            if (bytes > 0) {
                return bytes;
            }
        } catch (ArithmeticException | NumberFormatException e) {
            throw new IllegalArgumentException(text, e);
        }
        throw new IllegalArgumentException(text);
    }

    /** In whole megabytes. */
    static String text(long bytes) {
        return Math.max(1, bytes >> 20) + " MB";
    }
}
