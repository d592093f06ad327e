package io.millrace.columnar;

import io.millrace.time.TimeParser;
import io.millrace.time.TimeText;
import io.millrace.time.Zones;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/**
 * The one text form of values: what CAST to and from VARCHAR, CSV, JSON and the shell show and read.
 *
 * <p>Values have the form {@link Column#value} gives. Timestamps are {@code yyyy-MM-dd HH:mm:ss[.f]} with exactly the
 * type's fraction digits, TIMESTAMP_LTZ in the session's zone; doubles have the fewest digits that read back; byte
 * strings are upper-case hexadecimal; ARRAY is {@code [a, b]}, MAP {@code {k -> v}}, ROW {@code {a, b}} with NULL inside.
 *
 * <p>Reading: blanks around numbers, booleans and times do not count. What a type cannot hold exactly is treated as by
 * CAST: fraction digits of times beyond the type's are cut (the earlier time), decimals are rounded half up to the
 * scale, text is cut to the type's length and CHAR padded with blanks; a number with a fraction is not an integer.
 *
 * <p>Errors: IllegalArgumentException whose message is the reason, without the text itself.
 */
public final class ValueText {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private ValueText() {}

    /** The text of a value, null for null. */
    public static String format(Object value, DataType type, ZoneId zone) {
        if (value == null) {
            return null;
        }
        return switch (type.kind()) {
            case REAL -> NumberText.format(((Number) value).floatValue());
            case DOUBLE -> NumberText.format(((Number) value).doubleValue());
            case DECIMAL -> decimal((BigDecimal) value, type);
            case BINARY, VARBINARY -> HEX.formatHex((byte[]) value);
            case DATE -> TimeText.date((Long) value);
            case TIME -> TimeText.time((Long) value, type.precision());
            case TIMESTAMP -> TimeText.timestamp((Long) value, type.precision());
            case TIMESTAMP_LTZ -> TimeText.timestamp(Zones.local((Long) value, zone), type.precision());
            case INTERVAL_YEAR_MONTH -> TimeText.months((Long) value);
            case INTERVAL_DAY_TIME -> TimeText.interval((Long) value);
            case ARRAY -> array((List<?>) value, type, zone);
            case MAP -> map((Map<?, ?>) value, type, zone);
            case ROW -> row((List<?>) value, type, zone);
            default -> value.toString();
        };
    }

    /** The value that a text stands for, null for null. */
    public static Object parse(String text, DataType type, ZoneId zone) {
        if (text == null) {
            return null;
        }
        if (type.kind() == DataType.Kind.VARCHAR && type.precision() < 0) {
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return parse(bytes, 0, bytes.length, type, zone);
    }

    /** The value that the UTF-8 text {@code data[from .. to)} stands for. */
    public static Object parse(byte[] data, int from, int to, DataType type, ZoneId zone) {
        return switch (type.kind()) {
            case BOOLEAN -> parseLong(data, from, to, type, zone) != 0;
            case REAL -> (double) NumberText.parseFloat(data, from, to);
            case DOUBLE -> NumberText.parseDouble(data, from, to);
            case DECIMAL -> NumberText.parseDecimal(data, from, to, type);
            case CHAR, VARCHAR -> new String(fit(data, from, to, type), StandardCharsets.UTF_8);
            case BINARY, VARBINARY -> binary(data, from, to, type);
            case ARRAY, MAP, ROW, NULL ->
                throw new IllegalArgumentException("text cannot be read as " + type.kind() + " values");
            default -> parseLong(data, from, to, type, zone);
        };
    }

    /** Appends the value that the UTF-8 text {@code data[from .. to)} stands for, without an object where there is a way. */
    public static void parseInto(byte[] data, int from, int to, DataType type, ZoneId zone, ColumnBuilder out) {
        switch (type.kind()) {
            case DOUBLE -> out.append(NumberText.parseDouble(data, from, to));
            case REAL -> out.append((double) NumberText.parseFloat(data, from, to));
            case VARCHAR -> {
                int characters = type.precision();
                int length = characters < 0 ? to - from : Utf8.prefixLength(data, from, to, characters);
                out.append(data, from, length);
            }
            default -> {
                if (type.storage() == DataType.Storage.LONG) {
                    out.append(parseLong(data, from, to, type, zone));
                } else {
                    out.append(parse(data, from, to, type, zone));
                }
            }
        }
    }

    /** The value of a type of LONG storage that the UTF-8 text {@code data[from .. to)} stands for. */
    public static long parseLong(byte[] data, int from, int to, DataType type, ZoneId zone) {
        return switch (type.kind()) {
            case BOOLEAN -> bool(data, from, to) ? 1 : 0;
            case TINYINT, SMALLINT, INTEGER, BIGINT ->
                NumberText.parseLong(data, from, to, NumberText.min(type), NumberText.max(type));
            case DATE -> TimeParser.date(data, from, to);
            case TIME -> TimeText.cutFraction(TimeParser.time(data, from, to), type.precision());
            case TIMESTAMP -> TimeText.cutFraction(TimeParser.timestamp(data, from, to), type.precision());
            case TIMESTAMP_LTZ -> TimeText.cutFraction(TimeParser.instant(data, from, to, zone), type.precision());
            case INTERVAL_YEAR_MONTH -> TimeParser.months(data, from, to);
            case INTERVAL_DAY_TIME -> TimeParser.interval(data, from, to);
            default -> throw new IllegalArgumentException("text cannot be read as " + type.kind() + " values");
        };
    }

    private static boolean bool(byte[] data, int from, int to) {
        String text = new String(data, from, to - from, StandardCharsets.UTF_8).strip();
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "t", "yes", "y", "1" -> true;
            case "false", "f", "no", "n", "0" -> false;
            default -> throw new IllegalArgumentException("expected true or false");
        };
    }

