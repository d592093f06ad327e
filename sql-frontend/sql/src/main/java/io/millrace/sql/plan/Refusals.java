package io.millrace.sql.plan;

import io.millrace.aggregate.AggregateCall;
import java.util.List;
import java.util.stream.Collectors;

/** Why a plan cannot give only final rows: the operator, what is missing, and what to do. */
final class Refusals {
    private static final String OTHERWISE = ", or SET 'output.mode' = 'update' to see results change";

    private Refusals() {}

    static String neverFinal(Relation from, List<Integer> keys, List<AggregateCall> calls, boolean timeKey) {
        String groups = keys.isEmpty()
                ? "without GROUP BY"
                : "by "
                        + keys.stream()
                                .map(key -> "\"" + from.columns().field(key).name() + "\"")
                                .collect(Collectors.joining(", "));
        String operator = calls.isEmpty() ? "DISTINCT " + groups : "the aggregation " + groups;
        if (timeKey || !from.sources().closes()) {
            return operator + " is never final: " + silence(from);
        }
        return operator
                + " is never final, since no key of it is an event time that a watermark passes; group by a window"
                + " such as TUMBLE(ts, INTERVAL '1' MINUTE) too" + OTHERWISE;
    }

    static String windowNeverFinal(Relation input) {
        if (!input.sources().closes()) {
            return "the windows are never final: " + silence(input);
        }
        String column = input.columns().field(input.window().timeColumn()).name();
        return "the windows over \"" + column
                + "\" are never final, since no watermark is declared for it; window by the"
                + " column that WATERMARK FOR names in CREATE TABLE" + OTHERWISE;
    }

    private static String silence(Relation from) {
        List<String> tables = from.sources().silent().stream()
                .map(table -> "\"" + table + "\"")
                .toList();
        return (tables.size() == 1
                        ? "table " + tables.get(0) + " has"
                        : "tables " + String.join(", ", tables) + " have")
                + " no watermark; declare WATERMARK FOR its time column in CREATE TABLE" + OTHERWISE;
    }
}
