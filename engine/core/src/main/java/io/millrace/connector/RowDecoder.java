package io.millrace.connector;

import io.millrace.columnar.ColumnBatch;
import java.io.IOException;
import java.io.InputStream;

/** Turns bytes into rows. Used by one thread. */
public interface RowDecoder {
    /**
     * Starts on a new stream.
     *
     * @param origin what to call it in errors: a file's path or a host and port
     */
    void start(InputStream in, String origin) throws IOException;

    /** The next batch of rows, or null at the end of the stream. Waits for bytes as the stream does. */
    ColumnBatch next() throws IOException;

    /** Decodes one complete row given as bytes without its line end, for sources that cut rows themselves. */
    void decode(byte[] row, int from, int length, String origin, long line);

    /** The rows given to {@link #decode} since the last call, as a batch. */
    ColumnBatch drain();

    /** Rows dropped since {@link #start} because they did not parse. */
    long skippedRows();
}
