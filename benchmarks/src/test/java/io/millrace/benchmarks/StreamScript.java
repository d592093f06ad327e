package io.millrace.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
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
    static List<StreamScript> all() {
        return ScriptSections.of("/stream-scripts.sql").entrySet().stream()
                .map(script -> parse(script.getKey(), script.getValue()))
                .toList();
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

    @Override
    public String toString() {
        return name;
    }
}
