package io.millrace.state;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Bytes being appended to. */
final class ByteSink {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] bytes;
    private int length;

    ByteSink(int capacity) {
        bytes = new byte[capacity];
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    void clear() {
        length = 0;
    }

    void putByte(int value) {
        reserve(1);
        bytes[length++] = (byte) value;
    }

    void putInt(int value) {
        reserve(4);
        INT.set(bytes, length, value);
        length += 4;
    }

    void putLong(long value) {
        reserve(8);
        LONG.set(bytes, length, value);
        length += 8;
    }

    void putBytes(byte[] source, int from, int count) {
        reserve(count);
        System.arraycopy(source, from, bytes, length, count);
        length += count;
    }

    /** A bit for each flag, the lowest first. */
    void putBits(boolean[] flags, int count) {
        int from = length;
        reserve((count + 7) / 8);
        length += (count + 7) / 8;
        Arrays.fill(bytes, from, length, (byte) 0);
        for (int i = 0; i < count; i++) {
            bytes[from + (i >> 3)] |= (byte) (flags[i] ? 1 << (i & 7) : 0);
        }
    }

    /** The lowest bytes of what the values are above another. */
    void putLowBytes(long[] values, long base, int width, int count) {
        // each is written as a long, whose upper bytes the next one covers
        reserve(Math.addExact(Math.multiplyExact(width, count), Long.BYTES));
        byte[] out = bytes;
        int at = length;
        for (int i = 0; width > 0 && i < count; i++) {
            LONG.set(out, at, values[i] - base);
            at += width;
        }
        length = at;
    }

    static boolean[] getBits(byte[] bytes, int from, int count) {
        boolean[] flags = new boolean[count];
        for (int i = 0; i < count; i++) {
            flags[i] = (bytes[from + (i >> 3)] >> (i & 7) & 1) != 0;
        }
        return flags;
    }

    /** Undoes {@link #putLowBytes}; the array must reach 8 bytes beyond the last value. */
    static long[] getLowBytes(byte[] bytes, int from, long base, int width, int count) {
        long[] values = new long[count];
        long mask = width == 0 ? 0 : -1L >>> Long.SIZE - Byte.SIZE * width;
        int at = from;
        for (int i = 0; i < count; i++) {
            values[i] = base + ((long) LONG.get(bytes, at) & mask);
            at += width;
        }
        return values;
    }

    static long getLong(byte[] bytes, int at) {
        return (long) LONG.get(bytes, at);
    }

    static int getInt(byte[] bytes, int at) {
        return (int) INT.get(bytes, at);
    }

    private void reserve(int more) {
        int needed = Math.addExact(length, more);
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(needed, bytes.length + (bytes.length >> 1) + 16));
        }
    }
}
