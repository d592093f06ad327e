package io.millrace.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** A thread that reads a result to its end or failure. */
final class Reader {
    private final CompletableFuture<SQLException> failure = new CompletableFuture<>();
    private final Thread thread;
    private final AtomicLong rows = new AtomicLong();
    private volatile boolean interrupted;

    private Reader(ResultSet result) {
        thread = new Thread(() -> read(result), "reader-of-a-test");
    }

    static Reader start(ResultSet result) {
        Reader reader = new Reader(result);
        reader.thread.start();
        return reader;
    }

    private void read(ResultSet result) {
        try {
            while (result.next()) {
                rows.incrementAndGet();
            }
            failure.complete(null);
        } catch (SQLException e) {
            interrupted = Thread.currentThread().isInterrupted();
            failure.complete(e);
        } catch (RuntimeException e) {
            failure.completeExceptionally(e);
        }
    }

    /** Returns when it waits for a row. */
    void awaitWaiting() {
        while (thread.getState() != Thread.State.WAITING && thread.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
    }

    void interrupt() {
        thread.interrupt();
    }

    /** Returns when it has read so many rows. */
    void awaitRows(long count) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (rows.get() < count) {
            if (System.nanoTime() > deadline || failure.isDone()) {
                throw new AssertionError(rows.get() + " rows were read; expected " + count);
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    boolean interruptedAfterwards() {
        return interrupted;
    }

    /** What it ended with, null for the end of the rows; waits for it. */
    SQLException failure() throws InterruptedException, ExecutionException, TimeoutException {
        SQLException ended = failure.get(20, TimeUnit.SECONDS);
        thread.join(20_000);
        return ended;
    }
}
