package io.millrace.shell;

import java.util.function.Supplier;

/**
 * What there is to stop when the user interrupts.
 *
 * <p>Threads: {@link #cancel} comes from the thread that hears of the interrupt, the rest from the one that runs
 * statements.
 */
final class Cancellation {
    private Runnable stop;
    private boolean cancelled;

    /** From now on, until {@link #end}, interrupting calls {@code stop}. */
    synchronized void begin(Runnable newStop) {
        stop = newStop;
        if (cancelled) {
            newStop.run();
        }
    }

    synchronized void end() {
        stop = null;
    }

    /** Does something that a cancel interrupts, in the thread that calls. */
    <T> T interruptibly(Supplier<T> work) {
        Thread thread = Thread.currentThread();
        begin(thread::interrupt);
        try {
            return work.get();
        } finally {
            end();
            // it was for this work
            Thread.interrupted();
        }
    }

    /** Forgets an earlier interrupt: the next statement is a new one. */
    synchronized void reset() {
        stop = null;
        cancelled = false;
    }

    synchronized void cancel() {
        cancelled = true;
        if (stop != null) {
            stop.run();
        }
    }

    synchronized boolean isCancelled() {
        return cancelled;
    }
}
