package io.millrace.aggregate;

import io.millrace.columnar.DataType;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.util.List;

/** The aggregate functions the engine knows, and their accumulators. */
public final class Accumulators {
    /** Names for SHOW FUNCTIONS. */
    public static final List<String> NAMES = List.of("AVG", "COUNT", "MAX", "MIN", "SUM");

    private Accumulators() {}

    /**
     * An empty accumulator for a call.
     *
     * @param input type of the argument; null for COUNT(*)
     */
    public static Accumulator of(AggregateCall call, DataType input) {
        return switch (call.function()) {
            case "COUNT" -> new CountAccumulator();
            case "SUM" -> sum(call, input, false);
            case "AVG" -> sum(call, input, true);
            case "MIN" -> extreme(false, input);
            case "MAX" -> extreme(true, input);
            default ->
                throw new MillraceException(
                        ErrorCode.UNKNOWN_FUNCTION,
                        "unknown aggregate \"" + call.function() + "\"; known are " + String.join(", ", NAMES));
        };
    }

    /**
     * An accumulator for a call that gives its results from the state of another one over the same rows, added to and
     * merged along with that; null when the state does not say enough.
     */
    public static Accumulator sharing(Accumulator keeper, AggregateCall call) {
        boolean average = call.function().equals("AVG");
        if (!average && !call.function().equals("SUM")) {
            return null;
        }
        if (keeper instanceof LongSumAccumulator sum) {
            return new SharedAccumulator(sum, average ? sum::averages : sum::sums);
        }
        if (keeper instanceof DoubleSumAccumulator sum) {
            return new SharedAccumulator(sum, average ? sum::averages : sum::sums);
        }
        return null;
    }

    /** Whether a duplicate never changes the result, so that DISTINCT says nothing. */
    public static boolean ignoresDuplicates(AggregateCall call) {
        return call.function().equals("MIN") || call.function().equals("MAX");
    }

    private static Accumulator sum(AggregateCall call, DataType input, boolean average) {
        return switch (input.storage()) {
            case LONG -> new LongSumAccumulator(average);
            case DOUBLE -> new DoubleSumAccumulator(average);
            case OBJECT -> new DecimalSumAccumulator(average, call.type());
            case BYTES ->
                throw new MillraceException(ErrorCode.TYPE_MISMATCH, call.function() + " takes numbers, not " + input);
        };
    }

    private static Accumulator extreme(boolean max, DataType input) {
        return input.storage() == DataType.Storage.LONG
                ? new LongExtremeAccumulator(max, input)
                : new ValueExtremeAccumulator(max, input);
    }
}
