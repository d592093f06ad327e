package io.millrace.connectors.parquet;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The values of one page that become doubles; NULLs have none. */
final class DoublePage {
    private final Physical physical;
    private final boolean split;
    private byte[] page;
    private int from;
    private int position;
    private int values;

    private DoublePage(Physical physical, boolean split) {
        this.physical = physical;
        this.split = split;
    }

    /** A decoder, or null when values of this type are not written that way. */
    static DoublePage of(Physical physical, Encoding encoding) {
        boolean known = (encoding == Encoding.PLAIN || encoding == Encoding.BYTE_STREAM_SPLIT)
                && (physical == Physical.FLOAT || physical == Physical.DOUBLE);
        return known ? new DoublePage(physical, encoding == Encoding.BYTE_STREAM_SPLIT) : null;
    }

    void start(byte[] newPage, int newFrom, int to) {
        page = newPage;
        from = newFrom;
        position = 0;
        values = (to - newFrom) / width();
    }

    private int width() {
        return physical == Physical.FLOAT ? 4 : 8;
    }

    void skip(int count) {
        if (count > values - position) {
            throw new DamagedException("the values of a page break off");
        }
        position += count;
    }

    void read(double[] out, int outFrom, int count) {
        int at = position;
        skip(count);
        if (split) {
            readSplit(out, outFrom, count, at);
        } else if (physical == Physical.DOUBLE) {
            ByteBuffer.wrap(page, from + 8 * at, 8 * count)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asDoubleBuffer()
                    .get(out, outFrom, count);
        } else {
            for (int i = 0; i < count; i++) {
                out[outFrom + i] = LittleEndian.floatAt(page, from + 4 * (at + i));
            }
        }
    }

    private void readSplit(double[] out, int outFrom, int count, int at) {
        int width = width();
        for (int i = 0; i < count; i++) {
            long bits = 0;
            for (int b = width - 1; b >= 0; b--) {
                bits = bits << 8 | (page[from + b * values + at + i] & 0xFF);
            }
            out[outFrom + i] = width == 4 ? Float.intBitsToFloat((int) bits) : Double.longBitsToDouble(bits);
        }
    }
}
