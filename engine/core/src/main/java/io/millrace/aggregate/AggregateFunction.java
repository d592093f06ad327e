package io.millrace.aggregate;

import io.millrace.columnar.DataType;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * What is known of an aggregate function: its names, what it takes and gives, how its results behave, and how its
 * accumulators are made. Planning, execution, SHOW FUNCTIONS and the tests read it here.
 *
 * <p>Threads: any number.
 */
public final class AggregateFunction {
    /** What holds for results and accumulators. */
    public enum Property {
        /** Merging the parts of an input gives exactly what adding the whole gives; without it, up to rounding. */
        EXACT_MERGE,
        /** A row can be taken back by a negative weight. */
        INVERTIBLE,
        /** The order of rows plays no part; without it the accumulator's last input is the arrival of each row. */
        ORDER_FREE,
        /** A row that is there twice counts as one, so that DISTINCT says nothing. */
        DUPLICATE_FREE,
        /** Results need all values: there is no state but those, and a {@link Fold} over them. */
        GATHERING,
        /** Results are estimates. */
        APPROXIMATE
    }

    /** Which rows the accumulator never sees. */
    public enum Nulls {
        /** None: NULLs count. A call may ask for {@code IGNORE NULLS}. */
        KEPT,
        /** None, but it passes over those with a NULL among the arguments: for loops that are hot. */
        PASSED_OVER,
        /** Those with a NULL among the arguments. */
        SKIPPED,
        /** Those whose last argument is NULL. */
        LAST_SKIPPED
    }

    /** Whether a call may say in which order it sees its rows. */
    public enum Ordering {
        NONE,
        OPTIONAL,
        /** It must: {@code WITHIN GROUP (ORDER BY x)} names the argument. */
        ARGUMENT
    }

    /** Makes what works a call out over columns of these types; not {@link Property#GATHERING}, an Accumulator. */
    public interface Factory {
        Fold make(AggregateCall call, List<DataType> arguments);
    }

    private final String name;
    private final List<String> synonyms;
    private final String signature;
    private final String description;
    private final int argumentsMin;
    private final int argumentsMax;
    private final int parametersFrom;
    private final Function<List<DataType>, DataType> resultType;
    private final Function<List<DataType>, Set<Property>> properties;
    private final Nulls nulls;
    private final Ordering ordering;
    private final boolean nullable;
    private final String error;
    private final Factory factory;

    private AggregateFunction(Builder builder) {
        name = builder.name;
        synonyms = builder.synonyms;
        signature = builder.signature;
        description = builder.description;
        argumentsMin = builder.argumentsMin;
        argumentsMax = builder.argumentsMax;
        parametersFrom = builder.parametersFrom;
        resultType = builder.resultType;
        properties = builder.properties;
        nulls = builder.nulls;
        ordering = builder.ordering;
        nullable = builder.nullable;
        error = builder.error;
        factory = builder.factory;
    }

    static Builder named(String name, String... synonyms) {
        return new Builder(name, List.of(synonyms));
    }

    /** The SQL name, in upper case. */
    public String name() {
        return name;
    }

    /** Other names for it. */
    public List<String> synonyms() {
        return synonyms;
    }

    /** How it is written: {@code CORR(y, x)}. */
    public String signature() {
        return signature;
    }

    /** What it gives, in a sentence. */
    public String description() {
        return description;
    }

    /** How few arguments it takes, parameters included. */
    public int argumentsMin() {
        return argumentsMin;
    }

    public int argumentsMax() {
        return argumentsMax;
    }

    /** From which argument on they are parameters: literals, the same for all rows. */
    public int parametersFrom() {
        return parametersFrom;
    }

    /**
     * The type of the result.
     *
     * @param arguments types of all arguments as written, parameters included; of an {@link Ordering#ARGUMENT} the type
     *     that is ordered by, before the parameters
     * @throws io.millrace.error.MillraceException TYPE_MISMATCH, saying what it takes
     */
    public DataType resultType(List<DataType> arguments) {
        return resultType.apply(arguments);
    }

    /** What holds over argument columns of these types. */
    public Set<Property> properties(List<DataType> arguments) {
        return properties.apply(arguments);
    }

    public Nulls nulls() {
        return nulls;
    }

    public Ordering ordering() {
        return ordering;
    }

    /** Whether a group can have NULL for a result. */
    public boolean nullable() {
        return nullable;
    }

    /** How far off results may be, in words; null of a function that is not {@link Property#APPROXIMATE}. */
    public String error() {
        return error;
    }

    /** Works a call out over columns of these types, from all its rows. */
    public Fold fold(AggregateCall call, List<DataType> arguments) {
        return factory.make(call, arguments);
    }

    /** An empty accumulator for a call over columns of these types, of a function that is not GATHERING. */
    public Accumulator accumulator(AggregateCall call, List<DataType> arguments) {
        return (Accumulator) factory.make(call, arguments);
    }

    @Override
    public String toString() {
        return signature;
    }

    /** Collects what is known of a function. */
    static final class Builder {
        private final String name;
        private final List<String> synonyms;
        private String signature = "";
        private String description = "";
        private int argumentsMin = 1;
        private int argumentsMax = 1;
        private int parametersFrom = Integer.MAX_VALUE;
        private Function<List<DataType>, DataType> resultType;
        private Function<List<DataType>, Set<Property>> properties = types -> Set.of();
        private Nulls nulls = Nulls.SKIPPED;
        private Ordering ordering = Ordering.NONE;
        private boolean nullable = true;
        private String error;
        private Factory factory;

        private Builder(String name, List<String> synonyms) {
            this.name = name;
            this.synonyms = synonyms;
        }

        Builder says(String newSignature, String newDescription) {
            signature = newSignature;
            description = newDescription;
            return this;
        }

        Builder takes(int min, int max) {
            argumentsMin = min;
            argumentsMax = max;
            return this;
        }

        Builder parametersFrom(int position) {
            parametersFrom = position;
            return this;
        }

        Builder gives(Function<List<DataType>, DataType> type) {
            resultType = type;
            return this;
        }

        Builder has(Property... all) {
            Set<Property> set = all.length == 0 ? Set.of() : EnumSet.copyOf(List.of(all));
            properties = types -> set;
            return this;
        }

        Builder has(Function<List<DataType>, Set<Property>> byTypes) {
            properties = byTypes;
            return this;
        }

        Builder nulls(Nulls rule) {
            nulls = rule;
            return this;
        }

        Builder ordering(Ordering rule) {
            ordering = rule;
            return this;
        }

        /** @param words how far off results may be */
        Builder errs(String words) {
            error = words;
            return this;
        }

        Builder neverNull() {
            nullable = false;
            return this;
        }

        AggregateFunction by(Factory newFactory) {
            factory = newFactory;
            return new AggregateFunction(this);
        }
    }
}
