package io.millrace.benchmarks;

import io.millrace.columnar.BytesColumn;
import io.millrace.columnar.Column;
import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.DoubleColumn;
import io.millrace.columnar.LongColumn;

/** The number of rows of a result and the sum of their hashes, whatever their order. */
final class Checksum {
    private long rows;
    private long sum;
    private long row;

    void value(long value) {
        row = mix(row, value);
    }

    void value(double value) {
        value(Double.doubleToLongBits(value));
    }

    void value(byte[] value, int from, int to) {
        value(hash(value, from, to));
    }

    void endRow() {
        rows++;
        sum += row;
        row = 0;
    }

    /** The same of many rows at once, column by column. */
    void rows(ColumnBatch batch) {
        long[] hashes = new long[batch.rowCount()];
        for (int i = 0; i < batch.schema().size(); i++) {
            mix(hashes, batch.column(i));
        }
        rows += hashes.length;
        for (long hash : hashes) {
            sum += hash;
        }
    }

    private static void mix(long[] hashes, Column column) {
        if (column instanceof LongColumn longs) {
            long[] values = longs.values();
            for (int row = 0; row < hashes.length; row++) {
                hashes[row] = mix(hashes[row], values[row]);
            }
        } else if (column instanceof DoubleColumn doubles) {
            double[] values = doubles.values();
            for (int row = 0; row < hashes.length; row++) {
                hashes[row] = mix(hashes[row], Double.doubleToLongBits(values[row]));
            }
        } else {
            BytesColumn texts = (BytesColumn) column;
            byte[] data = texts.data();
            int[] offsets = texts.offsets();
            for (int row = 0; row < hashes.length; row++) {
                hashes[row] = mix(hashes[row], hash(data, offsets[row], offsets[row + 1]));
            }
        }
    }

    private static long mix(long row, long value) {
        long mixed = (row ^ value) * 0x9E37_79B9_7F4A_7C15L;
        return mixed ^ mixed >>> 29;
    }

    private static long hash(byte[] value, int from, int to) {
        long hash = 31;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + value[i];
        }
        return hash;
    }

    long rows() {
        return rows;
    }

    String text() {
        return rows + " rows, " + Long.toHexString(sum);
    }
}
