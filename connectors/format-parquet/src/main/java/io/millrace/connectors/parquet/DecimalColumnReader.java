package io.millrace.connectors.parquet;

import io.millrace.columnar.Column;
import io.millrace.columnar.Field;
import io.millrace.columnar.ObjectColumn;
import io.millrace.connector.RandomBytes;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/** Reads DECIMAL, stored as an integer or as bytes. */
final class DecimalColumnReader extends ColumnReader {
    private final Runs positions = new Runs();
    private int[] chosen = new int[0];
    private Object[] dictionary;
    private boolean fromDictionary;
    private LongPage longs;
    private BytesPage bytes;
    private Object[] values;

    DecimalColumnReader(Field field, Leaf leaf, RandomBytes file, Footer.Chunk chunk, Buffers buffers) {
        super(field, leaf, file, chunk, buffers);
    }

    @Override
    void begin(int rows) {
        values = new Object[rows];
    }

    @Override
    void dictionary(byte[] page, int from, int to, int count) {
        if (count > to - from) {
            throw new DamagedException("a dictionary breaks off");
        }
        start(Encoding.PLAIN, page, from, to);
        dictionary = new Object[count];
        decode(dictionary, 0, count);
    }

    @Override
    boolean page(Encoding encoding, byte[] page, int from, int to) {
        fromDictionary = encoding.isDictionary();
        if (!fromDictionary) {
            return start(encoding, page, from, to);
        }
        if (dictionary == null) {
            throw noDictionary();
        }
        startPositions(positions, page, from, to);
        return true;
    }

    private boolean start(Encoding encoding, byte[] page, int from, int to) {
        longs = null;
        bytes = null;
        if (leaf.physical() == Physical.INT32 || leaf.physical() == Physical.INT64) {
            longs = LongPage.of(leaf.physical(), encoding);
            if (longs != null) {
                longs.start(page, from, to);
            }
        } else {
            bytes = BytesPage.of(leaf, encoding);
            if (bytes != null) {
                bytes.start(page, from, to);
            }
        }
        return longs != null || bytes != null;
    }

    @Override
    void values(int at, int count) {
        if (!fromDictionary) {
            decode(values, at, count);
            return;
        }
        chosen = chosen.length < count ? new int[count] : chosen;
        positions.read(chosen, 0, count);
        for (int i = 0; i < count; i++) {
            values[at + i] = dictionary[chosen[i]];
        }
    }

    private void decode(Object[] out, int from, int count) {
        int storedScale =
                leaf.meaning().kind() == Meaning.Kind.DECIMAL ? leaf.meaning().b() : 0;
        if (longs != null) {
            decodeLongs(out, from, count, storedScale);
            return;
        }
        ByteValues raw = new ByteValues(count, 16 * count);
        bytes.read(raw, count);
        for (int i = 0; i < count; i++) {
            int length = raw.offsets[i + 1] - raw.offsets[i];
            BigInteger unscaled = length == 0 ? BigInteger.ZERO : new BigInteger(raw.data, raw.offsets[i], length);
            out[from + i] = fit(new BigDecimal(unscaled, storedScale));
        }
    }

    private void decodeLongs(Object[] out, int from, int count, int storedScale) {
        boolean unsigned =
                leaf.meaning().kind() == Meaning.Kind.INTEGER && !leaf.meaning().signed();
        long[] raw = new long[count];
        longs.read(raw, 0, count);
        for (int i = 0; i < count; i++) {
            long value = unsigned && leaf.physical() == Physical.INT32 ? raw[i] & 0xFFFF_FFFFL : raw[i];
            BigDecimal decimal = unsigned && value < 0
                    ? new BigDecimal(new BigInteger(Long.toUnsignedString(value)))
                    : BigDecimal.valueOf(value, storedScale);
            out[from + i] = fit(decimal);
        }
    }

    private BigDecimal fit(BigDecimal value) {
        int scale = field.type().scale();
        return value.scale() == scale ? value : value.setScale(scale, RoundingMode.HALF_UP);
    }

    @Override
    void skipValues(int count) {
        if (fromDictionary) {
            positions.skip(count);
        } else if (longs != null) {
            longs.skip(count);
        } else {
            bytes.skip(count);
        }
    }

    @Override
    void spread(boolean[] nulls, int at, int rows, int present) {
        int from = at + present;
        for (int row = at + rows - 1; row >= at; row--) {
            values[row] = nulls[row] ? null : values[--from];
        }
    }

    @Override
    Column finish(boolean[] nulls, int rows) {
        return new ObjectColumn(values, nulls, rows);
    }
}
