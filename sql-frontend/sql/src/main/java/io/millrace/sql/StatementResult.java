package io.millrace.sql;

import io.millrace.columnar.Schema;
import io.millrace.connector.OutputMode;
import io.millrace.runtime.StreamingQuery;

/** What a statement gave. */
public sealed interface StatementResult {

    /**
     * Rows to be read.
     *
     * <p>Ownership: the receiver closes the cursor, which stops the query behind it.
     *
     * @param mode what the rows say: in update and changelog mode each has a kind
     */
    record Rows(Schema schema, RowCursor cursor, OutputMode mode) implements StatementResult {}

    /**
     * Done; nothing to read but a line for the user.
     *
     * @param rows how many rows were inserted; 0 when it inserts none
     */
    record Message(String text, long rows) implements StatementResult {
        public Message(String text) {
            this(text, 0);
        }
    }

    /**
     * A continuous query that now runs by itself.
     *
     * @param endsByItself whether it ends when it has processed its input: a script waits for such a query
     */
    record Started(StreamingQuery query, boolean endsByItself) implements StatementResult {}
}
