package io.millrace.aggregate;

import io.millrace.aggregate.AggregateFunction.Property;
import io.millrace.columnar.DataType;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** The one list of aggregate functions, built in or brought along; one for the process. Threads: any number. */
public final class AggregateFunctions {
    private static final int NAME_LENGTH_MAX = 128;
    private static final int ARGUMENTS_MAX = 100;
    private static final ConcurrentNavigableMap<String, AggregateFunction> BY_NAME = new ConcurrentSkipListMap<>();

    /** Those that programs have brought along, by name. */
    private static final Map<String, UserAggregate<?>> OF_USERS = new ConcurrentHashMap<>();

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

    /**
     * Makes an aggregate known by a name, to all queries of the process: those that a checkpoint holds find it there when
     * they restart. The same class may be registered again.
     *
     * @param name letters, digits and {@code _}, in any case
     * @throws MillraceException DUPLICATE_NAME when the name stands for something else, INVALID_QUERY when it is no name
     */
    public static synchronized void register(String name, UserAggregate<?> aggregate) {
        String upper = name.toUpperCase(Locale.ROOT);
        if (!upper.matches("[A-Z][A-Z0-9_]{0," + (NAME_LENGTH_MAX - 1) + "}")) {
            throw new MillraceException(
                    ErrorCode.INVALID_QUERY,
                    "an aggregate cannot be called \"" + name + "\"; a letter, then letters, digits and _ will do");
        }
        UserAggregate<?> before = OF_USERS.get(upper);
        boolean same = before != null && before.getClass() == aggregate.getClass();
        if (BY_NAME.containsKey(upper) && !same) {
            throw new MillraceException(
                    ErrorCode.DUPLICATE_NAME,
                    "there is " + (before == null ? "a built-in" : "another") + " aggregate \"" + upper
                            + "\" already; take another name");
        }
        OF_USERS.put(upper, aggregate);
        put(described(upper, aggregate));
    }

    private static <S> AggregateFunction described(String name, UserAggregate<S> aggregate) {
        boolean inverts = aggregate instanceof InvertibleUserAggregate<S>;
        return AggregateFunction.named(name)
                .says(name + "(...)", "An aggregate that the program has brought along.")
                .takes(1, ARGUMENTS_MAX)
                .gives(types -> resultType(name, aggregate, types))
                .has(
                        inverts
                                ? new Property[] {Property.ORDER_FREE, Property.INVERTIBLE}
                                : new Property[] {Property.ORDER_FREE})
                .by((call, types) -> new UserAccumulator<>(aggregate, call, types));
    }

    private static DataType resultType(String name, UserAggregate<?> aggregate, List<DataType> types) {
        try {
            return aggregate.resultType(types);
        } catch (IllegalArgumentException e) {
            throw new MillraceException(ErrorCode.TYPE_MISMATCH, name + ": " + e.getMessage(), e);
        }
    }

    /** Whether a function was brought along. */
    public static boolean isOfUser(String name) {
        return OF_USERS.containsKey(name.toUpperCase(Locale.ROOT));
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
