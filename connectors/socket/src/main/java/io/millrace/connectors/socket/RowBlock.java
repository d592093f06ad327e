package io.millrace.connectors.socket;

/**
 * Rows that came in together over one connection, still as bytes.
 *
 * @param firstRow number of the first row, over all connections
 * @param firstLine number of the first row's line in its connection, from 1
 * @param bytes the rows, each with its line end
 * @param ends where in {@code bytes} each row ends
 * @param preamble the connection's first row where the format has a preamble, else empty
 */
record RowBlock(long firstRow, long firstLine, byte[] bytes, int[] ends, byte[] preamble) {
    private static final long OVERHEAD_BYTES = 128;

    long endRow() {
        return firstRow + ends.length;
    }

    int start(int row) {
        return row == 0 ? 0 : ends[row - 1];
    }

    long heapBytes() {
        return OVERHEAD_BYTES + bytes.length + 4L * ends.length;
    }

    static int lineFeeds(byte[] bytes, int from, int to) {
        int count = 0;
        for (int i = from; i < to; i++) {
            count += bytes[i] == '\n' ? 1 : 0;
        }
        return count;
    }
}
