package io.millrace.connectors.files;

import io.millrace.connector.Split;

/**
 * Rows of one file.
 *
 * <p>Positions are bytes after decompression or, in a format with an index, rows.
 *
 * @param from where the first row begins; 0 also stands for the first row behind a preamble
 * @param to where the last row ends; -1 at the end of the file
 */
record FilesSplit(FileVersion file, long from, long to) implements Split {
    /** A directory is one partition: its files come in order of time. */
    @Override
    public String partition() {
        return "0";
    }
}
