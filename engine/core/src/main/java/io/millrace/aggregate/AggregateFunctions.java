package io.millrace.aggregate;

import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The one list of aggregate functions. Threads: any number. */
public final class AggregateFunctions {
    private static final Map<String, AggregateFunction> BY_NAME = new TreeMap<>();

    static {
        BasicAggregates.ALL.forEach(AggregateFunctions::put);
        StatisticalAggregates.ALL.forEach(AggregateFunctions::put);
        LogicalAggregates.ALL.forEach(AggregateFunctions::put);
        ChoosingAggregates.ALL.forEach(AggregateFunctions::put);
        CollectingAggregates.ALL.forEach(AggregateFunctions::put);
        ApproximateAggregates.ALL.forEach(AggregateFunctions::put);
    }

    private AggregateFunctions() {}

    private static void put(AggregateFunction function) {
        BY_NAME.put(function.name(), function);
        function.synonyms().forEach(synonym -> BY_NAME.put(synonym, function));
    }

    /** All functions, each once, by name. */
    public static List<AggregateFunction> all() {
        return BY_NAME.entrySet().stream()
                .filter(entry -> entry.getKey().equals(entry.getValue().name()))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** All names, synonyms among them, in order. */
    public static List<String> names() {
        return new ArrayList<>(BY_NAME.keySet());
    }

    /** Whether there is a function of this name, in any case. */
    public static boolean has(String name) {
        return BY_NAME.containsKey(name.toUpperCase(Locale.ROOT));
    }

    /** The function of a name or synonym, in any case. Errors: UNKNOWN_FUNCTION. */
    public static AggregateFunction of(String name) {
        AggregateFunction function = BY_NAME.get(name.toUpperCase(Locale.ROOT));
        if (function == null) {
            throw new MillraceException(
                    ErrorCode.UNKNOWN_FUNCTION,
                    "unknown aggregate \"" + name + "\"; known are " + String.join(", ", names()));
        }
        return function;
    }
}
