package io.millrace.runtime;

import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.plan.PlanPrinter;
import io.millrace.plan.QueryPlan;
import java.time.Duration;
import java.time.Instant;
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
    /** What a step may take after a stop before it is interrupted. */
    private static final long STOP_GRACE_NANOS = 1_000_000_000;

    /** Empty until the query is open. */
    private String id = "";

    private String runId = UUID.randomUUID().toString();
    private final String name;
    private String explanation = "";
    private final Deque<QueryProgress> progress = new ArrayDeque<>();
    private State state = State.STARTING;
    private MillraceException failure;
    /** What kept it from being opened at its start, as it was thrown. */
    private Throwable startFailure;
    /** Whether it has been open since its start. */
    private boolean begun;

    private boolean stopRequested;
    private boolean woken;
    /** What it waits for, or null. */
    private Hold hold;

    private State holdState = State.PAUSED;
    private long committedBatch = -1;
    /** Interrupts all threads of the query. */
    private Runnable interrupt = () -> {};

    private boolean interrupted;
    /** How many times somebody asked for all there is, and up to which of these the loop is done. */
    private long requested;

    private long served;
    private long outputRows;
    private long lateRows;
    /** Null where nobody is told. */
    private QueryListeners listeners;

    RunningQuery(String name) {
        this.name = name;
    }

    @Override
    public synchronized String id() {
        return id;
    }

    @Override
    public synchronized String runId() {
        return runId;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public synchronized String explanation() {
        return explanation;
    }

    @Override
    public synchronized State state() {
        return hold == null || hasEnded() ? state : holdState;
    }

    @Override
    public synchronized Optional<Hold> hold() {
        return hasEnded() ? Optional.empty() : Optional.ofNullable(hold);
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
    public void requestStop() {
        synchronized (this) {
            if (stopRequested) {
                return;
            }
            stopRequested = true;
            notifyAll();
            if (hasEnded()) {
                return;
            }
        }
        Thread hurry = new Thread(this::interruptIfLate, "millrace-stop-" + name);
        hurry.setDaemon(true);
        hurry.start();
    }

    private void interruptIfLate() {
        if (!waitForEnd(System.nanoTime() + STOP_GRACE_NANOS)) {
            synchronized (this) {
                interrupted = true;
                interrupt.run();
            }
        }
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

    private synchronized void waitUntil(BooleanSupplier condition) {
        waitUntil(condition, Long.MAX_VALUE);
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

    /**
     * Waits until the query is open, or pauses before it is; what keeps it from being opened is thrown. A caller that is
     * interrupted meanwhile has the query stopped.
     */
    void awaitStart() {
        try {
            waitUntil(this::isStarted);
        } catch (MillraceException e) {
            requestStop();
            throw e;
        }
        synchronized (this) {
            if (startFailure instanceof Error error) {
                throw error;
            }
            if (startFailure != null) {
                throw (RuntimeException) startFailure;
            }
            if (state == State.STOPPED && !begun) {
                throw new MillraceException(
                        ErrorCode.CANCELLED, "query \"" + name + "\" was stopped while it was starting");
            }
        }
    }

    private boolean isStarted() {
        return begun || hold != null || hasEnded();
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

    /** What it is called in its checkpoint, and what runs. */
    synchronized void identify(String newId, QueryPlan plan) {
        id = newId;
        explanation = PlanPrinter.print(plan);
    }

    /** It is open, and its micro-batches begin. */
    synchronized void begun() {
        begun = true;
        notifyAll();
    }

    /** It could not be opened at its start. */
    synchronized void cannotStart(Throwable cause) {
        startFailure = cause;
        fail(
                cause instanceof MillraceException failure
                        ? failure
                        : new MillraceException(
                                ErrorCode.INTERNAL,
                                "query \"" + name + "\" cannot start: " + cause
                                        + "; this is a mistake in Millrace, please report it",
                                cause));
    }

    /** Fails with CANCELLED when it is to stop. */
    void requireNotStopped() {
        if (isStopRequested()) {
            throw new MillraceException(ErrorCode.CANCELLED, "query \"" + name + "\" was stopped");
        }
    }

    /** How its threads are interrupted when a stop takes too long. */
    synchronized void interruptBy(Runnable action) {
        interrupt = action;
        if (interrupted) {
            action.run();
        }
    }

    /** Whether a stop took so long that the threads were interrupted: what they then failed with is of no interest. */
    synchronized boolean wasInterrupted() {
        return interrupted;
    }

    /** It waits, and says why; told once for each time. */
    synchronized void hold(State as, Instant since, String reason) {
        boolean first = hold == null || holdState != as;
        hold = new Hold(first ? since : hold.since(), reason);
        holdState = as;
        notifyAll();
        if (listeners != null && first) {
            listeners.tell(
                    as == State.PAUSED ? listener -> listener.paused(this) : listener -> listener.restarting(this));
        }
    }

    synchronized void letGo() {
        hold = null;
        notifyAll();
    }

    /** It is started again. */
    synchronized void begins() {
        runId = UUID.randomUUID().toString();
        state = State.STARTING;
        notifyAll();
    }

    /** From here on an interrupt of this thread, which has had its effect, would disturb what is closed. */
    void interruptNoMore() {
        interruptBy(() -> {});
        Thread.interrupted();
    }

    /** Waits so long; false at once when the query is to stop. */
    synchronized boolean waitUnlessStopped(Duration delay) {
        sleepUntil(System.nanoTime() + delay.toNanos());
        return !stopRequested;
    }

    /** The last micro-batch that was committed since this start of the query; -1: none. */
    synchronized long committedBatch() {
        return committedBatch;
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
        committedBatch = made.batchId();
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
