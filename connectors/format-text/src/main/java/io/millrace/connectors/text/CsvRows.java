package io.millrace.connectors.text;

import io.millrace.connector.RowFinder;

/** Finds rows of CSV: a line feed ends a row unless it stands in a quoted field; a quote counts only where a field begins. */
record CsvRows(byte delimiter) implements RowFinder {

    @Override
    public int rowEnd(byte[] bytes, int from, int to) {
        int start = from + byteOrderMark(bytes, from, to);
        int i = start;
        while (true) {
            i = LineEnds.lineFeedOrQuote(bytes, i, to);
            if (i >= to) {
                return -1;
            }
            if (bytes[i] == '\n') {
                return i + 1;
            }
            boolean opens = i == start || bytes[i - 1] == delimiter;
            i = opens ? quotedEnd(bytes, i + 1, to) : i + 1;
        }
    }

    /** Position behind the quote that closes a field, or {@code to}. */
    static int quotedEnd(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to) {
            if (bytes[i] == '"') {
                if (i + 1 >= to || bytes[i + 1] != '"') {
                    return i + 1;
                }
                i++;
            }
            i++;
        }
        return to;
    }

    /** 3 when the bytes begin with UTF-8's byte order mark, else 0. */
    static int byteOrderMark(byte[] bytes, int from, int to) {
        boolean found = to - from >= 3
                && bytes[from] == (byte) 0xEF
                && bytes[from + 1] == (byte) 0xBB
                && bytes[from + 2] == (byte) 0xBF;
        return found ? 3 : 0;
    }
}
