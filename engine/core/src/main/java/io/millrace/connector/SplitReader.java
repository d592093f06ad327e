package io.millrace.connector;

import io.millrace.columnar.ColumnBatch;

/** Reads the rows of one split. Used by one thread. */
public interface SplitReader extends AutoCloseable {
    /**
     * The next batch (some 4k to 16k rows, half a MiB), or null at the end. The same split gives the same rows in the
     * same order every time. The batch is borrowed until the next call.
     */
    ColumnBatch next();

    /** Whether the arrays of a batch hold other rows after the next call: who keeps a batch longer must copy it. */
    default boolean reusesArrays() {
        return false;
    }

    /** Rows dropped so far because they did not parse ({@code on-error = skip}). */
    default long skippedRows() {
        return 0;
    }

    /** Rows left out so far because the query does not want them. */
    default RowsLeftOut leftOut() {
        return RowsLeftOut.NONE;
    }

    @Override
    void close();
}
