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
    /** The next rows, waiting for them; empty at the end. */
    Optional<ChangeBatch> next();

    /** The next rows or, when the time is over before there are any, a batch without rows; empty at the end. */
    Optional<ChangeBatch> next(Duration timeout);

    /** The running query that makes the rows; empty for SHOW and the like. */
    Optional<StreamingQuery> query();

    @Override
    void close();
}
