package io.millrace.sql.parse;

import io.millrace.error.TextPosition;
import java.util.Arrays;

/** Where the lines of a text begin: turns offsets into lines and columns. */
final class TextLines {
    private final int[] starts;
    private final int count;

    TextLines(String text) {
        int[] found = new int[16];
        int size = 1;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean pair = c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n';
            if ((c == '\n' || c == '\r') && !pair) {
                if (size == found.length) {
                    found = Arrays.copyOf(found, size * 2);
                }
                found[size++] = i + 1;
            }
        }
        starts = found;
        count = size;
    }

    /** The range from offset {@code start} to before {@code end}. */
    TextPosition position(int start, int end) {
        int last = Math.max(start, end - 1);
        return new TextPosition(line(start), column(start), line(last), column(last));
    }

    /** Counts from 1. */
    int line(int offset) {
        int found = Arrays.binarySearch(starts, 0, count, offset);
        return found >= 0 ? found + 1 : -found - 1;
    }

    /** Counts from 1. */
    int column(int offset) {
        return offset - starts[line(offset) - 1] + 1;
    }

    /** Offset of a line and column, both from 1. */
    int offset(int line, int column) {
        return starts[Math.min(line, count) - 1] + column - 1;
    }
}
