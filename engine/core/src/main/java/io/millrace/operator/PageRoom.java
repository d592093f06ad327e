package io.millrace.operator;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory in which pages of state may stay between micro-batches, shared by all operators of a query. Thread-safe.
 *
 * <p>Who finds no room goes himself instead of having another one go: pages are asked for in a circle, so that the one that
 * was used last is the one that is needed latest.
 */
public final class PageRoom {
    private static final int ROWS_PER_SEARCH = 8;

    private final long limitBytes;
    private final int rowsPerSearch;
    private final AtomicLong held = new AtomicLong();

    public PageRoom(long limitBytes) {
        this(limitBytes, ROWS_PER_SEARCH);
    }

    /** @param rowsPerSearch finding one key costs about as much as reading so many rows one after the other */
    public PageRoom(long limitBytes, int rowsPerSearch) {
        this.limitBytes = limitBytes;
        this.rowsPerSearch = rowsPerSearch;
    }

    int rowsPerSearch() {
        return rowsPerSearch;
    }

    /** Whether a page of about this size would find room now. */
    boolean fits(long bytes) {
        return held.get() + bytes <= limitBytes;
    }

    /** Counts a page that has grown; when it returns false, the page has no room and is no longer counted. */
    boolean stay(long bytesBefore, long bytes) {
        if (held.addAndGet(bytes - bytesBefore) <= limitBytes) {
            return true;
        }
        held.addAndGet(-bytes);
        return false;
    }

    void leave(long bytes) {
        held.addAndGet(-bytes);
    }
}
