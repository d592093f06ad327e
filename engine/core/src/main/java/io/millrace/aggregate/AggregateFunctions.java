package io.millrace.aggregate;

import io.millrace.aggregate.AggregateFunction.Nulls;
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

/** The aggregate functions by name: those built in, and those that one session has brought along. Threads: any number. */
public final class AggregateFunctions {
    private static final int NAME_LENGTH_MAX = 128;
    private static final int ARGUMENTS_MAX = 100;
    private static final AggregateFunctions BUILT_IN = new AggregateFunctions();

    private final ConcurrentNavigableMap<String, AggregateFunction> byName = new ConcurrentSkipListMap<>();

    /** Those brought along, by name. */
    private final Map<String, UserAggregate<?>> ofUsers = new ConcurrentHashMap<>();

    /** The functions that are built in, and room for more. */
    public AggregateFunctions() {
        BasicAggregates.ALL.forEach(this::put);
        StatisticalAggregates.ALL.forEach(this::put);
        LogicalAggregates.ALL.forEach(this::put);
        ChoosingAggregates.ALL.forEach(this::put);
        CollectingAggregates.ALL.forEach(this::put);
        ApproximateAggregates.ALL.forEach(this::put);
    }

    /** The function that is built in under a name or synonym, in any case. Errors: UNKNOWN_FUNCTION. */
    public static AggregateFunction builtIn(String name) {
        return BUILT_IN.of(name);
    }

    /** Whether a function of this name is built in. */
    public static boolean isBuiltIn(String name) {
        return BUILT_IN.has(name);
    }

    private void put(AggregateFunction function) {
        byName.put(function.name(), function);
        function.synonyms().forEach(synonym -> byName.put(synonym, function));
    }

    /**
     * Makes an aggregate known by a name; the same class may be registered again. A query that a checkpoint holds looks for
     * it here when it restarts.
     *
     * @param name letters, digits and {@code _}, in any case
     * @throws MillraceException DUPLICATE_NAME when the name stands for something else, INVALID_QUERY when it is no name
     */
    public synchronized void register(String name, UserAggregate<?> aggregate) {
        String upper = name.toUpperCase(Locale.ROOT);
        if (!upper.matches("[A-Z][A-Z0-9_]{0," + (NAME_LENGTH_MAX - 1) + "}")) {
            throw new MillraceException(
                    ErrorCode.INVALID_QUERY,
                    "an aggregate cannot be called \"" + name + "\"; a letter, then letters, digits and _ will do");
        }
        UserAggregate<?> before = ofUsers.get(upper);
        boolean same = before != null && before.getClass() == aggregate.getClass();
        if (byName.containsKey(upper) && !same) {
            throw new MillraceException(
                    ErrorCode.DUPLICATE_NAME,
                    "there is " + (before == null ? "a built-in" : "another") + " aggregate \"" + upper
                            + "\" already; take another name");
        }
        ofUsers.put(upper, aggregate);
        put(described(upper, aggregate, Nulls.SKIPPED));
    }

    /**
     * An aggregate that a program gives along with a query instead of registering it.
     *
     * @param name of several words, so that it is no name of SQL
     */
    public static AggregateFunction ofProgram(String name, UserAggregate<?> aggregate) {
        return described(name, aggregate, Nulls.KEPT);
    }

    /** Whether a name is that of an aggregate that comes with a query. */
    public static boolean isOfProgram(String name) {
        return name.indexOf(' ') >= 0;
    }

    /** What stands for one that nobody gives: it cannot be called, but keeps the state that it finds. */
    public static AggregateFunction absent(String name) {
        return described(name, new AbsentAggregate(name), Nulls.KEPT);
    }

    private static <S> AggregateFunction described(String name, UserAggregate<S> aggregate, Nulls nulls) {
        boolean inverts = aggregate instanceof InvertibleUserAggregate<S>;
        return AggregateFunction.named(name)
                .says(name + "(...)", "An aggregate that the program has brought along.")
                .takes(1, ARGUMENTS_MAX)
                .nulls(nulls)
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
    public boolean isOfUser(String name) {
        return ofUsers.containsKey(name.toUpperCase(Locale.ROOT));
    }

    /** All functions, each once, by name. */
    public List<AggregateFunction> all() {
        return byName.entrySet().stream()
                .filter(entry -> entry.getKey().equals(entry.getValue().name()))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** All names, synonyms among them, in order. */
    public List<String> names() {
        return new ArrayList<>(byName.keySet());
    }

    /** Whether there is a function of this name, in any case. */
    public boolean has(String name) {
        return byName.containsKey(name.toUpperCase(Locale.ROOT));
    }

    /** The function of a name or synonym, in any case. Errors: UNKNOWN_FUNCTION. */
    public AggregateFunction of(String name) {
        AggregateFunction function = byName.get(name.toUpperCase(Locale.ROOT));
        if (function == null) {
            throw new MillraceException(
                    ErrorCode.UNKNOWN_FUNCTION,
                    "unknown aggregate \"" + name + "\"; known are " + String.join(", ", names()));
        }
        return function;
    }
}
