package io.millrace.connectors.text;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/** Text under construction, as bytes. */
final class ByteText {
    private static final int LARGE_BYTES = 64 << 10;

    private byte[] bytes = new byte[LARGE_BYTES + 4096];
    private int length;

    void append(int ascii) {
        reserve(1);
        bytes[length++] = (byte) ascii;
    }

    void append(byte[] text, int from, int count) {
        reserve(count);
        System.arraycopy(text, from, bytes, length, count);
        length += count;
    }

    void append(long number) {
        if (number == Long.MIN_VALUE) {
            append('-');
            append(-(number / 10));
            append('8');
            return;
        }
        reserve(20);
        long rest = Math.abs(number);
        if (number < 0) {
            bytes[length++] = '-';
        }
        int digits = 1;
        for (long power = 10; digits < 19 && rest >= power; power *= 10) {
            digits++;
        }
        for (int i = length + digits - 1; i >= length; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
    }

    void flushWhenLarge(OutputStream out) throws IOException {
        if (length >= LARGE_BYTES) {
            flush(out);
        }
    }

    void flush(OutputStream out) throws IOException {
        out.write(bytes, 0, length);
        length = 0;
    }

    private void reserve(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(length, more), bytes.length + (bytes.length >> 1)));
        }
    }
}
