package io.millrace.columnar;

import java.util.Arrays;

/**
 * Loops over UTF-8 text that never make a String. A character is a code point; text compares by code points, which is
 * the order of its bytes.
 */
public final class Utf8 {
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

    public static boolean isAscii(byte[] data, int from, int to) {
        int all = 0;
        for (int i = from; i < to; i++) {
            all |= data[i];
        }
        return all >= 0;
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
