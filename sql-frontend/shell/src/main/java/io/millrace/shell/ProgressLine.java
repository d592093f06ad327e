package io.millrace.shell;

import io.millrace.runtime.QueryProgress;
import io.millrace.runtime.StreamingQuery;
import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * The line on a terminal that tells how far a long query is; rewritten in place, and gone when the query is done.
 *
 * <p>Threads: rows are printed by another thread than the one that rewrites the line, so whoever prints calls
 * {@link #clear} first and holds this object's lock while printing.
 */
final class ProgressLine implements AutoCloseable {
    private static final long FIRST_AFTER_MILLIS = 1000;
    private static final long EVERY_MILLIS = 500;
    private static final String TO_LINE_START_AND_ERASE = "\r\u001B[K";

    private final PrintStream err;
    private final ScheduledExecutorService clock;
    private final ScheduledFuture<?> rewriting;
    private boolean shown;

    /** Shows nothing when {@code terminal} is false. */
    ProgressLine(StreamingQuery query, PrintStream err, boolean terminal) {
        this.err = err;
        if (!terminal) {
            clock = null;
            rewriting = null;
            return;
        }
        clock = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "millrace-progress");
            thread.setDaemon(true);
            return thread;
        });
        rewriting = clock.scheduleWithFixedDelay(
                () -> query.lastProgress().ifPresent(this::show),
                FIRST_AFTER_MILLIS,
                EVERY_MILLIS,
                TimeUnit.MILLISECONDS);
    }

    static String text(QueryProgress progress) {
        long stateRows = progress.stateOperators().stream()
                .mapToLong(QueryProgress.OperatorProgress::numRowsTotal)
                .sum();
        String watermark = progress.eventTime().getOrDefault("watermark", "none");
        return String.format(
                Locale.ROOT,
                "batch %,d | %,.0f rows/s | watermark %s | %,d state rows",
                progress.batchId(),
                progress.processedRowsPerSecond(),
                watermark,
                stateRows);
    }

    private synchronized void show(QueryProgress progress) {
        err.print(TO_LINE_START_AND_ERASE + text(progress));
        err.flush();
        shown = true;
    }

    /** Leaves the cursor at the start of an empty line. */
    synchronized void clear() {
        if (shown) {
            err.print(TO_LINE_START_AND_ERASE);
            err.flush();
            shown = false;
        }
    }

    @Override
    public void close() {
        if (rewriting != null) {
            rewriting.cancel(false);
            clock.shutdownNow();
        }
        clear();
    }
}
