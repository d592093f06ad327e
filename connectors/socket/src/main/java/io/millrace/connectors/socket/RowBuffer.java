package io.millrace.connectors.socket;

import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Rows that are read but not committed. The reading thread waits in {@link #append} when it is full.
 *
 * <p>Threads: one appends, another takes, any may close.
 */
final class RowBuffer {
    private final String origin;
    private final long bytesMax;
    private final Deque<RowBlock> blocks = new ArrayDeque<>();
    private long bytes;
    private long endRow;
    private boolean closed;
    private MillraceException failure;
    private Runnable wake = () -> {};

    RowBuffer(String origin, long bytesMax) {
        this.origin = origin;
        this.bytesMax = bytesMax;
    }

    synchronized void onData(Runnable newWake) {
        wake = newWake;
    }

    /** The first row to come has this number. */
    synchronized void startAt(long row) {
        endRow = row;
    }

    /** Adds rows behind the others, when there is room. False when the buffer was closed meanwhile. */
    boolean append(long firstLine, byte[] rows, int[] ends, byte[] preamble) throws InterruptedException {
        Runnable toWake;
        synchronized (this) {
            RowBlock block = new RowBlock(endRow, firstLine, rows, ends, preamble);
            while (!closed && bytes > 0 && bytes + block.heapBytes() > bytesMax) {
                wait();
            }
            if (closed) {
                return false;
            }
            blocks.add(block);
            bytes += block.heapBytes();
            endRow = block.endRow();
            toWake = wake;
        }
        toWake.run();
        return true;
    }

    /** Lets everybody who asks from now on fail. */
    void fail(MillraceException newFailure) {
        Runnable toWake;
        synchronized (this) {
            failure = newFailure;
            toWake = wake;
        }
        toWake.run();
    }

    /** Number of the next row to come. */
    synchronized long endRow() {
        if (failure != null) {
            throw failure;
        }
        return endRow;
    }

    /** The blocks that hold rows {@code from} to {@code to - 1}. */
    synchronized List<RowBlock> blocks(long from, long to) {
        List<RowBlock> found = new ArrayList<>();
        for (RowBlock block : blocks) {
            if (block.endRow() > from && block.firstRow() < to) {
                found.add(block);
            }
        }
        long first = found.isEmpty() ? endRow : found.get(0).firstRow();
        if (from < to && (first > from || endRow < to)) {
            throw new MillraceException(
                    ErrorCode.DATA_LOST,
                    "rows " + from + " to " + (to - 1) + " of \"" + origin
                            + "\" were read before the query stopped, and a"
                            + " socket cannot give them again; start the query on another checkpoint");
        }
        return found;
    }

    /** Makes room: rows before this one are not asked for again. */
    synchronized void release(long row) {
        while (!blocks.isEmpty() && blocks.peek().endRow() <= row) {
            bytes -= blocks.poll().heapBytes();
        }
        notifyAll();
    }

    /** Waits that long, or until the buffer is closed. Returns whether it is open. */
    synchronized boolean pause(long millis) throws InterruptedException {
        long until = System.nanoTime() + millis * 1_000_000;
        for (long left = millis; !closed && left > 0; left = (until - System.nanoTime()) / 1_000_000) {
            wait(left);
        }
        return !closed;
    }

    synchronized boolean isClosed() {
        return closed;
    }

    synchronized void close() {
        closed = true;
        blocks.clear();
        notifyAll();
    }
}
