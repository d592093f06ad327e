package io.millrace.connector;

import io.millrace.columnar.Schema;
import io.millrace.config.Options;

/** A format whose files say where their rows are, so that they are read at any row and not as a stream of bytes. */
public interface IndexedFormat extends FormatFactory {
    /** Refuses columns that no file of this format can hold. */
    void check(Schema columns, Options options);

    /**
     * Reads what a file says of itself.
     *
     * <p>Errors: IO_ERROR for a file that is damaged or is none of this format; UNKNOWN_COLUMN and TYPE_MISMATCH for one
     * that does not hold the declared columns.
     */
    RowBlocks index(RandomBytes file, Schema columns, Options options);
}
