package io.millrace.connector.builtin;

/**
 * A row that an operator dropped as late.
 *
 * @param row its columns as a JSON object
 * @param operator which dropped it
 * @param window the last window it would have been in, or null
 * @param watermark the one it was behind, in microseconds; null for the end of all input
 */
public record LateRow(String row, String operator, String window, Long watermark) {
    private static final long OBJECTS_BYTES = 96;

    /** About the heap it takes; the operator's name is shared. */
    long heapBytes() {
        return (long) OBJECTS_BYTES + row.length() + (window == null ? 0 : window.length());
    }
}
