package io.millrace.shell;

import io.millrace.columnar.Schema;
import io.millrace.connector.ChangeBatch;
import java.io.IOException;
import java.io.PrintStream;
import java.time.ZoneId;

/** Writes the rows of one result as they come. Used by one thread. */
interface RowPrinter {
    /** Writes what can be written: all of it, whatever comes later. */
    void print(ChangeBatch batch) throws IOException;

    /** Writes what stands after the last row, and before it if there was none. */
    void end() throws IOException;

    /**
     * @param changes whether a last column {@code _change} says what each row means
     * @param lineWidthMax as wide as a line of a table may be; 0 for any
     */
    static RowPrinter of(
            OutputFormat format, Schema schema, boolean changes, ZoneId zone, PrintStream out, int lineWidthMax) {
        return switch (format) {
            case TABLE -> new TablePrinter(schema, changes, zone, out, lineWidthMax);
            case CSV, JSON -> new EncodedPrinter(format, schema, changes, zone, out);
        };
    }
}
