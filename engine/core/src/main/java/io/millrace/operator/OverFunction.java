package io.millrace.operator;

import io.millrace.columnar.Column;
import io.millrace.columnar.DataType;
import io.millrace.state.OrderedPart;
import java.util.List;

/**
 * One call of an OVER: works results out for rows in their partition. Results are collected for many rows, of several
 * partitions, and given at once.
 */
abstract class OverFunction {
    /** Makes ready for another micro-batch, in which rows may have been added. */
    abstract void begin();

    /** Works out the results of the rows in the places {@code [from, to)}; they are the results {@code out} and following. */
    abstract void evaluate(OrderedPart part, int from, int to, int out);

    /** The first {@code count} results, in a column of the call's type; forgets them. */
    abstract Column results(int count);

    /** Which of the results, after {@link #results} has failed, cannot be given; -1 when none. */
    int firstFailure(int count) {
        return -1;
    }

    /** How many rows before the first that may still come are needed for it; 0 when none, -1 for any number. */
    abstract long rowsKept();

    /** How long before the first time that may still come rows are needed for it; -1 for any length. */
    abstract long rangeKept();

    /** Takes leave of the rows in the places from the first up to {@code to}, which go. */
    void evict(OrderedPart part, int to) {}

    /** Forgets a partition. */
    void close(int part) {}

    /** Types of what is kept of rows that are gone, for each partition. */
    List<DataType> stateTypes() {
        return List.of();
    }

    Column[] save(int[] parts, int count) {
        return new Column[0];
    }

    void load(int[] parts, int count, Column[] state) {}

    long heapBytes() {
        return 0;
    }
}
