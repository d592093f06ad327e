package io.millrace.columnar;

/**
 * Some rows of a batch, in ascending order.
 *
 * @param rows positions, of which the first {@code count} count; null when all of 0 to count - 1 are meant
 */
public record Selection(int[] rows, int count) {

    public static Selection all(int rowCount) {
        return new Selection(null, rowCount);
    }

    public boolean isAll() {
        return rows == null;
    }

    public boolean isEmpty() {
        return count == 0;
    }

    public int row(int position) {
        return rows == null ? position : rows[position];
    }
}
