package io.millrace.connectors.parquet;

/**
 * Integers written as differences:
 *
 * <pre>
 *   values per block, miniblocks per block, number of values, first value
 *   block: lowest difference, bit widths of its miniblocks, miniblocks
 * </pre>
 *
 * A miniblock holds its differences, less the lowest, packed by bits.
 */
final class DeltaRuns {
    private static final int BLOCK_VALUES_MAX = 1 << 20;

    private byte[] page;
    private int position;
    private int end;
    private int miniValues;
    private int minis;
    private int left;
    private long value;
    private boolean first;
    private long lowest;
    private int widthsAt;
    /** Number of the miniblock being read. */
    private int mini;

    private int miniLeft;
    private int width;
    private long bit;

    void start(byte[] newPage, int from, int to) {
        page = newPage;
        position = from;
        end = to;
        long blockValues = varint();
        minis = (int) Math.min(Integer.MAX_VALUE, varint());
        long total = varint();
        if (minis <= 0
                || blockValues <= 0
                || blockValues > BLOCK_VALUES_MAX
                || blockValues % (32L * minis) != 0
                || total < 0
                || total > Integer.MAX_VALUE) {
            throw new DamagedException("the differences of a page have impossible sizes");
        }
        miniValues = (int) (blockValues / minis);
        left = (int) total;
        value = zigzag();
        first = true;
        mini = minis;
        miniLeft = 0;
    }

    /** How many values are left. */
    int left() {
        return left;
    }

    /** Where the bytes behind all values begin; they must have been read. */
    int behind() {
        return position;
    }

    void read(long[] out, int from, int count) {
        take(count);
        int at = from;
        int to = from + count;
        if (first && at < to) {
            out[at++] = value;
            first = false;
        }
        while (at < to) {
            require();
            int n = Math.min(miniLeft, to - at);
            long current = value;
            for (int i = at; i < at + n; i++) {
                current += lowest + unpack();
                out[i] = current;
            }
            value = current;
            miniLeft -= n;
            at += n;
        }
    }

    void skip(int count) {
        take(count);
        int rest = count;
        if (first && rest > 0) {
            rest--;
            first = false;
        }
        while (rest > 0) {
            require();
            int n = Math.min(miniLeft, rest);
            for (int i = 0; i < n; i++) {
                value += lowest + unpack();
            }
            miniLeft -= n;
            rest -= n;
        }
    }

    private void take(int count) {
        if (count > left) {
            throw new DamagedException("the values of a page break off");
        }
        left -= count;
    }

    private long unpack() {
        if (width == 0) {
            return 0;
        }
        int at = (int) (bit >>> 3);
        int shift = (int) (bit & 7);
        long bits = LittleEndian.longAt(page, at) >>> shift;
        if (shift + width > 64) {
            bits |= (long) page[at + 8] << (64 - shift);
        }
        bit += width;
        return width == 64 ? bits : bits & ((1L << width) - 1);
    }

    private void require() {
        if (miniLeft > 0) {
            return;
        }
        if (mini == minis) {
            lowest = zigzag();
            widthsAt = position;
            position += minis;
            mini = 0;
        }
        if (position > end) {
            throw new DamagedException("the values of a page break off");
        }
        width = page[widthsAt + mini] & 0xFF;
        bit = 8L * position;
        long bytes = (long) miniValues * width >>> 3;
        if (width > 64 || bytes > end - position) {
            throw new DamagedException("the values of a page break off");
        }
        position += (int) bytes;
        miniLeft = miniValues;
        mini++;
    }

    private long zigzag() {
        long read = varint();
        return (read >>> 1) ^ -(read & 1);
    }

    private long varint() {
        long read = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (position >= end) {
                throw new DamagedException("the values of a page break off");
            }
            int next = page[position++];
            read |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return read;
            }
        }
        throw new DamagedException("the values of a page break off");
    }
}
