package io.millrace.connectors.text;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Tells whether bytes are well-formed UTF-8 (Unicode, table 3-7). */
final class Utf8Check {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long NOT_ASCII = 0x8080_8080_8080_8080L;

    private Utf8Check() {}

    static boolean isValid(byte[] data, int from, int to) {
        int i = from;
        while (i < to) {
            if (i + 8 <= to && ((long) LONG.get(data, i) & NOT_ASCII) == 0) {
                i += 8;
            } else if (data[i] >= 0) {
                i++;
            } else {
                int length = sequenceLength(data, i, to);
                if (length == 0) {
                    return false;
                }
                i += length;
            }
        }
        return true;
    }

    /** Length of the well-formed sequence of more than one byte at {@code i}, or 0. */
    private static int sequenceLength(byte[] data, int i, int to) {
        int lead = data[i] & 0xFF;
        int length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
        if (lead < 0xC2 || lead > 0xF4 || i + length > to) {
            return 0;
        }
        int second = data[i + 1] & 0xFF;
        int min = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
        int max = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
        if (second < min || second > max) {
            return 0;
        }
        for (int j = 2; j < length; j++) {
            if ((data[i + j] & 0xC0) != 0x80) {
                return 0;
            }
        }
        return length;
    }
}
