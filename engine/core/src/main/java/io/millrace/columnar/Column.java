package io.millrace.columnar;

/**
 * The values of one column of a batch, held in arrays that loops read directly.
 *
 * <p>Shape: position {@code row} of the arrays is row {@code row}; arrays may be longer than {@link #rowCount()}.
 *
 * <p>Nulls: {@link #nulls()} is null when no row is NULL; what the value array holds at a NULL is unspecified.
 *
 * <p>Ownership: read-only once made; may be kept and shared between threads.
 */
public sealed interface Column permits LongColumn, DoubleColumn, BytesColumn, ObjectColumn {
    int rowCount();

    /** Which rows are NULL, or null when none is. */
    boolean[] nulls();

    /**
     * The value as an object, null for NULL: Boolean, Long (all integers, dates, times, intervals), Double, BigDecimal,
     * String, byte[], List (ARRAY, and ROW in field order), Map. For results and tests, never for loops over a column.
     */
    Object value(int row, DataType type);

    /** The rows {@code rows[0..count)} as a column of their own; -1 makes a NULL. */
    Column take(int[] rows, int count);

    /** Bytes of heap that the arrays occupy. */
    long heapBytes();

    default boolean isNull(int row) {
        boolean[] nulls = nulls();
        return nulls != null && nulls[row];
    }

    /** NULL flags of the taken rows, or null when none is NULL. */
    static boolean[] takeNulls(boolean[] nulls, int[] rows, int count) {
        boolean[] taken = null;
        for (int i = 0; i < count; i++) {
            if (rows[i] < 0 || (nulls != null && nulls[rows[i]])) {
                if (taken == null) {
                    taken = new boolean[count];
                }
                taken[i] = true;
            }
        }
        return taken;
    }
}
