package io.millrace.connectors.parquet;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * Byte arrays for blocks and pages, used again: they are so large that a collector would treat each one apart. What they
 * hold is what their last user left. Thread-safe.
 */
final class Buffers {
    private static final int KEPT_MAX = 32;
    private static final int KEPT_BYTES_MAX = 4 << 20;
    private static final int STEP_BYTES = 64 << 10;

    private final Deque<byte[]> kept = new ArrayDeque<>();

    /** An array of at least that length. */
    byte[] take(int length) {
        synchronized (this) {
            for (Iterator<byte[]> each = kept.iterator(); each.hasNext(); ) {
                byte[] buffer = each.next();
                if (buffer.length >= length) {
                    each.remove();
                    return buffer;
                }
            }
        }
        long rounded = ((long) length + STEP_BYTES - 1) / STEP_BYTES * STEP_BYTES;
        return new byte[(int) Math.min(Math.max(length, Integer.MAX_VALUE - 8), rounded)];
    }

    /** Takes an array back, which its user must not touch again. */
    synchronized void giveBack(byte[] buffer) {
        if (buffer.length > 0 && buffer.length <= KEPT_BYTES_MAX) {
            if (kept.size() >= KEPT_MAX) {
                kept.removeLast();
            }
            kept.addFirst(buffer);
        }
    }
}
