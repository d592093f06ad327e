package io.millrace.benchmarks;

import java.nio.file.Path;
import java.util.List;

/**
 * How the benchmarks are run.
 *
 * @param directory where data, checkpoints and reports go
 * @param rows bids in the files
 * @param quick few rows and one run of each, to see that all works: its figures mean nothing
 */
record BenchmarkSettings(Path directory, long rows, boolean quick) {
    static final int THREADS = 2;
    private static final long FULL_ROWS = 10_000_000;
    private static final long QUICK_ROWS = 20_000;
    private static final int RUNS = 3;
    /** Twenty micro-batches at least. */
    private static final long BATCHES_MIN = 20;

    private static final long BATCH_ROWS_MAX = 500_000;

    static BenchmarkSettings of(Path directory, boolean quick) {
        return new BenchmarkSettings(directory.toAbsolutePath(), quick ? QUICK_ROWS : FULL_ROWS, quick);
    }

    /** Runs of a query in one process; the last counts. */
    int runs() {
        return quick ? 1 : RUNS;
    }

    long rowsPerBatch() {
        return Math.min(BATCH_ROWS_MAX, rows / BATCHES_MIN);
    }

    /** Of JVMs of their own: those that do not live long need not compile well. */
    List<String> jvmFlags() {
        return quick ? List.of("-XX:TieredStopAtLevel=1", "-Xshare:auto") : List.of();
    }

    Path data() {
        return directory.resolve("bids-" + rows);
    }
}
