package io.millrace.jdbc;

import io.millrace.connector.RowKind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a result set of Millrace says beyond JDBC: {@code rows.unwrap(StreamingResultSet.class)}.
 *
 * <p>Threads: as of a result set: one reader; the statement's {@code cancel} and {@code close} may come from any.
 */
public interface StreamingResultSet extends ResultSet {

    /** What {@link #nextRowOrWatermark} found. */
    enum Event {
        /** The next row is current. */
        ROW,
        /** No row, but the watermark has risen; no row is current. */
        WATERMARK,
        /** Neither within the time; no row is current. */
        TIMEOUT,
        /** There are no more rows. */
        END
    }

    /**
     * Waits for the next row, for the watermark to rise, or for the time to be over. Unlike a query timeout this ends
     * nothing: call it again.
     */
    Event nextRowOrWatermark(Duration timeout) throws SQLException;

    /** What the current row says of the result. {@link RowKind#INSERT} in append and complete mode. */
    RowKind changeKind() throws SQLException;

    /**
     * Number of the micro-batch whose rows, or watermark, were read last: -1 before the first, and for rows that no query
     * makes. All rows of a micro-batch become visible together.
     */
    long batchId() throws SQLException;

    /**
     * The lowest watermark of the query's tables: all rows that are final up to it have been read with the micro-batch that
     * was read last. Empty while there is none; {@link Instant#MAX} when all input has been seen. A TIMESTAMP, which has no
     * zone, counts as UTC.
     */
    Optional<Instant> watermark() throws SQLException;
}
