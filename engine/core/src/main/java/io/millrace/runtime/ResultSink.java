package io.millrace.runtime;

import io.millrace.connector.ChangeBatch;
import io.millrace.connector.Sink;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.time.Watermarks;
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
    /** The micro-batch of the rows that are readable, or the newest if none are. */
    private Mark committed = new Mark(-1, Watermarks.NONE);

    private Mark read = committed;
    private long watermarkMicros = Watermarks.NONE;
    private long quietMicros = Watermarks.NONE;
    private boolean closed;
    private boolean cancelled;

    /** Where a reader stands: a micro-batch and its watermark. */
    record Mark(long batchId, long watermarkMicros) {}

    void stopWhen(BooleanSupplier condition) {
        stopped = condition;
    }

    /** The watermark has risen, and no row has become final by it. */
    synchronized void risen(long micros) {
        quietMicros = micros;
        notifyAll();
    }

    /** The watermark of the micro-batch that commits next. */
    void watermark(long micros) {
        watermarkMicros = micros;
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
        committed = new Mark(batchId, watermarkMicros);
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

    /** Nothing more is read or written. */
    synchronized void cancel() {
        closed = true;
        cancelled = true;
        readable.clear();
        notifyAll();
    }

    /** Rows to read, or empty when the time is over or the query has ended; {@link #isDrained} tells which. */
    synchronized Optional<ChangeBatch> poll(long deadlineNanos) {
        if (!waitUntil(() -> !readable.isEmpty() || closed, deadlineNanos)) {
            return Optional.empty();
        }
        requireNotCancelled();
        ChangeBatch next = readable.poll();
        read = committed;
        notifyAll();
        return Optional.ofNullable(next);
    }

    /** Waits for rows or for a higher watermark; true when it is the watermark that came. */
    synchronized boolean awaitWatermark(long deadlineNanos) {
        if (!waitUntil(() -> !readable.isEmpty() || closed || hasRisen(), deadlineNanos)) {
            return false;
        }
        requireNotCancelled();
        boolean watermarkOnly = readable.isEmpty() && hasRisen();
        if (watermarkOnly) {
            read = new Mark(committed.batchId(), newestMicros());
        }
        return watermarkOnly;
    }

    private boolean hasRisen() {
        return newestMicros() > read.watermarkMicros();
    }

    private long newestMicros() {
        return Math.max(committed.watermarkMicros(), quietMicros);
    }

    /** Waits, holding the monitor, until the condition holds; false when the time is over. */
    private boolean waitUntil(BooleanSupplier condition, long deadlineNanos) {
        boolean forever = deadlineNanos == Long.MAX_VALUE;
        try {
            while (!condition.getAsBoolean()) {
                long left = forever ? 0 : deadlineNanos - System.nanoTime();
                if (!forever && left <= 0) {
                    return false;
                }
                wait(forever ? 0 : left / 1_000_000 + 1);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MillraceException(ErrorCode.CANCELLED, "interrupted while waiting for rows", e);
        }
    }

    private void requireNotCancelled() {
        if (cancelled) {
            throw new MillraceException(ErrorCode.CANCELLED, "the query was cancelled");
        }
    }

    /** What the reader read last. */
    synchronized Mark read() {
        return read;
    }

    synchronized boolean isDrained() {
        return closed && readable.isEmpty();
    }
}
