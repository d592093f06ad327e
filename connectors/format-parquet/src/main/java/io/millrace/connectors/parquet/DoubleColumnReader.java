package io.millrace.connectors.parquet;

import io.millrace.columnar.Column;
import io.millrace.columnar.DoubleColumn;
import io.millrace.columnar.Field;
import io.millrace.connector.RandomBytes;

/** Reads REAL and DOUBLE. */
final class DoubleColumnReader extends ColumnReader {
    private final Runs positions = new Runs();
    private double[] dictionary;
    /** Of the current page; null when it holds positions in the dictionary. */
    private DoublePage decoder;

    private double[] values;

    DoubleColumnReader(Field field, Leaf leaf, RandomBytes file, Footer.Chunk chunk, Buffers buffers) {
        super(field, leaf, file, chunk, buffers);
    }

    @Override
    void begin(int rows) {
        if (values == null || values.length != rows) {
            values = new double[rows];
        }
    }

    @Override
    void dictionary(byte[] bytes, int from, int to, int count) {
        DoublePage plain = DoublePage.of(leaf.physical(), Encoding.PLAIN);
        plain.start(bytes, from, to);
        plain.skip(count);
        plain.start(bytes, from, to);
        dictionary = new double[count];
        plain.read(dictionary, 0, count);
    }

    @Override
    boolean page(Encoding encoding, byte[] bytes, int from, int to) {
        if (encoding.isDictionary()) {
            if (dictionary == null) {
                throw noDictionary();
            }
            decoder = null;
            startPositions(positions, bytes, from, to);
            return true;
        }
        decoder = DoublePage.of(leaf.physical(), encoding);
        if (decoder != null) {
            decoder.start(bytes, from, to);
        }
        return decoder != null;
    }

    @Override
    void values(int at, int count) {
        if (decoder == null) {
            positions.read(dictionary, values, at, count);
        } else {
            decoder.read(values, at, count);
        }
    }

    @Override
    void skipValues(int count) {
        if (decoder == null) {
            positions.skip(count);
        } else {
            decoder.skip(count);
        }
    }

    @Override
    void spread(boolean[] nulls, int at, int rows, int present) {
        int from = at + present;
        for (int row = at + rows - 1; row >= at; row--) {
            values[row] = nulls[row] ? 0 : values[--from];
        }
    }

    @Override
    Column finish(boolean[] nulls, int rows) {
        return new DoubleColumn(values, nulls, rows);
    }
}
