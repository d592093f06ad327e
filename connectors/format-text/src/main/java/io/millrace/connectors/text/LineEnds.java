package io.millrace.connectors.text;

import io.millrace.connector.RowFinder;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Finds bytes eight at a time; as a row finder, rows that are lines. */
final class LineEnds implements RowFinder {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long LOW = 0x0101_0101_0101_0101L;
    private static final long HIGH = 0x8080_8080_8080_8080L;
    private static final long NEWLINES = LOW * '\n';

    @Override
    public int rowEnd(byte[] bytes, int from, int to) {
        int i = from;
        for (; i + 8 <= to; i += 8) {
            long hit = zeroBytes((long) LONG.get(bytes, i) ^ NEWLINES);
            if (hit != 0) {
                return i + (Long.numberOfTrailingZeros(hit) >>> 3) + 1;
            }
        }
        for (; i < to; i++) {
            if (bytes[i] == '\n') {
                return i + 1;
            }
        }
        return -1;
    }

    /** Position of the first line feed or double quote, or {@code to}. */
    static int lineFeedOrQuote(byte[] bytes, int from, int to) {
        int i = from;
        for (; i + 8 <= to; i += 8) {
            long word = (long) LONG.get(bytes, i);
            long hit = zeroBytes(word ^ NEWLINES) | zeroBytes(word ^ (LOW * '"'));
            if (hit != 0) {
                return i + (Long.numberOfTrailingZeros(hit) >>> 3);
            }
        }
        while (i < to && bytes[i] != '\n' && bytes[i] != '"') {
            i++;
        }
        return i;
    }

    /** Eight bytes, the first one lowest. */
    static long word(byte[] bytes, int at) {
        return (long) LONG.get(bytes, at);
    }

    /** Position of the first byte that is {@code wanted}, or {@code to}. */
    static int find(byte[] bytes, int from, int to, byte wanted) {
        long pattern = LOW * wanted;
        int i = from;
        for (; i + 8 <= to; i += 8) {
            long hit = zeroBytes((long) LONG.get(bytes, i) ^ pattern);
            if (hit != 0) {
                return i + (Long.numberOfTrailingZeros(hit) >>> 3);
            }
        }
        while (i < to && bytes[i] != wanted) {
            i++;
        }
        return i;
    }

    /** Position of the first double quote, backslash or control character, or {@code to}. */
    static int quoteEscapeOrControl(byte[] bytes, int from, int to) {
        int i = from;
        for (; i + 8 <= to; i += 8) {
            long word = (long) LONG.get(bytes, i);
            long control = (word - LOW * ' ') & ~word & HIGH;
            long hit = zeroBytes(word ^ (LOW * '"')) | zeroBytes(word ^ (LOW * '\\')) | control;
            if (hit != 0) {
                return i + (Long.numberOfTrailingZeros(hit) >>> 3);
            }
        }
        while (i < to && bytes[i] != '"' && bytes[i] != '\\' && (bytes[i] < 0 || bytes[i] >= ' ')) {
            i++;
        }
        return i;
    }

    /** The lowest set bit lies in the first byte that is zero; higher ones may be wrong. */
    private static long zeroBytes(long word) {
        return (word - LOW) & ~word & HIGH;
    }
}
