package io.millrace.connectors.parquet;

import java.nio.charset.StandardCharsets;

/**
 * Reads Thrift's compact protocol, in which a file describes itself.
 *
 * <pre>
 *   int outer = in.beginStruct();
 *   while (in.nextField()) {
 *       switch (in.field()) {
 *           case 1 -> size = in.i32();
 *           default -> in.skip();
 *       }
 *   }
 *   in.endStruct(outer);
 * </pre>
 *
 * <p>Errors: {@link DamagedException}.
 */
final class CompactReader {
    private static final int TRUE = 1;
    private static final int FALSE = 2;
    private static final int I8 = 3;
    private static final int I64 = 6;
    private static final int DOUBLE = 7;
    private static final int BINARY = 8;
    private static final int LIST = 9;
    private static final int SET = 10;
    private static final int MAP = 11;
    private static final int STRUCT = 12;
    private static final int DEPTH_MAX = 64;

    private final byte[] bytes;
    private final int end;
    private int position;
    private int field;
    private int type;
    private int depth;

    CompactReader(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.position = from;
        this.end = to;
    }

    /** Where the next byte stands. */
    int position() {
        return position;
    }

    int field() {
        return field;
    }

    /** Begins a struct that is a value; returns what {@link #endStruct} wants back. */
    int beginStruct() {
        if (++depth > DEPTH_MAX) {
            throw new DamagedException("its description is nested more than " + DEPTH_MAX + " deep");
        }
        int outer = field;
        field = 0;
        return outer;
    }

    /** Begins a struct that is the value of the current field. */
    int beginStructField() {
        expect(STRUCT);
        return beginStruct();
    }

    void endStruct(int outer) {
        depth--;
        field = outer;
    }

    /** Goes to the next field; false at the end of the struct. */
    boolean nextField() {
        int header = octet();
        if (header == 0) {
            return false;
        }
        int delta = header >>> 4;
        field = delta == 0 ? (int) zigzag() : field + delta;
        type = header & 0xF;
        return true;
    }

    int i32() {
        long value = i64();
        if (value != (int) value) {
            throw new DamagedException("a number in its description is out of range");
        }
        return (int) value;
    }

    long i64() {
        if (type < I8 || type > I64) {
            throw unexpected();
        }
        return type == I8 ? (byte) octet() : zigzag();
    }

    boolean bool() {
        if (type != TRUE && type != FALSE) {
            throw unexpected();
        }
        return type == TRUE;
    }

    /** An element of a list: unlike a field it has a byte of its own. */
    boolean boolElement() {
        if (type != TRUE && type != FALSE) {
            throw unexpected();
        }
        return octet() == TRUE;
    }

    byte[] binary() {
        expect(BINARY);
        int length = length();
        byte[] value = java.util.Arrays.copyOfRange(bytes, position, position + length);
        position += length;
        return value;
    }

    String text() {
        return new String(binary(), StandardCharsets.UTF_8);
    }

    /** Begins a list and returns how many elements it has. Each is then read as if it were a field. */
    int list() {
        expect(LIST);
        int header = octet();
        int count = header >>> 4 == 15 ? length() : header >>> 4;
        if (count > end - position) {
            throw new DamagedException("its description breaks off");
        }
        type = header & 0xF;
        return count;
    }

    /** Goes over the value of the current field. */
    void skip() {
        skip(type, true);
    }

    private void skip(int skipped, boolean isField) {
        switch (skipped) {
            case TRUE, FALSE -> position += isField ? 0 : 1;
            case I8 -> position++;
            case I8 + 1, I8 + 2, I64 -> zigzag();
            case DOUBLE -> position += 8;
            case BINARY -> {
                int length = length();
                position += length;
            }
            case LIST, SET -> skipList();
            case MAP -> skipMap();
            case STRUCT -> skipStruct();
            default -> throw unexpected();
        }
        if (position > end) {
            throw new DamagedException("its description breaks off");
        }
    }

    private void skipList() {
        int header = octet();
        int count = header >>> 4 == 15 ? length() : header >>> 4;
        for (int i = 0; i < count; i++) {
            skip(header & 0xF, false);
        }
    }

    private void skipMap() {
        int count = length();
        int types = count == 0 ? 0 : octet();
        for (int i = 0; i < count; i++) {
            skip(types >>> 4, false);
            skip(types & 0xF, false);
        }
    }

    private void skipStruct() {
        int outer = beginStruct();
        while (nextField()) {
            skip();
        }
        endStruct(outer);
    }

    private void expect(int wanted) {
        if (type != wanted) {
            throw unexpected();
        }
    }

    private static DamagedException unexpected() {
        return new DamagedException("its description holds something unexpected");
    }

    /** A count of bytes or elements, of which each takes a byte at least. */
    private int length() {
        long value = varint();
        if (value < 0 || value > end - position) {
            throw new DamagedException("its description breaks off");
        }
        return (int) value;
    }

    private long zigzag() {
        long value = varint();
        return (value >>> 1) ^ -(value & 1);
    }

    private long varint() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int next = octet();
            value |= (next & 0x7FL) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw new DamagedException("a number in its description is out of range");
    }

    private int octet() {
        if (position >= end) {
            throw new DamagedException("its description breaks off");
        }
        return bytes[position++] & 0xFF;
    }
}
