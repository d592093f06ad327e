package io.millrace.sql.parse;

import io.millrace.error.TextPosition;
import java.util.List;

/**
 * One statement of a script, before it is parsed.
 *
 * @param text exactly as written, without the semicolon and without comments and blanks around it
 * @param parserText the same with names in backticks put in double quotes, char for char
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
