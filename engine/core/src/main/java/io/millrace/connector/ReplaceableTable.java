package io.millrace.connector;

/**
 * A table whose rows a batch may replace.
 *
 * <p>Threads: nothing else writes the table meanwhile, or {@link #deleteRows} refuses.
 */
public interface ReplaceableTable extends WritableTable {
    /** Whether there are any rows, as far as a quick look tells. */
    boolean hasRows();

    /**
     * Deletes all rows, and what was remembered of those who wrote them.
     *
     * @throws io.millrace.error.MillraceException SINK_FAILED while a query writes the table that is not over
     */
    void deleteRows();

    /** Whether rows of the other table go when the rows of this one are deleted. */
    boolean holdsRowsOf(Table other);
}