    /** Text cut to the type's length, and padded with blanks for a CHAR. */
    private static byte[] fit(byte[] data, int from, int to, DataType type) {
        int characters = type.precision();
        int length = characters < 0 ? to - from : Utf8.prefixLength(data, from, to, characters);
        int blanks = type.kind() == DataType.Kind.CHAR ? characters - Utf8.length(data, from, from + length) : 0;
        byte[] fitted = new byte[length + Math.max(0, blanks)];
        System.arraycopy(data, from, fitted, 0, length);
        Arrays.fill(fitted, length, fitted.length, (byte) ' ');
        return fitted;
    }

    private static byte[] binary(byte[] data, int from, int to, DataType type) {
        byte[] bytes;
        try {
            bytes = HEX.parseHex(new String(data, from, to - from, StandardCharsets.UTF_8).strip());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("expected hexadecimal digits, two for each byte");
        }
        boolean fixed = type.kind() == DataType.Kind.BINARY && type.precision() >= 0;
        boolean tooLong = type.precision() >= 0 && bytes.length > type.precision();
        return fixed || tooLong ? Arrays.copyOf(bytes, type.precision()) : bytes;
    }

    private static String decimal(BigDecimal value, DataType type) {
        BigDecimal shown = value.scale() == type.scale() ? value : value.setScale(type.scale(), RoundingMode.HALF_UP);
        return shown.toPlainString();
    }

    private static String array(List<?> elements, DataType type, ZoneId zone) {
        StringJoiner out = new StringJoiner(", ", "[", "]");
        for (Object element : elements) {
            out.add(nested(element, type.element(), zone));
        }
        return out.toString();
    }

    private static String map(Map<?, ?> entries, DataType type, ZoneId zone) {
        StringJoiner out = new StringJoiner(", ", "{", "}");
        DataType key = type.children().get(0).type();
        DataType value = type.children().get(1).type();
        entries.forEach((k, v) -> out.add(nested(k, key, zone) + " -> " + nested(v, value, zone)));
        return out.toString();
    }

    private static String row(List<?> values, DataType type, ZoneId zone) {
        StringJoiner out = new StringJoiner(", ", "{", "}");
        for (int i = 0; i < values.size(); i++) {
            out.add(nested(values.get(i), type.children().get(i).type(), zone));
        }
        return out.toString();
    }

    private static String nested(Object value, DataType type, ZoneId zone) {
        return value == null ? "NULL" : format(value, type, zone);
    }
}
