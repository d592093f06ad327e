package io.millrace.sql;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The parts of a file of scripts, each behind a line {@code === name ===}. What stands before the first is for people. */
public final class ScriptSections {
    private static final Pattern HEAD = Pattern.compile("^=== (.*) ===\\R?", Pattern.MULTILINE);

    private ScriptSections() {}

    /** Texts by name, in order. */
    public static Map<String, String> of(String text) {
        Map<String, String> sections = new LinkedHashMap<>();
        Matcher head = HEAD.matcher(text);
        String name = null;
        int from = -1;
        while (head.find()) {
            if (name != null) {
                sections.put(name, text.substring(from, head.start()).strip());
            }
            name = head.group(1);
            from = head.end();
        }
        if (name != null) {
            sections.put(name, text.substring(from).strip());
        }
        return sections;
    }
}
