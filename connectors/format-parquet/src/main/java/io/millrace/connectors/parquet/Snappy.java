package io.millrace.connectors.parquet;

/**
 * Decompresses Snappy: the length of the text, then literals and copies of what stands before.
 *
 * <p>Columns of numbers make for very short ones, a few bytes each, of unforeseeable length. So up to 16 bytes are always
 * copied as two longs, whatever the length; what is too much is written over by what follows. Both arrays must reach 16
 * bytes beyond the ends given.
 */
final class Snappy {
    private Snappy() {}

    static void unpack(byte[] in, int from, int length, byte[] out, int outFrom, int outLength) {
        int to = from + length;
        int at = from;
        long size = 0;
        for (int shift = 0; ; shift += 7) {
            if (at >= to || shift > 28) {
                throw broken();
            }
            int next = in[at++];
            size |= (next & 0x7FL) << shift;
            if (next >= 0) {
                break;
            }
        }
        if (size != outLength) {
            throw new DamagedException("a page is not as long as its header says");
        }
        if (elements(in, at, to, out, outFrom, outFrom + outLength) != outFrom + outLength) {
            throw broken();
        }
    }

    /** Returns where the text ends. */
    private static int elements(byte[] in, int from, int to, byte[] out, int outFrom, int outTo) {
        int at = from;
        int put = outFrom;
        while (at < to) {
            int tag = in[at++] & 0xFF;
            int length = (tag >>> 2) + 1;
            int offset;
            switch (tag & 3) {
                case 0 -> {
                    if (length > 60) {
                        int sizeBytes = length - 60;
                        length = longLength(in, at, sizeBytes);
                        at += sizeBytes;
                    }
                    if (length > to - at || length > outTo - put) {
                        throw broken();
                    }
                    literal(in, at, out, put, length);
                    at += length;
                    put += length;
                    continue;
                }
                case 1 -> {
                    length = 4 + (tag >>> 2 & 7);
                    offset = (tag & 0xE0) << 3 | (in[at++] & 0xFF);
                }
                case 2 -> {
                    offset = LittleEndian.intAt(in, at) & 0xFFFF;
                    at += 2;
                }
                default -> {
                    offset = LittleEndian.intAt(in, at);
                    at += 4;
                }
            }
            if (offset <= 0 || offset > put - outFrom || length > outTo - put) {
                throw broken();
            }
            copy(out, put, offset, length);
            put += length;
        }
        if (at != to) {
            throw broken();
        }
        return put;
    }

    private static void literal(byte[] in, int at, byte[] out, int put, int length) {
        if (length <= 16) {
            LittleEndian.putLong(out, put, LittleEndian.longAt(in, at));
            LittleEndian.putLong(out, put + 8, LittleEndian.longAt(in, at + 8));
        } else {
            System.arraycopy(in, at, out, put, length);
        }
    }

    private static void copy(byte[] out, int put, int offset, int length) {
        if (offset < 8) {
            repeat(out, put, offset, length);
            return;
        }
        LittleEndian.putLong(out, put, LittleEndian.longAt(out, put - offset));
        LittleEndian.putLong(out, put + 8, LittleEndian.longAt(out, put + 8 - offset));
        for (int i = 16; i < length; i += 8) {
            LittleEndian.putLong(out, put + i, LittleEndian.longAt(out, put + i - offset));
        }
    }

    /** Copies from so near that what is written is read again. */
    private static void repeat(byte[] out, int put, int offset, int length) {
        for (int i = 0; i < 8; i++) {
            out[put + i] = out[put + i - offset];
        }
        // a multiple of the offset that is at least 8 repeats the same
        int far = offset * ((7 + offset) / offset);
        for (int i = 8; i < length; i += 8) {
            LittleEndian.putLong(out, put + i, LittleEndian.longAt(out, put + i - far));
        }
    }

    private static int longLength(byte[] in, int at, int bytes) {
        long length = LittleEndian.intAt(in, at) & (0xFFFF_FFFFL >>> 8 * (4 - bytes));
        if (length >= Integer.MAX_VALUE) {
            throw broken();
        }
        return (int) length + 1;
    }

    private static DamagedException broken() {
        return new DamagedException("a page does not decompress");
    }
}
