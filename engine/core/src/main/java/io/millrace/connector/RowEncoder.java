package io.millrace.connector;

import java.io.IOException;
import java.io.OutputStream;

/** Turns rows into bytes. Used by one thread. */
public interface RowEncoder {
    /** What stands before the first row of a file; empty for most formats. */
    void begin(OutputStream out) throws IOException;

    void write(ChangeBatch batch, OutputStream out) throws IOException;
}
