package io.millrace.aggregate;

import io.millrace.columnar.Column;

/** Works out one aggregate for many groups from their rows. Threads: one at a time. */
public interface Fold {
    /** Makes room for slots below {@code slotLimit}; new ones are empty. */
    void reserve(int slotLimit);

    /**
     * Adds rows.
     *
     * @param groups {@code groups[i]} is the slot that row {@code rows[i]} belongs to
     * @param rows positions in the inputs, or null for 0, 1, 2 ...
     * @param count how many rows
     * @param inputs the columns of the arguments; for a function that is not {@link
     *     AggregateFunction.Property#ORDER_FREE} then one of BIGINT that rises with the arrival of the rows
     * @param weights by row position: signed change counts; null when every row is one insertion
     */
    void add(int[] groups, int[] rows, int count, Column[] inputs, long[] weights);

    /** Results of these slots, in the call's result type. Errors: NUMERIC_OVERFLOW. */
    Column result(int[] slots, int count);
}
