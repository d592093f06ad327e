package io.millrace.jdbc;

import java.util.regex.Pattern;

/** A pattern of JDBC for names: % any text, _ any character, \ before either itself. Case does not count. */
final class NamePattern {
    private final Pattern pattern;

    /** @param text null for any name */
    NamePattern(String text) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; text != null && i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                i++;
                regex.append(Pattern.quote(text.substring(i, i + 1)));
            } else if (c == '%') {
                regex.append(".*");
            } else if (c == '_') {
                regex.append('.');
            } else {
                regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        pattern = text == null
                ? null
                : Pattern.compile(regex.toString(), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL);
    }

    boolean matches(String name) {
        return pattern == null || pattern.matcher(name).matches();
    }

    /** Whether something that has no such name at all is asked for: by null or "". */
    static boolean matchesNone(String asked) {
        return asked == null || asked.isEmpty() || asked.equals("%");
    }
}
