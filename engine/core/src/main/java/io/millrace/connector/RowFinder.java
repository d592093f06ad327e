package io.millrace.connector;

/** Finds where rows end in the bytes of a format, without decoding them. Keeps nothing between calls; thread-safe. */
public interface RowFinder {
    /**
     * The position behind the row (and its line end) that begins at {@code from}, or -1 when it does not end before
     * {@code to}.
     */
    int rowEnd(byte[] bytes, int from, int to);
}
