package io.millrace.aggregate;

import io.millrace.columnar.Column;
import io.millrace.columnar.DataType;
import java.util.List;

/**
 * The running values of one aggregate for all groups of an operator, in primitive arrays by group slot.
 *
 * <p>Laws: {@code merge} of a split input equals {@code add} of the whole; of an {@link
 * AggregateFunction.Property#INVERTIBLE} function, adding a row and then the same row with weight -1 leaves a group as it
 * was. Threads: one at a time.
 */
public interface Accumulator extends Fold {
    /** Adds the groups {@code from[0..count)} of another accumulator of the same kind to the groups {@code to} here. */
    void merge(Accumulator other, int[] from, int[] to, int count);

    /** Makes a slot empty again. */
    void clear(int slot);

    /** Makes slots below {@code slotLimit} empty again. */
    default void clearAll(int slotLimit) {
        for (int slot = 0; slot < slotLimit; slot++) {
            clear(slot);
        }
    }

    /** Types of the state columns. */
    List<DataType> stateTypes();

    /** State of these slots, a column for each of {@link #stateTypes()}. */
    Column[] save(int[] slots, int count);

    /** The inverse of {@link #save}: {@code slots[i]} takes row i. */
    void load(int[] slots, int count, Column[] state);

    long heapBytes();
}
