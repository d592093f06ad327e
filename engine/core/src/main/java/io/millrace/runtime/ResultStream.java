package io.millrace.runtime;

import io.millrace.columnar.Schema;
import io.millrace.connector.ChangeBatch;
import java.time.Duration;
import java.util.Optional;

/** The rows of a running SELECT, as its micro-batches commit. Closing it stops the query. */
public interface ResultStream extends AutoCloseable {
    Schema schema();

    /** The next rows, waiting for them; empty when the query has ended. Throws its failure. */
    Optional<ChangeBatch> next();

    /** The next rows or, when the time is over before there are any, an empty batch; empty at the end. */
    Optional<ChangeBatch> next(Duration timeout);

    StreamingQuery query();

    @Override
    void close();
}
