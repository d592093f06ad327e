package io.millrace.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One query of {@code stream-scripts.sql}.
 *
 * @param modes output modes to run it in
 * @param isFinal condition for rows of the answer that are final; null when all are at once
 * @param ordered whether the order of rows is part of the answer
 * @param setup statements before it
 */
record StreamScript(
        String name,
        List<String> modes,
        String isFinal,
        boolean ordered,
        List<String> setup,
        String query,
        String duckdb) {
    private static final Pattern HEAD = Pattern.compile("^=== (.*) ===$", Pattern.MULTILINE);

    static List<StreamScript> all() {
        String text = read();
        List<StreamScript> scripts = new ArrayList<>();
        Matcher head = HEAD.matcher(text);
        int from = -1;
        String name = null;
        while (head.find()) {
            if (name != null) {
                scripts.add(parse(name, text.substring(from, head.start())));
            }
            name = head.group(1);
            from = head.end();
        }
        scripts.add(parse(name, text.substring(from)));
        return scripts;
    }

    private static StreamScript parse(String name, String text) {
        List<String> modes = List.of();
        List<String> setup = new ArrayList<>();
        String isFinal = null;
        boolean ordered = false;
        StringBuilder query = new StringBuilder();
        for (String line : text.strip().split("\n")) {
            if (line.startsWith("modes:")) {
                modes = Arrays.stream(rest(line).split(","))
                        .map(String::strip)
                        .filter(mode -> !mode.isEmpty())
                        .toList();
            } else if (line.startsWith("final:")) {
                isFinal = rest(line);
            } else if (line.startsWith("ordered:")) {
                ordered = Boolean.parseBoolean(rest(line));
            } else if (line.startsWith("setup:")) {
                setup.add(rest(line));
            } else {
                query.append(line).append('\n');
            }
        }
        String[] both = query.toString().split("-- duckdb\n");
        return new StreamScript(name, modes, isFinal, ordered, setup, both[0], both[both.length - 1]);
    }

    private static String rest(String line) {
        return line.substring(line.indexOf(':') + 1).strip();
    }

    /** Whether the query reads the table; views are looked through by their text. */
    boolean reads(String table) {
        String all = (query + " " + setup).toLowerCase(Locale.ROOT);
        return Pattern.compile("(from|join|table|,)\\s+" + table + "\\b")
                .matcher(all)
                .find();
    }

    private static String read() {
        try (InputStream in = StreamScript.class.getResourceAsStream("/stream-scripts.sql")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
