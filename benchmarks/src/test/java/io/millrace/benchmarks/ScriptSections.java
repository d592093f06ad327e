package io.millrace.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The parts of a file of scripts, each behind a line {@code === name ===}. */
final class ScriptSections {
    private static final Pattern HEAD = Pattern.compile("^=== (.*) ===$", Pattern.MULTILINE);

    private ScriptSections() {}

    /** Texts by name, in order. */
    static Map<String, String> of(String resource) {
        String text = read(resource);
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
        sections.put(name, text.substring(from).strip());
        return sections;
    }

    private static String read(String resource) {
        try (InputStream in = ScriptSections.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
