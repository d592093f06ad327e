package io.millrace.connectors.nexmark;

import io.millrace.columnar.BytesColumn;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes a column of ASCII texts one after the other. */
final class TextBuilder {
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
            long bits = draws.at(i);
            for (int j = 0; j < 8; j++) {
                data[length + i + j] = (byte) ('a' + ((((int) bits & 0xFF) * 26) >>> 8));
                bits >>>= 8;
            }
        }
        length += count;
        return this;
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
