package io.millrace.runtime;

import io.millrace.connector.ChangeBatch;
import io.millrace.connector.Sink;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.BooleanSupplier;

/**
 * Hands the rows of each committed micro-batch to one reader. A micro-batch waits to commit until the one before has been
 * read, so a slow reader slows the query down and memory stays bounded.
 */
final class ResultSink implements Sink {
    private final List<ChangeBatch> staged = new ArrayList<>();
    private final Queue<ChangeBatch> readable = new ArrayDeque<>();
    private BooleanSupplier stopped = () -> false;
    private boolean closed;

    void stopWhen(BooleanSupplier condition) {
        stopped = condition;
    }

    @Override
    public boolean remembersCommits() {
        return false;
    }

    @Override
    public Optional<Committed> open(Session session) {
        return Optional.empty();
    }

    @Override
    public void write(ChangeBatch batch) {
        staged.add(batch);
    }

    @Override
    public String prepare(long batchId) {
        return "";
    }

    @Override
    public synchronized boolean commit(long batchId, String stateId, String stagedText) {
        while (!readable.isEmpty() && !closed) {
            if (stopped.getAsBoolean()) {
                throw new MillraceException(ErrorCode.CANCELLED, "the query was stopped");
            }
            try {
                wait(100);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new MillraceException(ErrorCode.CANCELLED, "the query was interrupted", e);
            }
        }
        readable.addAll(staged);
        staged.clear();
        notifyAll();
        return true;
    }

    @Override
    public void abort(long batchId) {
        staged.clear();
    }

    /** The query has ended: what is there can still be read. */
    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
    }

    /** Rows to read, or empty when the time is over or the query has ended; {@link #isDrained} tells which. */
    synchronized Optional<ChangeBatch> poll(long deadlineNanos) {
        while (readable.isEmpty() && !closed) {
            long left = deadlineNanos == Long.MAX_VALUE ? 0 : deadlineNanos - System.nanoTime();
            if (deadlineNanos != Long.MAX_VALUE && left <= 0) {
                return Optional.empty();
            }
            try {
                wait(deadlineNanos == Long.MAX_VALUE ? 0 : left / 1_000_000 + 1);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new MillraceException(ErrorCode.CANCELLED, "interrupted while waiting for rows", e);
            }
        }
        ChangeBatch next = readable.poll();
        notifyAll();
        return Optional.ofNullable(next);
    }

    synchronized boolean isDrained() {
        return closed && readable.isEmpty();
    }
}
