package io.millrace.runtime;

import io.millrace.connector.builtin.Console;
import io.millrace.error.MillraceException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A handle on a running query. Thread-safe. */
public interface StreamingQuery {
    /** What a query is doing. */
    enum State {
        STARTING,
        RUNNING,
        /** Waiting for data or for its trigger. */
        IDLE,
        /** A disk is full; it goes on by itself when there is room. */
        PAUSED,
        /** It has failed, and waits to be started again from its checkpoint. */
        RESTARTING,
        /** All its inputs ended, or its trigger had it stop; everything is committed. */
        FINISHED,
        STOPPED,
        FAILED
    }

    /** Survives restarts; kept in the checkpoint. */
    String id();

    /** New with each start. */
    String runId();

    String name();

    State state();

    /** What the query is doing, in words, and whether it has anything to do. */
    default QueryStatus status() {
        return QueryStatus.of(this);
    }

    /** The plan that runs: that of the checkpoint, where the query goes on from one. */
    String explanation();

    /** Writes {@link #explanation} to the standard output. */
    default void explain() {
        Console.standardOutput().print(explanation());
    }

    /** Whether it has not ended. */
    default boolean isActive() {
        return switch (state()) {
            case STARTING, RUNNING, IDLE, PAUSED, RESTARTING -> true;
            case FINISHED, STOPPED, FAILED -> false;
        };
    }

    /**
     * Why a query does not run at the moment that would.
     *
     * @param reason what happened, with the file or the failure
     */
    record Hold(Instant since, String reason) {}

    /** What it waits for while it is PAUSED or RESTARTING. */
    Optional<Hold> hold();

    Optional<QueryProgress> lastProgress();

    /** The latest progresses, oldest first, at most 100. */
    List<QueryProgress> recentProgress();

    /** Rows given to the sink since this start of the query. */
    long outputRows();

    /** Rows that came too late for what they belong to, of all operators, since this start of the query. */
    long lateRows();

    /**
     * Waits until all input that was there at the call is processed and committed, and what its watermark closed is out.
     * Throws the query's failure.
     */
    void processAllAvailable();

    /** Waits for the query to end. Throws its failure. Returns false when the time is over first. */
    boolean awaitTermination(Duration timeout);

    /** As {@link #awaitTermination(Duration)}, in milliseconds. */
    default boolean awaitTermination(long timeoutMillis) {
        return awaitTermination(Duration.ofMillis(timeoutMillis));
    }

    /** Waits for the query to end. Throws its failure. */
    void awaitTermination();

    /**
     * Ends the query between two steps, within two seconds: what does not come to its next step in one is interrupted. What
     * is not committed is undone. Idempotent.
     */
    void stop();

    /** As {@link #stop}, without waiting for the end. */
    void requestStop();

    Optional<MillraceException> exception();
}
