package io.millrace.runtime;

import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/** The handle on a query: what other threads see of it and ask of it. Everything here is guarded by its monitor. */
final class RunningQuery implements StreamingQuery {
    private static final int PROGRESS_KEPT_MAX = 100;

    private final String id;
    private final String runId = UUID.randomUUID().toString();
    private final String name;
    private final Deque<QueryProgress> progress = new ArrayDeque<>();
    private State state = State.STARTING;
    private MillraceException failure;
    private boolean stopRequested;
    private boolean woken;
    /** How many times somebody asked for all there is, and up to which of these the loop is done. */
    private long requested;

    private long served;
    private long outputRows;
    private long lateRows;
    /** Null where nobody is told. */
    private QueryListeners listeners;

    RunningQuery(String id, String name) {
        this.id = id;
        this.name = name;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String runId() {
        return runId;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public synchronized State state() {
        return state;
    }

    @Override
    public synchronized Optional<QueryProgress> lastProgress() {
        return Optional.ofNullable(progress.peekLast());
    }

    @Override
    public synchronized List<QueryProgress> recentProgress() {
        return new ArrayList<>(progress);
    }

    @Override
    public synchronized long outputRows() {
        return outputRows;
    }

    @Override
    public synchronized long lateRows() {
        return lateRows;
    }

    @Override
    public synchronized Optional<MillraceException> exception() {
        return Optional.ofNullable(failure);
    }

    @Override
    public void stop() {
        requestStop();
        waitForEnd(Long.MAX_VALUE);
    }

    @Override
    public synchronized void requestStop() {
        stopRequested = true;
        notifyAll();
    }

    @Override
    public void awaitTermination() {
        waitForEnd(Long.MAX_VALUE);
        throwFailure();
    }

    @Override
    public boolean awaitTermination(Duration timeout) {
        boolean ended = waitForEnd(System.nanoTime() + timeout.toNanos());
        throwFailure();
        return ended;
    }

    private synchronized boolean waitForEnd(long deadlineNanos) {
        return waitUntil(this::hasEnded, deadlineNanos);
    }

    @Override
    public void processAllAvailable() {
        synchronized (this) {
            long mine = ++requested;
            woken = true;
            notifyAll();
            waitUntil(() -> served >= mine || hasEnded(), Long.MAX_VALUE);
        }
        throwFailure();
    }

    /** Waits, holding the monitor, until the condition holds; false when the time is over. */
    private boolean waitUntil(BooleanSupplier condition, long deadlineNanos) {
        try {
            while (!condition.getAsBoolean()) {
                if (deadlineNanos == Long.MAX_VALUE) {
                    wait();
                    continue;
                }
                long left = deadlineNanos - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                wait(left / 1_000_000 + 1);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MillraceException(ErrorCode.CANCELLED, "interrupted while waiting for query \"" + name + "\"", e);
        }
    }

    private void throwFailure() {
        Optional<MillraceException> thrown = exception();
        if (thrown.isPresent()) {
            throw thrown.get();
        }
    }

    private boolean hasEnded() {
        return state == State.FINISHED || state == State.STOPPED || state == State.FAILED;
    }

    // ---- the loop's side

    synchronized boolean isStopRequested() {
        return stopRequested;
    }

    synchronized void wake() {
        woken = true;
        notifyAll();
    }

    /** Waits until something may have happened. */
    synchronized void sleep(long millis) {
        long deadline = System.nanoTime() + millis * 1_000_000;
        while (!woken && !stopRequested) {
            long left = millis == Long.MAX_VALUE ? Long.MAX_VALUE : deadline - System.nanoTime();
            if (left <= 0) {
                return;
            }
            try {
                wait(millis == Long.MAX_VALUE ? 0 : left / 1_000_000 + 1);
            } catch (InterruptedException e) {
                stopRequested = true;
                return;
            }
        }
        woken = false;
    }

    /** Waits for the next tick of a trigger; only a stop ends it early. */
    synchronized void sleepUntil(long deadlineNanos) {
        while (!stopRequested) {
            long left = deadlineNanos - System.nanoTime();
            if (left <= 0) {
                return;
            }
            try {
                wait(left / 1_000_000 + 1);
            } catch (InterruptedException e) {
                stopRequested = true;
            }
        }
    }

    /** Number of the newest unserved request for all there is, or 0. */
    synchronized long openRequest() {
        return requested > served ? requested : 0;
    }

    synchronized void serve(long request) {
        served = Math.max(served, request);
        notifyAll();
    }

    /** Has listeners told from now on, first that the query has started. */
    void tell(QueryListeners told) {
        synchronized (this) {
            listeners = told;
        }
        told.tell(listener -> listener.started(this));
    }

    synchronized void enter(State newState) {
        State before = state;
        if (!hasEnded()) {
            state = newState;
        }
        notifyAll();
        if (listeners != null && before != state) {
            if (state == State.IDLE) {
                listeners.tell(listener -> listener.idle(this));
            } else if (hasEnded()) {
                listeners.tell(listener -> listener.terminated(this));
            }
        }
    }

    synchronized void fail(MillraceException cause) {
        if (!hasEnded()) {
            failure = cause;
            state = State.FAILED;
            if (listeners != null) {
                listeners.tell(listener -> listener.terminated(this));
            }
        }
        notifyAll();
    }

    synchronized void add(QueryProgress made) {
        progress.add(made);
        if (listeners != null) {
            listeners.tell(listener -> listener.progress(this, made));
        }
        outputRows += made.sink().numOutputRows();
        made.stateOperators().forEach(operator -> lateRows += operator.numRowsDroppedByWatermark());
        if (progress.size() > PROGRESS_KEPT_MAX) {
            progress.remove();
        }
    }
}
