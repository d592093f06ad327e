package io.millrace.connector;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongSupplier;

/** A decoder that can begin in the middle of a file. */
public interface RangeDecoder extends RowDecoder {
    /**
     * Starts at a row in the middle of a file.
     *
     * @param in the rows to read, without what stands before them
     * @param preamble the file's first row with its line end where the format has a preamble, else empty
     * @param linesBefore how many lines of the file stand before the first row of {@code in}; asked only to word an error
     */
    void start(InputStream in, String origin, byte[] preamble, LongSupplier linesBefore) throws IOException;
}
