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

    /**
     * The next rows; or a batch without rows when the watermark has risen and no row became final by it, or when the time is
     * over; empty at the end.
     */
    Optional<ChangeBatch> nextOrWatermark(Duration timeout);

    /** Number of the micro-batch that was read last; -1 before the first. */
    long batchId();

    /**
     * The watermark in microseconds up to which everything final has been read, the lowest of the sources. See {@link
     * io.millrace.time.Watermarks}.
     */
    long watermarkMicros();

    /** Ends the query without waiting for it. A waiting call, and every later one, throws CANCELLED. */
    void cancel();

    StreamingQuery query();

    @Override
    void close();
}
