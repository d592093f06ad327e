package io.millrace.shell;

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
