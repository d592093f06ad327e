package io.millrace.connectors.parquet;

/**
 * Decompresses Snappy: the length of the text, then literals and copies of what stands before.
 *
 * <p>Columns of numbers make for very short ones, a few bytes each, of unforeseeable length. So up to 16 bytes are always
 * copied as two longs, whatever the length; what is too much is written over by what follows. Both arrays must reach 16
 * bytes beyond the ends given.
 */
final class Snappy {
    private static final int LENGTH = 0xFF;
    private static final int OFFSET_HIGH = 0x700;
    /** By tag of a copy: its length and the high bits of its offset. */
    private static final int[] COPIES = copies();
    /** By kind of element: which of the four bytes behind the tag are the (rest of the) offset. */
    private static final int[] OFFSET_MASKS = {0, 0xFF, 0xFFFF, -1};

    private Snappy() {}

    private static int[] copies() {
        int[] copies = new int[256];
        for (int tag = 0; tag < copies.length; tag++) {
            boolean near = (tag & 3) == 1;
            copies[tag] = near ? 4 + (tag >>> 2 & 7) | (tag & 0xE0) << 3 : (tag >>> 2) + 1;
        }
        return copies;
    }

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

    /**
     * Returns where the text ends. A literal is nearly always followed by a copy, so both are done in one turn. Where the next
     * element begins is worked out without a branch on how a copy is written, which nobody could foresee. A short
     * literal that goes too far is noticed later: it wrote no more than 16 bytes behind the text.
     */
    private static int elements(byte[] in, int from, int to, byte[] out, int outFrom, int outTo) {
        int at = from;
        int put = outFrom;
        while (at < to && put < outTo) {
            int tag = in[at++] & 0xFF;
            if ((tag & 3) == 0) {
                int length = (tag >>> 2) + 1;
                if (length <= 16) {
                    LittleEndian.putLong(out, put, LittleEndian.longAt(in, at));
                    LittleEndian.putLong(out, put + 8, LittleEndian.longAt(in, at + 8));
                } else {
                    int sizeBytes = Math.max(0, length - 60);
                    length = sizeBytes > 0 ? longLength(in, at, sizeBytes) : length;
                    at += sizeBytes;
                    if (length > to - at || length > outTo - put) {
                        throw broken();
                    }
                    System.arraycopy(in, at, out, put, length);
                }
                at += length;
                put += length;
                if (at >= to) {
                    break;
                }
                tag = in[at++] & 0xFF;
                if ((tag & 3) == 0) {
                    at--;
                    continue;
                }
            }
            int entry = COPIES[tag];
            int offset = (LittleEndian.intAt(in, at) & OFFSET_MASKS[tag & 3]) + (entry & OFFSET_HIGH);
            int length = entry & LENGTH;
            if (Integer.compareUnsigned(offset - 1, put - outFrom) >= 0 || length > outTo - put) {
                throw broken();
            }
            copy(out, put, offset, length);
            // 1, 2 or 4 bytes of offset
            int kind = tag & 3;
            at += kind + (kind >> 1 & kind);
            put += length;
        }
        if (at != to) {
            throw broken();
        }
        return put;
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
