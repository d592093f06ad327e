package io.millrace.columnar;

import com.fasterxml.jackson.core.io.NumberOutput;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Reads numbers from UTF-8 text, blanks around it aside, and writes doubles in the fewest digits that read back to the
 * same value, on every JDK alike.
 *
 * <p>Errors: IllegalArgumentException whose message is the reason, without the text.
 */
public final class NumberText {
    private static final long EXACT_MANTISSA_MAX = 1L << 53;
    private static final double[] POWERS_OF_TEN = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };

    private NumberText() {}

    /** As Java and Spark write it: {@code 0.1}, {@code 1.0E10}, {@code NaN}, {@code -Infinity}. */
    public static String format(double value) {
        return NumberOutput.toString(value, true);
    }

    /** The fewest digits that read back to the same float. */
    public static String format(float value) {
        return NumberOutput.toString(value, true);
    }

    public static long parseLong(byte[] data, int from, int to, long min, long max) {
        int at = skipBlanks(data, from, to);
        int end = Utf8.trimEnd(data, at, to);
        boolean negative = at < end && data[at] == '-';
        int start = at < end && (negative || data[at] == '+') ? at + 1 : at;
        if (start == end) {
            throw notANumber(data, at, end, "an integer");
        }
        // accumulated as a negative number, whose range holds that of the positive ones
        long value = 0;
        for (int i = start; i < end; i++) {
            int digit = data[i] - '0';
            if (digit < 0 || digit > 9) {
                throw notANumber(data, at, end, "an integer");
            }
            if (value < Long.MIN_VALUE / 10 || value * 10 < Long.MIN_VALUE + digit) {
                throw outside(min, max);
            }
            value = value * 10 - digit;
        }
        if (!negative && value == Long.MIN_VALUE) {
            throw outside(min, max);
        }
        long signed = negative ? value : -value;
        if (signed < min || signed > max) {
            throw outside(min, max);
        }
        return signed;
    }

    public static double parseDouble(byte[] data, int from, int to) {
        int at = skipBlanks(data, from, to);
        int end = Utf8.trimEnd(data, at, to);
        boolean negative = at < end && data[at] == '-';
        int start = at < end && (negative || data[at] == '+') ? at + 1 : at;
        long mantissa = 0;
        int fractionDigits = -1;
        int digits = 0;
        for (int i = start; i < end; i++) {
            int digit = data[i] - '0';
            if (digit >= 0 && digit <= 9 && mantissa < EXACT_MANTISSA_MAX / 10) {
                mantissa = mantissa * 10 + digit;
                digits++;
                fractionDigits += fractionDigits >= 0 ? 1 : 0;
            } else if (data[i] == '.' && fractionDigits < 0) {
                fractionDigits = 0;
            } else {
                return slowDouble(data, at, end);
            }
        }
        if (digits == 0 || fractionDigits >= POWERS_OF_TEN.length) {
            return slowDouble(data, at, end);
        }
        // both operands are exact, so the quotient is the double nearest to the text
        double magnitude = fractionDigits > 0 ? mantissa / POWERS_OF_TEN[fractionDigits] : mantissa;
        return negative ? -magnitude : magnitude;
    }

    private static double slowDouble(byte[] data, int from, int to) {
        if (isNumber(data, from, to)) {
            return Double.parseDouble(new String(data, from, to - from, StandardCharsets.ISO_8859_1));
        }
        String text = new String(data, from, to - from, StandardCharsets.UTF_8);
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "nan" -> Double.NaN;
            case "infinity", "+infinity", "inf", "+inf" -> Double.POSITIVE_INFINITY;
            case "-infinity", "-inf" -> Double.NEGATIVE_INFINITY;
            default -> throw notANumber(data, from, to, "a number");
        };
    }

    /** The nearest float, read from the text itself and not by way of a double. */
    public static float parseFloat(byte[] data, int from, int to) {
        int at = skipBlanks(data, from, to);
        int end = Utf8.trimEnd(data, at, to);
        if (isNumber(data, at, end)) {
            return Float.parseFloat(new String(data, at, end - at, StandardCharsets.ISO_8859_1));
        }
        return (float) slowDouble(data, at, end);
    }

    /** Rounded half up to the type's scale. */
    public static BigDecimal parseDecimal(byte[] data, int from, int to, DataType type) {
        int at = skipBlanks(data, from, to);
        int end = Utf8.trimEnd(data, at, to);
        if (!isNumber(data, at, end)) {
            throw notANumber(data, at, end, "a number");
        }
        BigDecimal value;
        try {
            value = new BigDecimal(new String(data, at, end - at, StandardCharsets.ISO_8859_1));
        } catch (NumberFormatException | ArithmeticException e) {
            throw new IllegalArgumentException("it is outside the range of " + type);
        }
        return fit(value, type);
    }

    /** The value with exactly the type's scale, rounded half up. */
    public static BigDecimal fit(BigDecimal value, DataType type) {
        if ((long) value.precision() - value.scale() > type.precision() - type.scale() && value.signum() != 0) {
            throw new IllegalArgumentException("it is outside the range of " + type);
        }
        if ((long) value.scale() - value.precision() > type.scale() + 1L) {
            return BigDecimal.ZERO.setScale(type.scale());
        }
        BigDecimal rounded = value.setScale(type.scale(), RoundingMode.HALF_UP);
        if (rounded.precision() > type.precision()) {
            throw new IllegalArgumentException("it is outside the range of " + type);
        }
        return rounded;
    }

    /** Smallest value of an integer type. */
    public static long min(DataType type) {
        return switch (type.kind()) {
            case TINYINT -> Byte.MIN_VALUE;
            case SMALLINT -> Short.MIN_VALUE;
            case INTEGER -> Integer.MIN_VALUE;
            default -> Long.MIN_VALUE;
        };
    }

    /** Largest value of an integer type. */
    public static long max(DataType type) {
        return -(min(type) + 1);
    }

    /** Whether the text is {@code [+-]digits[.digits][e[+-]digits]}, with a digit before or after the point. */
    private static boolean isNumber(byte[] data, int from, int to) {
        int at = from < to && (data[from] == '-' || data[from] == '+') ? from + 1 : from;
        int whole = skipDigits(data, at, to);
        int digits = whole - at;
        at = whole;
        if (at < to && data[at] == '.') {
            int end = skipDigits(data, at + 1, to);
            digits += end - at - 1;
            at = end;
        }
        if (digits == 0) {
            return false;
        }
        if (at < to && (data[at] == 'e' || data[at] == 'E')) {
            int exponent = at + 1 < to && (data[at + 1] == '-' || data[at + 1] == '+') ? at + 2 : at + 1;
            at = skipDigits(data, exponent, to);
            return at == to && at > exponent;
        }
        return at == to;
    }

    private static int skipDigits(byte[] data, int from, int to) {
        int at = from;
        while (at < to && data[at] >= '0' && data[at] <= '9') {
            at++;
        }
        return at;
    }

    private static int skipBlanks(byte[] data, int from, int to) {
        int at = from;
        while (at < to && data[at] == ' ') {
            at++;
        }
        return at;
    }

    private static IllegalArgumentException notANumber(byte[] data, int from, int to, String what) {
        if (from == to) {
            return new IllegalArgumentException("it is empty");
        }
        String hint = what.equals("an integer") && isNumber(data, from, to) ? "; it has a fraction or an exponent" : "";
        return new IllegalArgumentException("it is not " + what + hint);
    }

    private static IllegalArgumentException outside(long min, long max) {
        return new IllegalArgumentException("it is outside the range " + min + " to " + max);
    }
}
