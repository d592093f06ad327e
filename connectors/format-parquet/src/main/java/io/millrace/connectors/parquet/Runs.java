package io.millrace.connectors.parquet;

import java.util.Arrays;

/**
 * Small numbers in runs: one value repeated, or values packed by bits (the hybrid of run length and bit packing that
 * levels and positions in a dictionary are written in).
 *
 * <p>The array must reach 16 bytes beyond {@code end}.
 */
final class Runs {
    private byte[] bytes;
    private int position;
    private int end;
    private int width;
    private long mask;

    /** Values left of the run. */
    private int left;

    private boolean packed;
    private int value;
    /** Where the next packed value begins. */
    private long bit;

    void start(byte[] newBytes, int from, int to, int newWidth) {
        if (newWidth > 32 || from > to) {
            throw new DamagedException("a page says that its numbers have " + newWidth + " bits");
        }
        bytes = newBytes;
        position = from;
        end = to;
        width = newWidth;
        mask = (1L << newWidth) - 1;
        left = 0;
    }

    void skip(int count) {
        int rest = count;
        while (rest > 0) {
            require();
            int n = Math.min(left, rest);
            advance(n);
            rest -= n;
        }
    }

    private void advance(int n) {
        left -= n;
        bit += packed ? (long) n * width : 0;
    }

    /** The next numbers. */
    void read(int[] out, int from, int count) {
        int at = from;
        int to = from + count;
        while (at < to) {
            require();
            int n = Math.min(left, to - at);
            if (packed) {
                long b = bit;
                for (int i = at; i < at + n; i++) {
                    out[i] = unpack(b);
                    b += width;
                }
            } else {
                Arrays.fill(out, at, at + n, value);
            }
            advance(n);
            at += n;
        }
    }

    /** What a dictionary has at the next numbers. */
    void read(long[] dictionary, long[] out, int from, int count) {
        int at = from;
        int to = from + count;
        while (at < to) {
            require();
            int n = Math.min(left, to - at);
            if (packed) {
                long b = bit;
                for (int i = at; i < at + n; i++) {
                    out[i] = dictionary[unpack(b)];
                    b += width;
                }
            } else {
                Arrays.fill(out, at, at + n, dictionary[value]);
            }
            advance(n);
            at += n;
        }
    }

    /** The same for a dictionary of doubles. */
    void read(double[] dictionary, double[] out, int from, int count) {
        int at = from;
        int to = from + count;
        while (at < to) {
            require();
            int n = Math.min(left, to - at);
            if (packed) {
                long b = bit;
                for (int i = at; i < at + n; i++) {
                    out[i] = dictionary[unpack(b)];
                    b += width;
                }
            } else {
                Arrays.fill(out, at, at + n, dictionary[value]);
            }
            advance(n);
            at += n;
        }
    }

    /** Goes over the rows, up to {@code most}, that one run says have a value; returns how many. */
    int allPresent(int most) {
        require();
        if (packed || value == 0) {
            return 0;
        }
        int n = Math.min(left, most);
        advance(n);
        return n;
    }

    /**
     * Reads levels of a column that is at most optional: marks the rows whose level is 0.
     *
     * @return how many rows have a value
     */
    int present(boolean[] nulls, int from, int count) {
        int at = from;
        int to = from + count;
        int nullCount = 0;
        while (at < to) {
            require();
            int n = Math.min(left, to - at);
            if (!packed) {
                if (value == 0) {
                    Arrays.fill(nulls, at, at + n, true);
                    nullCount += n;
                }
            } else {
                nullCount += unpackNulls(nulls, at, n);
            }
            advance(n);
            at += n;
        }
        return count - nullCount;
    }

    private int unpackNulls(boolean[] nulls, int from, int count) {
        int found = 0;
        for (int i = 0; i < count; i++) {
            boolean isNull = unpack(bit + (long) i * width) == 0;
            nulls[from + i] = isNull;
            found += isNull ? 1 : 0;
        }
        return found;
    }

    private int unpack(long at) {
        return (int) ((LittleEndian.longAt(bytes, (int) (at >>> 3)) >>> (at & 7)) & mask);
    }

    /** Makes sure that a run is begun. */
    private void require() {
        while (left == 0) {
            begin();
        }
    }

    private void begin() {
        long header = varint();
        if ((header & 1) == 1) {
            long groups = header >>> 1;
            long runBytes = groups * width;
            if (groups > Integer.MAX_VALUE / 8 || runBytes > end - position + 7L) {
                throw new DamagedException("the numbers of a page break off");
            }
            // the last group may be cut short: what stands behind is not asked for
            packed = true;
            left = (int) groups * 8;
            bit = 8L * position;
            position = (int) Math.min(end, position + runBytes);
            return;
        }
        int valueBytes = (width + 7) >>> 3;
        if (header >>> 1 > Integer.MAX_VALUE || position + valueBytes > end) {
            throw new DamagedException("the numbers of a page break off");
        }
        packed = false;
        left = (int) (header >>> 1);
        int read = 0;
        for (int i = 0; i < valueBytes; i++) {
            read |= (bytes[position++] & 0xFF) << (8 * i);
        }
        value = read;
    }

    private long varint() {
        long read = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            if (position >= end) {
                throw new DamagedException("the numbers of a page break off");
            }
            int next = bytes[position++];
            read |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return read;
            }
        }
        throw new DamagedException("the numbers of a page break off");
    }
}
