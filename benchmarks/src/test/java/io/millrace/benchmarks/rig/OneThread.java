package io.millrace.benchmarks.rig;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;

/** An executor that has no thread of its own: a task runs in the caller's, at once, or later when its result is asked for. */
final class OneThread extends AbstractExecutorService {
    private final boolean atOnce;
    private boolean shutdown;

    OneThread(boolean atOnce) {
        this.atOnce = atOnce;
    }

    @Override
    public void execute(Runnable task) {
        if (atOnce) {
            task.run();
        }
    }

    @Override
    public void shutdown() {
        shutdown = true;
    }

    @Override
    public List<Runnable> shutdownNow() {
        shutdown();
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        return shutdown;
    }

    @Override
    public boolean isTerminated() {
        return shutdown;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return shutdown;
    }
}
