package io.millrace.connectors.nexmark;

import io.millrace.columnar.BytesColumn;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes a column of ASCII texts one after the other. */
final class TextBuilder {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long LANES = 0x00FF_00FF_00FF_00FFL;
    private static final long EIGHT_A = 0x6161_6161_6161_6161L;

    private byte[] data;
    private int length;
    private final int[] offsets;
    private int rows;

    TextBuilder(int rows, int bytesPerRow) {
        data = new byte[rows * bytesPerRow + 8];
        offsets = new int[rows + 1];
    }

    TextBuilder ascii(byte[] text) {
        reserve(text.length);
        System.arraycopy(text, 0, data, length, text.length);
        length += text.length;
        return this;
    }

    TextBuilder ascii(String text) {
        return ascii(text.getBytes(StandardCharsets.US_ASCII));
    }

    TextBuilder digits(int number, int digits) {
        reserve(digits);
        int rest = number;
        for (int i = digits - 1; i >= 0; i--) {
            data[length + i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
        return this;
    }

    /** {@code count} random letters. */
    TextBuilder letters(Draws draws, int count) {
        reserve(count + 8);
        for (int i = 0; i < count; i += 8) {
            LONG.set(data, length + i, eightLetters(draws.at(i)));
        }
        length += count;
        return this;
    }

    /** Maps every byte b to the letter number b * 26 / 256, all at once in lanes of 16 bits. */
    private static long eightLetters(long bits) {
        long even = ((bits & LANES) * 26) >>> 8 & LANES;
        long odd = ((bits >>> 8 & LANES) * 26) & ~LANES;
        return (even | odd) + EIGHT_A;
    }

    /** 3 to {@code lengthMax - 1} letters, every thirteenth a {@code gap}; blanks at either end are left out. */
    TextBuilder words(Draws draws, int lengthMax, char gap) {
        int count = 3 + Draws.bounded(draws.at(-1), lengthMax - 3);
        int start = length;
        letters(draws, count);
        for (int i = 0; i < count; i++) {
            if (Draws.boundedLow(draws.at(1_000_000 + i), 13) == 0) {
                data[start + i] = (byte) gap;
            }
        }
        while (length > start && data[length - 1] == ' ') {
            length--;
        }
        int from = start;
        while (from < length && data[from] == ' ') {
            from++;
        }
        System.arraycopy(data, from, data, start, length - from);
        length -= from - start;
        return this;
    }

    void endRow() {
        offsets[++rows] = length;
    }

    BytesColumn build() {
        return new BytesColumn(data, offsets, null, rows);
    }

    private void reserve(int more) {
        if (length + more > data.length) {
            data = Arrays.copyOf(data, Math.max(length + more, data.length + (data.length >> 1)));
        }
    }
}
