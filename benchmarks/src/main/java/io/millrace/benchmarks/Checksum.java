package io.millrace.benchmarks;

/** The number of rows of a result and the sum of their hashes, whatever their order. */
final class Checksum {
    private long rows;
    private long sum;
    private long row;

    void value(long value) {
        long mixed = (row ^ value) * 0x9E37_79B9_7F4A_7C15L;
        row = mixed ^ mixed >>> 29;
    }

    void value(double value) {
        value(Double.doubleToLongBits(value));
    }

    void value(byte[] value, int from, int to) {
        long hash = 31;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + value[i];
        }
        value(hash);
    }

    void endRow() {
        rows++;
        sum += row;
        row = 0;
    }

    long rows() {
        return rows;
    }

    String text() {
        return rows + " rows, " + Long.toHexString(sum);
    }
}
