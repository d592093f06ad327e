package io.millrace.connectors.text;

import io.millrace.config.Option;
import io.millrace.config.Options;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * How a table's CSV is written.
 *
 * @param header whether the first row holds the names of the columns
 * @param nullText what stands for NULL
 */
record CsvDialect(boolean header, byte delimiter, byte[] nullText, OnError onError) {
    private static final Option<Boolean> HEADER =
            Option.bool("header", true, "whether the first row of a file holds the names of its columns");
    private static final Option<Byte> DELIMITER = new Option<>(
            "delimiter",
            "one ASCII character ('\\t' for a tab) that is no letter, digit, quote, minus sign or line end",
            CsvDialect::delimiter,
            ",",
            false,
            "the character between fields");
    private static final Option<String> NULL_TEXT =
            Option.string("null-text", "", "the text, without quotes around it, that stands for NULL");

    static final Collection<Option<?>> OPTIONS = List.of(HEADER, DELIMITER, NULL_TEXT, OnError.OPTION);

    static CsvDialect of(Options options) {
        return new CsvDialect(
                options.get(HEADER),
                options.get(DELIMITER),
                options.get(NULL_TEXT).getBytes(StandardCharsets.UTF_8),
                OnError.of(options.get(OnError.OPTION)));
    }

    boolean isNull(byte[] bytes, int from, int to) {
        return to - from == nullText.length && Arrays.equals(bytes, from, to, nullText, 0, nullText.length);
    }

    private static Byte delimiter(String text) {
        String character = text.equals("\\t") ? "\t" : text;
        boolean fits = character.length() == 1
                && character.charAt(0) < 128
                && !Character.isLetterOrDigit(character.charAt(0))
                && !"\"-\r\n\0".contains(character);
        if (!fits) {
            throw new IllegalArgumentException(text);
        }
        return (byte) character.charAt(0);
    }
}
