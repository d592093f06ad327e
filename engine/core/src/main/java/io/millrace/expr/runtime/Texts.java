package io.millrace.expr.runtime;

import io.millrace.columnar.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Functions of text and byte strings. A text is the UTF-8 in {@code data[from .. to)}; positions count from 1. */
public final class Texts {
    public static final byte[] EMPTY = new byte[0];
    private static final byte[] COMMA = {','};

    private Texts() {}

    public static String string(byte[] data, int from, int to) {
        return new String(data, from, to - from, StandardCharsets.UTF_8);
    }

    public static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    public static byte[] upper(byte[] data, int from, int to) {
        if (!Utf8.isAscii(data, from, to)) {
            return utf8(string(data, from, to).toUpperCase(Locale.ROOT));
        }
        byte[] result = Arrays.copyOfRange(data, from, to);
        for (int i = 0; i < result.length; i++) {
            if (result[i] >= 'a' && result[i] <= 'z') {
                result[i] = (byte) (result[i] - 'a' + 'A');
            }
        }
        return result;
    }

    public static byte[] lower(byte[] data, int from, int to) {
        if (!Utf8.isAscii(data, from, to)) {
            return utf8(string(data, from, to).toLowerCase(Locale.ROOT));
        }
        byte[] result = Arrays.copyOfRange(data, from, to);
        for (int i = 0; i < result.length; i++) {
            if (result[i] >= 'A' && result[i] <= 'Z') {
                result[i] = (byte) (result[i] - 'A' + 'a');
            }
        }
        return result;
    }

    public static byte[] concat(byte[] a, int aFrom, int aTo, byte[] b, int bFrom, int bTo) {
        byte[] result = Arrays.copyOf(EMPTY, aTo - aFrom + bTo - bFrom);
        System.arraycopy(a, aFrom, result, 0, aTo - aFrom);
        System.arraycopy(b, bFrom, result, aTo - aFrom, bTo - bFrom);
        return result;
    }

    /** Byte position of character number {@code start}, which may lie outside of the text. */
    public static int substringStart(byte[] data, int from, int to, long start, boolean characters) {
        if (start <= 1) {
            return from;
        }
        if (start > to - from) {
            return to;
        }
        return characters ? Utf8.offset(data, from, to, (int) (start - 1)) : from + (int) (start - 1);
    }

    /** Byte position after {@code length} characters from character number {@code start} on. */
    public static int substringEnd(
            byte[] data, int from, int to, int begin, long start, long length, boolean characters) {
        if (length < 0) {
            throw Failures.badValue("SUBSTRING was given the negative length " + length);
        }
        // characters before the first one count towards the length
        long before = start >= 1 ? 0 : 1 - Math.max(start, Integer.MIN_VALUE);
        long taken = Math.max(0, length - before);
        if (taken >= to - begin) {
            return to;
        }
        return characters ? Utf8.offset(data, begin, to, (int) taken) : begin + (int) taken;
    }

    /** Position of a text in another from position {@code start} on, or 0. */
    public static long position(
            byte[] part, int partFrom, int partTo, byte[] data, int from, int to, long start, boolean characters) {
        if (start < 1) {
            return 0;
        }
        int at = substringStart(data, from, to, start, characters);
        if (at == to && start > (characters ? Utf8.length(data, from, to) : to - from) + 1L) {
            return 0;
        }
        int found = indexOf(part, partFrom, partTo, data, at, to);
        if (found < 0) {
            return 0;
        }
        return 1L + (characters ? Utf8.length(data, from, found) : found - from);
    }

    /** Byte position of the first occurrence, or -1. */
    static int indexOf(byte[] part, int partFrom, int partTo, byte[] data, int from, int to) {
        int length = partTo - partFrom;
        if (length == 0) {
            return from;
        }
        byte first = part[partFrom];
        for (int i = from; i <= to - length; i++) {
            if (data[i] == first && Arrays.equals(data, i, i + length, part, partFrom, partTo)) {
                return i;
            }
        }
        return -1;
    }

    public static int trimStart(byte[] data, int from, int to, byte[] c, int cFrom, int cTo) {
        int length = trimCharacter(c, cFrom, cTo);
        int at = from;
        while (at + length <= to && Arrays.equals(data, at, at + length, c, cFrom, cTo)) {
            at += length;
        }
        return at;
    }

    public static int trimEnd(byte[] data, int from, int to, byte[] c, int cFrom, int cTo) {
        int length = trimCharacter(c, cFrom, cTo);
        int at = to;
        while (at - length >= from && Arrays.equals(data, at - length, at, c, cFrom, cTo)) {
            at -= length;
        }
        return at;
    }

    private static int trimCharacter(byte[] c, int from, int to) {
        if (Utf8.length(c, from, to) != 1) {
            throw Failures.badValue("TRIM takes away one character, but was given \"" + string(c, from, to) + "\"");
        }
        return to - from;
    }

    /** The pieces between commas. */
    public static List<Object> split(byte[] data, int from, int to) {
        return split(data, from, to, COMMA, 0, 1);
    }

    /** The pieces between the separators; the whole text where the separator is empty. */
    public static List<Object> split(byte[] data, int from, int to, byte[] separator, int sFrom, int sTo) {
        List<Object> pieces = new ArrayList<>();
        int at = from;
        int found = sTo == sFrom ? -1 : indexOf(separator, sFrom, sTo, data, at, to);
        while (found >= 0) {
            pieces.add(string(data, at, found));
            at = found + sTo - sFrom;
            found = indexOf(separator, sFrom, sTo, data, at, to);
        }
        pieces.add(string(data, at, to));
        return pieces;
    }

    /** The text padded with blanks to that many characters. */
    public static byte[] pad(byte[] data, int from, int to, int characters) {
        int missing = characters - Utf8.length(data, from, to);
        byte[] result = Arrays.copyOf(Arrays.copyOfRange(data, from, to), to - from + Math.max(0, missing));
        Arrays.fill(result, to - from, result.length, (byte) ' ');
        return result;
    }

    /** Bytes as text; what is not UTF-8 becomes the replacement character. */
    public static byte[] decode(byte[] data, int from, int to) {
        return Utf8.isAscii(data, from, to) ? Arrays.copyOfRange(data, from, to) : utf8(string(data, from, to));
    }
}
