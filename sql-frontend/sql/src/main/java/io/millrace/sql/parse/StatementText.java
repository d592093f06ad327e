package io.millrace.sql.parse;

import io.millrace.error.TextPosition;
import java.util.List;

/**
 * One statement of a script, before it is parsed.
 *
 * @param text exactly as written, without the semicolon and without comments and blanks around it
 * @param parserText the same, char for char, with names in backticks put in double quotes and {@code INTERVAL ? DAY} as {@code
 *     INTERVAL(?)DAY}: the parser takes no parameter there but in brackets
 * @param words the words it begins with, two at most
 */
record StatementText(String text, String parserText, TextPosition range, List<Word> words) {

    /** A word as written, and where. */
    record Word(String text, TextPosition range) {
        boolean is(String other) {
            return text.equalsIgnoreCase(other);
        }
    }
}
