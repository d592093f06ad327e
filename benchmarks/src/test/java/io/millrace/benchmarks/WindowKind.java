package io.millrace.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A query of {@code window-kinds.sql}: rows grouped in one of the ways there are, {@code $calls} where aggregates go.
 *
 * @param clock how fast time goes in its rows
 * @param ordered whether its rows have an order of arrival
 * @param over whether {@code $calls} have OVER
 */
record WindowKind(String name, ScriptRows.Clock clock, boolean ordered, boolean over, String query, String duckdb) {
    private static final String CLOCK = "clock: ";
    private static final String ROWS = "rows: ";

    static List<WindowKind> all() {
        return ScriptSections.of("/window-kinds.sql").entrySet().stream()
                .map(WindowKind::parse)
                .toList();
    }

    private static WindowKind parse(Map.Entry<String, String> section) {
        ScriptRows.Clock clock = ScriptRows.Clock.SECONDS;
        String rows = "";
        StringBuilder query = new StringBuilder();
        for (String line : section.getValue().split("\n")) {
            if (line.startsWith(CLOCK)) {
                clock = ScriptRows.Clock.valueOf(line.substring(CLOCK.length()).toUpperCase(Locale.ROOT));
            } else if (line.startsWith(ROWS)) {
                rows = line.substring(ROWS.length());
            } else {
                query.append(line).append('\n');
            }
        }
        String[] both = query.toString().split("-- duckdb\n");
        return new WindowKind(
                section.getKey(), clock, !rows.equals("unordered"), rows.equals("over"), both[0], both[1]);
    }

    /** Whether rows become final. */
    boolean hasEnd() {
        return duckdb.contains("final_");
    }

    /** The output modes that there are for it. */
    List<String> modes() {
        if (over) {
            return List.of("append", "changelog", "complete");
        }
        return hasEnd()
                ? List.of("append", "update", "changelog", "complete")
                : List.of("update", "changelog", "complete");
    }

    /** The aggregates that it can have. */
    List<AggregateCalls> calls() {
        return AggregateCalls.all(over).stream()
                .filter(calls -> ordered || !calls.byArrival())
                .toList();
    }
}
