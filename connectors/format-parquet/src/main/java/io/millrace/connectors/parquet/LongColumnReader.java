package io.millrace.connectors.parquet;

import io.millrace.columnar.Column;
import io.millrace.columnar.Field;
import io.millrace.columnar.LongColumn;
import io.millrace.connector.RandomBytes;
import java.util.EnumMap;
import java.util.Map;

/** Reads booleans, integers and times. */
final class LongColumnReader extends ColumnReader {
    private final LongUnit unit;
    private final Map<Encoding, LongPage> decoders = new EnumMap<>(Encoding.class);
    private final Runs positions = new Runs();
    private long[] dictionary;
    /** Of the current page; null when it holds positions in the dictionary. */
    private LongPage decoder;

    private long[] values;

    LongColumnReader(Field field, Leaf leaf, RandomBytes file, Footer.Chunk chunk, Buffers buffers) {
        super(field, leaf, file, chunk, buffers);
        this.unit = LongUnit.of(field, leaf);
    }

    @Override
    void begin(int rows) {
        if (values == null || values.length != rows) {
            values = new long[rows];
        }
    }

    @Override
    void dictionary(byte[] bytes, int from, int to, int count) {
        LongPage plain = LongPage.of(leaf.physical(), Encoding.PLAIN);
        plain.start(bytes, from, to);
        plain.skip(count);
        plain.start(bytes, from, to);
        dictionary = new long[count];
        plain.read(dictionary, 0, count);
        unit.apply(dictionary, 0, count);
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
        decoder = decoders.computeIfAbsent(encoding, e -> LongPage.of(leaf.physical(), e));
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
            unit.apply(values, at, count);
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
        return new LongColumn(values, nulls, rows);
    }
}
