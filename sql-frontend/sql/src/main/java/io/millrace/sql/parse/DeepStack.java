package io.millrace.sql.parse;

import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Runs parsing and planning on a thread whose stack is deep enough for what {@link StatementSplitter} lets through.
 *
 * <p>Threads: the caller waits; a call from within such a thread runs right there. When the caller is interrupted it goes
 * on at once, and the thread is interrupted: what it waits for is not waited for any more. Errors: what the work threw; a stack
 * that overflows all the same is TOO_COMPLEX.
 */
public final class DeepStack {
    private static final long STACK_BYTES = 64L << 20;

    private DeepStack() {}

    public static <T> T call(Supplier<T> work) {
        return call(work, value -> {});
    }

    /**
     * @param unwanted is given the value when the caller was interrupted and has gone on without it
     */
    public static <T> T call(Supplier<T> work, Consumer<T> unwanted) {
        if (Thread.currentThread() instanceof DeepThread) {
            return work.get();
        }
        Outcome<T> outcome = new Outcome<>(work, unwanted);
        Thread thread = new DeepThread(outcome);
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            if (!outcome.abandon()) {
                return outcome.value();
            }
            thread.interrupt();
            throw new MillraceException(ErrorCode.CANCELLED, "the statement was cancelled while it was planned", e);
        }
        return outcome.value();
    }

    private static final class DeepThread extends Thread {
        DeepThread(Runnable work) {
            super(null, work, "millrace-plan", STACK_BYTES);
            setDaemon(true);
        }
    }

    private static final class Outcome<T> implements Runnable {
        private final Supplier<T> work;
        private final Consumer<T> unwanted;
        private boolean ended;
        private boolean abandoned;
        private T value;
        private RuntimeException failure;
        private Error error;

        Outcome(Supplier<T> work, Consumer<T> unwanted) {
            this.work = work;
            this.unwanted = unwanted;
        }

        /** Nobody waits any more; false when it is too late for that. */
        synchronized boolean abandon() {
            abandoned = !ended;
            return abandoned;
        }

        private synchronized boolean end() {
            ended = true;
            return abandoned;
        }

        @Override
        public void run() {
            compute();
            if (end() && value != null) {
                // the interrupt was for the work, not for what undoes it
                Thread.interrupted();
                unwanted.accept(value);
            }
        }

        private void compute() {
            try {
                value = work.get();
            } catch (StackOverflowError e) {
                failure = new MillraceException(
                        ErrorCode.TOO_COMPLEX, "the statement is too deep to be planned; split it into views");
            } catch (RuntimeException e) {
                failure = e;
            } catch (Error e) {
                error = e;
            }
        }

        T value() {
            if (failure != null) {
                throw failure;
            }
            if (error != null) {
                throw error;
            }
            return value;
        }
    }
}
