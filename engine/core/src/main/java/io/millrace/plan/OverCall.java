package io.millrace.plan;

import io.millrace.aggregate.AggregateCall;
import io.millrace.aggregate.AggregateFunction;
import io.millrace.aggregate.AggregateFunctions;
import io.millrace.columnar.DataType;
import java.util.List;

/**
 * One call of an {@link Over}.
 *
 * @param function SQL name in upper case: an aggregate, ROW_NUMBER, RANK, LAG, FIRST_VALUE or LAST_VALUE
 * @param aggregate the aggregate that is called; null where it is none
 * @param arguments positions of the argument columns; of LAG the value, then perhaps what stands for a missing row's
 * @param frame the rows that count; of LAG its {@code rows} say how far back, of ROW_NUMBER and RANK it says nothing
 * @param name of the result column
 * @param type of the result
 */
public record OverCall(
        String function,
        AggregateFunction aggregate,
        List<Integer> arguments,
        Frame frame,
        String name,
        DataType type,
        boolean nullable) {

    /**
     * Rows up to the current one.
     *
     * @param rows how many before the current row at most; -1 for any number
     * @param rangeMicros how far before the current row's time at most; -1 for any length
     * @param peers whether it ends with the last peer of the current row (RANGE), not with the row itself (ROWS)
     */
    public record Frame(long rows, long rangeMicros, boolean peers) {
        /** All rows of the partition up to the current one, or its peers. */
        public static Frame unbounded(boolean peers) {
            return new Frame(-1, -1, peers);
        }

        public static Frame rows(long preceding) {
            return new Frame(preceding, -1, false);
        }

        public static Frame range(long precedingMicros) {
            return new Frame(-1, precedingMicros, true);
        }

        public boolean isUnbounded() {
            return rows < 0 && rangeMicros < 0;
        }
    }

    public OverCall {
        arguments = List.copyOf(arguments);
    }

    /** A call of a function that is built in. */
    public OverCall(
            String function, List<Integer> arguments, Frame frame, String name, DataType type, boolean nullable) {
        this(
                function,
                AggregateFunctions.isBuiltIn(function) ? AggregateFunctions.builtIn(function) : null,
                arguments,
                frame,
                name,
                type,
                nullable);
    }

    /** The call as one over the rows of a frame. */
    public AggregateCall asAggregate() {
        return new AggregateCall(aggregate, arguments, false, -1, name, type, nullable, List.of(), List.of(), false);
    }

    /** Whether a row counts for nothing when that argument is NULL. */
    public boolean countsNothing(int argument) {
        return switch (aggregate().nulls()) {
            case KEPT, PASSED_OVER -> false;
            case SKIPPED -> true;
            case LAST_SKIPPED -> argument == arguments.size() - 1;
        };
    }
}
