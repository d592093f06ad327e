package io.millrace.connectors.nexmark;

import java.util.function.LongSupplier;

/** How many rows are there now, when rows come by the clock: counted from where a query begins or resumes. */
final class Pace {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    /** Rows come in steps: one by one, each would be a micro-batch of its own and keep a core busy. */
    private static final long STEP_NANOS = 10_000_000L;

    private final long rowsPerSecond;
    private final LongSupplier nanoTime;
    private final long startNanos;
    private long firstRow;
    private boolean started;

    Pace(long rowsPerSecond, LongSupplier nanoTime) {
        this.rowsPerSecond = rowsPerSecond;
        this.nanoTime = nanoTime;
        this.startNanos = nanoTime.getAsLong();
    }

    boolean paced() {
        return rowsPerSecond > 0;
    }

    /** The first position asked about is where the clock starts to count from; later ones change nothing. */
    void startAt(long row) {
        if (!started) {
            started = true;
            firstRow = row;
        }
    }

    long rowsNow() {
        long elapsed = nanoTime.getAsLong() - startNanos;
        long nanos = elapsed - elapsed % STEP_NANOS;
        long whole = nanos / NANOS_PER_SECOND * rowsPerSecond;
        return firstRow + whole + nanos % NANOS_PER_SECOND * rowsPerSecond / NANOS_PER_SECOND;
    }
}
