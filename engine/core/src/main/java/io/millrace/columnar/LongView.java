package io.millrace.columnar;

import org.apache.arrow.memory.util.MemoryUtil;

/**
 * The longs of a column of a batch where they lie: in an array or, of a column that nobody has copied yet, in the memory of an
 * Arrow vector, one after the other as the machine writes them. For loops that are faster without a copy.
 *
 * <p>Nulls: there are none. Ownership: borrowed as long as the batch is.
 *
 * @param values by row; null where they lie in a vector
 * @param address of row 0 where they lie in a vector, to be read by {@link #at(long, int)}; nobody checks the row
 */
public record LongView(long[] values, long address) {

    /** The value of a row. */
    public long at(int row) {
        return values != null ? values[row] : at(address, row);
    }

    public boolean isInVector() {
        return values == null;
    }

    /** The value of a row in a vector. */
    public static long at(long address, int row) {
        return MemoryUtil.getLong(address + (long) Long.BYTES * row);
    }
}
