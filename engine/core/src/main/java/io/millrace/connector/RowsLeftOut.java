package io.millrace.connector;

/**
 * Rows of a split that were not given, since the query does not want them.
 *
 * @param maxTimeMicros highest value of the {@linkplain RowsWanted#timeColumn time column} among them; Long.MIN_VALUE
 *     without rows or without such a column
 */
public record RowsLeftOut(long rows, long maxTimeMicros) {
    public static final RowsLeftOut NONE = new RowsLeftOut(0, Long.MIN_VALUE);

    public RowsLeftOut plus(long moreRows, long maxTime) {
        return new RowsLeftOut(rows + moreRows, Math.max(maxTimeMicros, maxTime));
    }
}
