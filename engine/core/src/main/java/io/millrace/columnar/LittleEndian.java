package io.millrace.columnar;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Bulk conversions between the little-endian bytes of Arrow buffers and arrays of primitives. */
final class LittleEndian {
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle FLOAT = MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle DOUBLE =
            MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);

    private LittleEndian() {}

    static void copyLong(byte[] from, int at, byte[] to, int toAt) {
        LONG.set(to, toAt, (long) LONG.get(from, at));
    }

    // ---- raw values into values[from ...]

    static void bytesToLongs(byte[] raw, long[] values, int from, int count) {
        for (int i = 0; i < count; i++) {
            values[from + i] = raw[i];
        }
    }

    static void shortsToLongs(byte[] raw, long[] values, int from, int count) {
        for (int i = 0; i < count; i++) {
            values[from + i] = (short) SHORT.get(raw, 2 * i);
        }
    }

    static void intsToLongs(byte[] raw, long[] values, int from, int count) {
        for (int i = 0; i < count; i++) {
            values[from + i] = (int) INT.get(raw, 4 * i);
        }
    }

    static void longsToLongs(byte[] raw, long[] values, int from, int count) {
        ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(values, from, count);
    }

    static void intsToInts(byte[] raw, int[] values, int count) {
        ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(values, 0, count);
    }

    static void floatsToDoubles(byte[] raw, double[] values, int from, int count) {
        for (int i = 0; i < count; i++) {
            values[from + i] = (float) FLOAT.get(raw, 4 * i);
        }
    }

    static void doublesToDoubles(byte[] raw, double[] values, int from, int count) {
        ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer().get(values, from, count);
    }

    static byte[] fromLongs(long[] values, int width, int count) {
        byte[] raw = new byte[width * count];
        switch (width) {
            case 1 -> {
                for (int i = 0; i < count; i++) {
                    raw[i] = (byte) values[i];
                }
            }
            case 2 -> {
                for (int i = 0; i < count; i++) {
                    SHORT.set(raw, 2 * i, (short) values[i]);
                }
            }
            case 4 -> {
                for (int i = 0; i < count; i++) {
                    INT.set(raw, 4 * i, (int) values[i]);
                }
            }
            default -> {
                for (int i = 0; i < count; i++) {
                    LONG.set(raw, 8 * i, values[i]);
                }
            }
        }
        return raw;
    }

    static byte[] fromInts(int[] values, int count) {
        byte[] raw = new byte[4 * count];
        for (int i = 0; i < count; i++) {
            INT.set(raw, 4 * i, values[i]);
        }
        return raw;
    }

    static byte[] fromDoubles(double[] values, int width, int count) {
        byte[] raw = new byte[width * count];
        for (int i = 0; i < count; i++) {
            if (width == 4) {
                FLOAT.set(raw, 4 * i, (float) values[i]);
            } else {
                DOUBLE.set(raw, 8 * i, values[i]);
            }
        }
        return raw;
    }
}
