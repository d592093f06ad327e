package io.millrace.sql;

import io.millrace.connector.ChangeBatch;
import io.millrace.runtime.StreamingQuery;
import java.time.Duration;
import java.util.Optional;

/**
 * Reads the rows of a statement, batch by batch.
 *
 * <p>Ownership: a batch may be kept. Threads: one reader; {@link #close} may come from any thread and ends a waiting
 * call. Errors: a failure of the query is thrown by the next call.
 */
public interface RowCursor extends AutoCloseable {
    /** Rows that are there already, and that no query makes. */
    static RowCursor of(ChangeBatch rows) {
        return new FixedRows(rows);
    }

    /** The next rows, waiting for them; empty at the end. */
    Optional<ChangeBatch> next();

    /** The next rows or, when the time is over before there are any, a batch without rows; empty at the end. */
    Optional<ChangeBatch> next(Duration timeout);

    /**
     * The next rows; or a batch without rows when the watermark has risen and no row became final by it, or when the time is
     * over; empty at the end.
     */
    Optional<ChangeBatch> nextOrWatermark(Duration timeout);

    /** Number of the micro-batch that was read last; -1 before the first, and for rows that no query makes. */
    long batchId();

    /**
     * The watermark in microseconds up to which everything final has been read. See {@link io.millrace.time.Watermarks}.
     */
    long watermarkMicros();

    /** Ends the query without waiting for it, from any thread. A waiting call, and every later one, throws CANCELLED. */
    void cancel();

    /** The running query that makes the rows; empty for SHOW and the like. */
    Optional<StreamingQuery> query();

    @Override
    void close();
}
