package io.millrace.runtime;

import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads that run the pieces of micro-batches. */
final class Workers implements AutoCloseable {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final ExecutorService pool;
    private final int threads;

    Workers(int threads) {
        this.threads = threads;
        this.pool = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "millrace-worker-" + NUMBER.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Runs all tasks and gives their results in order. One failure is thrown when all have ended. */
    <T> List<T> run(List<? extends Callable<T>> tasks, boolean worthThreads) {
        if (tasks.size() <= 1 || threads == 1 || !worthThreads) {
            List<T> results = new ArrayList<>(tasks.size());
            for (Callable<T> task : tasks) {
                results.add(call(task));
            }
            return results;
        }
        AtomicBoolean givenUp = new AtomicBoolean();
        List<Future<T>> futures = new ArrayList<>(tasks.size());
        try {
            for (Callable<T> task : tasks) {
                futures.add(pool.submit(() -> unlessGivenUp(givenUp, task)));
            }
        } catch (RejectedExecutionException e) {
            // the workers were interrupted between two runs, or in this one
            collect(futures, givenUp);
            throw new MillraceException(ErrorCode.CANCELLED, "the query was interrupted", e);
        }
        return collect(futures, givenUp);
    }

    /** What has not begun when a sibling fails does not begin any more. */
    private static <T> T unlessGivenUp(AtomicBoolean givenUp, Callable<T> task) throws Exception {
        if (givenUp.get()) {
            throw new CancellationException();
        }
        return task.call();
    }

    private static <T> List<T> collect(List<Future<T>> futures, AtomicBoolean givenUp) {
        List<T> results = new ArrayList<>(futures.size());
        Throwable failure = null;
        boolean interrupted = false;
        for (int i = 0; i < futures.size(); ) {
            try {
                results.add(futures.get(i).get());
                i++;
            } catch (CancellationException e) {
                // it was not begun when the workers were interrupted
                givenUp.set(true);
                interrupted = true;
                i++;
            } catch (ExecutionException e) {
                // what was given up says nothing: its sibling's failure is the one to tell
                failure = failure == null ? e.getCause() : failure;
                givenUp.set(true);
                i++;
            } catch (InterruptedException e) {
                // what has begun uses what the caller would take away: it is waited for all the same
                interrupted = true;
                givenUp.set(true);
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
            throw new MillraceException(ErrorCode.CANCELLED, "the query was interrupted", failure);
        }
        if (failure != null) {
            throw failure(failure);
        }
        return results;
    }

    private static <T> T call(Callable<T> task) {
        try {
            return task.call();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw failure(e);
        }
    }

    /** What to throw in the place of a task's failure. */
    static RuntimeException failure(Throwable cause) {
        if (cause instanceof RuntimeException failure) {
            return failure;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        return new MillraceException(ErrorCode.INTERNAL, "a worker failed: " + cause.getMessage(), cause);
    }

    /** Interrupts what has begun, and gives up what has not. */
    void interrupt() {
        for (Runnable notBegun : pool.shutdownNow()) {
            if (notBegun instanceof Future<?> future) {
                future.cancel(false);
            }
        }
    }

    @Override
    public void close() {
        pool.shutdown();
    }
}
