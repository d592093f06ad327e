package io.millrace.config;

import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * One typed option of a table, a query or a session: its key, how its text is read, its default and its one-line doc.
 *
 * @param key as written in {@code WITH ('key'='value')} and {@code SET}
 * @param expected what a legal value looks like, for error messages and docs
 * @param parse reads the text; throws IllegalArgumentException on anything else
 * @param defaultText text of the default, or null when there is none
 * @param required whether leaving it out is an error
 */
public record Option<T>(
        String key, String expected, Function<String, T> parse, String defaultText, boolean required, String doc) {

    public static Option<String> string(String key, String defaultText, String doc) {
        return new Option<>(key, "a text", text -> text, defaultText, false, doc);
    }

    public static Option<String> requiredString(String key, String doc) {
        return new Option<>(key, "a text", text -> text, null, true, doc);
    }

    public static Option<Boolean> bool(String key, boolean defaultValue, String doc) {
        return new Option<>(key, "true or false", Option::parseBoolean, String.valueOf(defaultValue), false, doc);
    }

    /** A whole number from {@code min} to {@code max}; no default when {@code defaultValue} is null. */
    public static Option<Long> number(String key, Long defaultValue, long min, long max, String doc) {
        String upper = max == Long.MAX_VALUE ? " up" : " to " + max;
        return new Option<>(
                key,
                "a whole number from " + min + upper,
                text -> parseNumber(text, min, max),
                defaultValue == null ? null : defaultValue.toString(),
                false,
                doc);
    }

    /** One of a fixed set of words, read without regard to case. */
    public static Option<String> oneOf(String key, String defaultText, List<String> words, String doc) {
        return new Option<>(
                key, "one of " + String.join(", ", words), text -> parseWord(text, words), defaultText, false, doc);
    }

    /** A length of time, such as {@code 10 seconds}, {@code 500 ms}, {@code 1 minute}. */
    public static Option<Duration> duration(String key, String defaultText, String doc) {
        return new Option<>(
                key, "a duration such as '10 seconds' or '500 ms'", Durations::parse, defaultText, false, doc);
    }

    /** The value that {@code text} stands for. */
    public T read(String owner, String text) {
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException e) {
            throw new MillraceException(
                    ErrorCode.INVALID_OPTION,
                    "option \"" + key + "\" of " + owner + " is \"" + text + "\"; expected " + expected,
                    e);
        }
    }

    private static Boolean parseBoolean(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(text);
        };
    }

    private static Long parseNumber(String text, long min, long max) {
        long value = Long.parseLong(text.strip().replace("_", ""));
        if (value < min || value > max) {
            throw new IllegalArgumentException(text);
        }
        return value;
    }

    private static String parseWord(String text, List<String> words) {
        for (String word : words) {
            if (word.equalsIgnoreCase(text.strip())) {
                return word;
            }
        }
        throw new IllegalArgumentException(text);
    }
}
