package io.millrace.connector.builtin;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The newest late rows, as many as fit within bounds; older ones are let go. Used by one thread at a time. */
public final class LateRowQueue {
    /** So that a few very long rows do not fill the heap. */
    static final long BYTES_MAX = 64L << 20;

    private final int rowsMax;
    private final Deque<LateRow> rows = new ArrayDeque<>();
    private long bytes;
    private long total;

    public LateRowQueue(int rowsMax) {
        this.rowsMax = rowsMax;
    }

    public void add(LateRow row) {
        rows.add(row);
        bytes += row.heapBytes();
        total++;
        while (rows.size() > rowsMax || bytes > BYTES_MAX && rows.size() > 1) {
            bytes -= rows.remove().heapBytes();
        }
    }

    /** Adds the rows of another queue behind its own. */
    public void addAll(LateRowQueue other) {
        if (other.first() > 0) {
            // it is full, so nothing from before it stays
            rows.clear();
            bytes = 0;
            total += other.first();
        }
        other.rows.forEach(this::add);
    }

    /** How many rows there were, those let go included. */
    long total() {
        return total;
    }

    /** Number of the oldest row that is still here, counted from 0; the total when none is. */
    long first() {
        return total - rows.size();
    }

    List<LateRow> rows() {
        return new ArrayList<>(rows);
    }
}
