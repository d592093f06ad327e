package io.millrace.jdbc;

import java.io.IOException;
import java.sql.SQLException;

/**
 * A part of a BLOB or CLOB.
 *
 * @param from from 0
 * @param to exclusive
 */
record LobPart(int from, int to) {
    /** Something that changes a BLOB or CLOB. */
    interface Change {
        void run() throws SQLException;
    }

    /**
     * The part from a position, counted from 1, on; what goes beyond the end is left out.
     *
     * @param unit bytes or characters
     * @param size of the whole
     */
    static LobPart of(String unit, long position, long length, int size) throws SQLException {
        if (position < 1 || position > size + 1L || length < 0) {
            throw SqlErrors.badArgument(length + " " + unit + " from " + position + " on, of " + size
                    + "; expected a position from 1 to " + (size + 1L) + " and a length from 0 on");
        }
        int from = (int) position - 1;
        return new LobPart(from, (int) Math.min(size, from + length));
    }

    /** The same; one that goes beyond the end is refused. */
    static LobPart within(String unit, long position, long length, int size) throws SQLException {
        LobPart part = of(unit, position, length, size);
        if (part.length() < length) {
            throw SqlErrors.badArgument(
                    length + " " + unit + " from " + position + " on, of " + size + ": there are not so many");
        }
        return part;
    }

    static void requireIn(int size, int offset, int length) throws SQLException {
        if (offset < 0 || length < 0 || offset > size - length) {
            throw SqlErrors.badArgument(length + " elements from " + offset + " on, of " + size + " that are given");
        }
    }

    /** At the end of a stream, whose errors are of another kind. */
    static void store(Change change) throws IOException {
        try {
            change.run();
        } catch (SQLException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    int length() {
        return to - from;
    }
}
