package io.millrace.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A group of aggregates from {@code aggregate-calls.sql}, as both engines say them.
 *
 * @param ours select items, separated by commas
 * @param theirs the same for DuckDB
 * @param byArrival whether some go by the order of arrival
 */
record AggregateCalls(String name, String ours, String theirs, boolean byArrival) {
    /** Where OVER goes. */
    private static final String PLACE = "@";

    static List<AggregateCalls> all(boolean over) {
        List<AggregateCalls> groups = new ArrayList<>();
        for (Map.Entry<String, String> section :
                ScriptSections.of("/aggregate-calls.sql").entrySet()) {
            List<String> lines = section.getValue()
                    .lines()
                    .filter(line -> !over || line.contains(PLACE))
                    .toList();
            if (!lines.isEmpty()) {
                groups.add(of(section.getKey(), lines, over));
            }
        }
        return groups;
    }

    private static AggregateCalls of(String name, List<String> lines, boolean over) {
        List<String> ours = new ArrayList<>();
        List<String> theirs = new ArrayList<>();
        for (String line : lines) {
            String[] both = line.replace(PLACE, over ? " OVER w" : "").split(" -- ");
            ours.add(both[0] + " AS a" + ours.size());
            theirs.add(both[both.length - 1].strip());
        }
        String text = String.join(", ", theirs);
        return new AggregateCalls(name, String.join(", ", ours), text, text.contains("arrival"));
    }
}
