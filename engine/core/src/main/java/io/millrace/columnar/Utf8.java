package io.millrace.columnar;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Loops over UTF-8 text that never make a String. A character is a code point; text compares by code points, which is
 * the order of its bytes.
 */
public final class Utf8 {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long NOT_ASCII = 0x8080_8080_8080_8080L;

    private Utf8() {}

    /** Characters in {@code data[from .. to)}. */
    public static int length(byte[] data, int from, int to) {
        int count = 0;
        for (int i = from; i < to; i++) {
            // every byte but a continuation (10xxxxxx) begins a character
            count += (data[i] & 0xC0) != 0x80 ? 1 : 0;
        }
        return count;
    }

    /** Position at which character number {@code characters}, counted from 0, begins; {@code to} when there are fewer. */
    public static int offset(byte[] data, int from, int to, int characters) {
        int left = characters;
        for (int i = from; i < to; i++) {
            if ((data[i] & 0xC0) != 0x80 && left-- == 0) {
                return i;
            }
        }
        return to;
    }

    /** Bytes of the longest beginning that has at most that many characters. */
    public static int prefixLength(byte[] data, int from, int to, int characters) {
        return to - from <= characters ? to - from : offset(data, from, to, characters) - from;
    }

    /** Whether {@code data[from .. to)} is well-formed UTF-8 (Unicode, table 3-7). */
    public static boolean isValid(byte[] data, int from, int to) {
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

    public static boolean isAscii(byte[] data, int from, int to) {
        long all = 0;
        int i = from;
        for (; i + 8 <= to; i += 8) {
            all |= (long) LONG.get(data, i);
        }
        for (; i < to; i++) {
            all |= data[i];
        }
        return (all & NOT_ASCII) == 0;
    }

    /** Compares by code points. */
    public static int compare(byte[] a, int aFrom, int aTo, byte[] b, int bFrom, int bTo) {
        return Arrays.compareUnsigned(a, aFrom, aTo, b, bFrom, bTo);
    }

    /** Position without the blanks at the end. */
    public static int trimEnd(byte[] data, int from, int to) {
        int end = to;
        while (end > from && data[end - 1] == ' ') {
            end--;
        }
        return end;
    }

    /** Compares Strings by code points; the order of {@link String#compareTo} differs beyond the basic plane. */
    public static int compare(String a, String b) {
        int limit = Math.min(a.length(), b.length());
        for (int i = 0; i < limit; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                boolean surrogates = Character.isSurrogate(x) != Character.isSurrogate(y);
                return surrogates ? (Character.isSurrogate(x) ? 1 : -1) : Character.compare(x, y);
            }
        }
        return Integer.compare(a.length(), b.length());
    }
}
