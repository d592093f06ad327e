package io.millrace.operator;

/** Weights of rows that are given several times. */
final class RowCopies {
    private RowCopies() {}

    static long[] weights(long[] weights, int[] rows, int count) {
        if (weights == null) {
            return null;
        }
        long[] copies = new long[count];
        for (int i = 0; i < count; i++) {
            copies[i] = weights[rows[i]];
        }
        return copies;
    }
}
