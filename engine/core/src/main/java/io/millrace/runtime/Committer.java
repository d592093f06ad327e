package io.millrace.runtime;

import io.millrace.checkpoint.BatchRecord;
import io.millrace.connector.Sink;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.state.StateChunk;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.FutureTask;

/**
 * Brings a micro-batch that has run, and whose rows the sink has prepared, to its end: record, the sink's commit, commit.
 * Either at once, or in a thread of its own while the next micro-batch runs; one micro-batch at a time, so that nothing of
 * the next one reaches the log or the sink before {@link #await} has returned.
 *
 * <p>Threads: one thread calls; between {@link #begin} and the end of {@link #await} the log and the sink are not its own.
 */
final class Committer implements AutoCloseable {
    private final String query;
    private final QueryHost host;
    private final QueryLog log;
    private final Sink sink;
    private final Room room;
    /** Null until it is needed. */
    private volatile ExecutorService thread;

    private FutureTask<Times> underWay;

    /**
     * What is written of a micro-batch.
     *
     * @param changes of the state, copied out
     * @param whole the whole state, copied out, to be kept when the micro-batch is committed; null when it is not to be
     */
    record Ended(BatchRecord record, List<StateChunk> changes, String staged, List<StateChunk> whole) {}

    /** How long the record and the commit took. */
    record Times(long recordNanos, long commitNanos) {}

    Committer(String query, QueryHost host, QueryLog log, Sink sink, Room room) {
        this.query = query;
        this.host = host;
        this.log = log;
        this.sink = sink;
        this.room = room;
    }

    /** Commits in the caller's thread. */
    Times commit(Ended batch) {
        long start = System.nanoTime();
        String stateId = room.with(() -> log.record(batch.record(), batch.changes()));
        long recorded = System.nanoTime();
        long batchId = batch.record().batchId();
        if (!room.with(() -> sink.commit(batchId, stateId, batch.staged()))) {
            throw new MillraceException(
                    ErrorCode.SINK_FAILED,
                    "the sink of query \"" + query + "\" lost what was staged for batch " + batchId
                            + " before it was committed; start the query again to run that batch again");
        }
        room.with(() -> log.commit(batchId));
        if (batch.whole() != null) {
            room.with(() -> log.snapshot(batchId, batch.whole()));
        }
        return new Times(recorded - start, System.nanoTime() - recorded);
    }

    /** Begins to commit beside what the caller does next; {@link #await} comes before anything else is committed. */
    void begin(Ended batch) {
        if (underWay != null) {
            throw new IllegalStateException("a micro-batch is under way");
        }
        if (thread == null) {
            thread = host.thread("millrace-commit-" + query);
        }
        underWay = new FutureTask<>(() -> commit(batch));
        thread.execute(underWay);
    }

    /**
     * Waits for the end of what was begun, also when interrupted; its failure is thrown here. What its thread has not
     * taken up by now is done by the caller.
     */
    Times await() {
        FutureTask<Times> future = underWay;
        // an interrupt would close the files that are written
        boolean interrupted = Thread.interrupted();
        future.run();
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw Workers.failure(e.getCause());
                }
            }
        } finally {
            underWay = null;
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Interrupts what its thread does. */
    void interrupt() {
        ExecutorService begun = thread;
        if (begun != null) {
            begun.shutdownNow();
        }
    }

    /** Waits for what is under way, whose failure is thrown. */
    @Override
    public void close() {
        try {
            if (underWay != null) {
                await();
            }
        } finally {
            if (thread != null) {
                thread.shutdown();
            }
        }
    }
}
