package io.millrace.sql.plan;

import io.millrace.aggregate.AggregateCall;
import io.millrace.plan.Sort;
import java.util.List;
import java.util.stream.Collectors;

/** Why a plan cannot give only final rows: the operator, what is missing, and what to do. */
final class Refusals {
    static final String OTHERWISE = ", or SET 'output.mode' = 'update' to see results change";

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
            return operator + " is never final: " + silence(from.sources());
        }
        return operator
                + " is never final, since no key of it is an event time that a watermark passes; group by a window"
                + " such as TUMBLE(ts, INTERVAL '1' MINUTE) too" + OTHERWISE;
    }

    static String windowNeverFinal(Sources sources, String column) {
        if (!sources.closes()) {
            return "the windows are never final: " + silence(sources);
        }
        return "the windows over \"" + column
                + "\" are never final, since no watermark is declared for it; window by the"
                + " column that WATERMARK FOR names in CREATE TABLE" + OTHERWISE;
    }

    static String overNeverFinal(Relation input, List<Sort.Key> orderBy) {
        if (!input.sources().closes()) {
            return "OVER never gives a row that is final: " + silence(input.sources());
        }
        String wanted = "; order by an event time that a watermark passes, ascending, such as ORDER BY ts" + OTHERWISE;
        if (orderBy.isEmpty()) {
            return "OVER without ORDER BY never gives a row that is final" + wanted;
        }
        Sort.Key first = orderBy.get(0);
        String column = input.columns().field(first.column()).name();
        boolean isTime = input.times().containsKey(first.column());
        String why = first.nullsFirst() && isTime
                ? "NULLS FIRST lets rows without a time come before all others at any time; leave it out" + OTHERWISE
                : "a row may come before any other" + wanted;
        return "OVER (ORDER BY " + (column.startsWith("$") ? "..." : column)
                + ") never gives a row that is final, since " + why;
    }

    private static String silence(Sources sources) {
        List<String> tables =
                sources.silent().stream().map(table -> "\"" + table + "\"").toList();
        return (tables.size() == 1
                        ? "table " + tables.get(0) + " has"
                        : "tables " + String.join(", ", tables) + " have")
                + " no watermark; declare WATERMARK FOR its time column in CREATE TABLE" + OTHERWISE;
    }
}
