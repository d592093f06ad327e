package io.millrace.runtime;

import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * Pauses a query whose files find no room, and has it go on by itself when there is some. What is called this way changes
 * nothing when it fails with DISK_FULL, and may then be called again.
 */
final class Room {
    private final RunningQuery query;
    private final InstantSource clock;
    private final Duration retry;
    private final boolean waits;

    /**
     * @param retry how long it waits before it calls again
     * @param waits false for a batch query: somebody waits for it, and is told at once
     */
    Room(RunningQuery query, InstantSource clock, Duration retry, boolean waits) {
        this.query = query;
        this.clock = clock;
        this.retry = retry;
        this.waits = waits;
    }

    /** Calls until there is room; fails with CANCELLED when the query is stopped meanwhile. */
    <T> T with(Supplier<T> call) {
        boolean paused = false;
        try {
            while (true) {
                try {
                    return call.get();
                } catch (MillraceException e) {
                    if (e.code() != ErrorCode.DISK_FULL) {
                        throw e;
                    }
                    if (!waits) {
                        throw new MillraceException(
                                ErrorCode.DISK_FULL, e.getMessage() + ", then run the statement again", e);
                    }
                    paused = true;
                    query.hold(StreamingQuery.State.PAUSED, clock.instant(), e.getMessage());
                    if (!query.waitUnlessStopped(retry)) {
                        throw new MillraceException(
                                ErrorCode.CANCELLED,
                                "query \"" + query.name() + "\" was stopped while it was paused",
                                e);
                    }
                }
            }
        } finally {
            if (paused) {
                query.letGo();
            }
        }
    }

    /**
     * Waits a while after a failure of what may not be called again as it is; false when the query is stopped meanwhile.
     */
    boolean waitAfter(MillraceException failure) {
        query.hold(StreamingQuery.State.PAUSED, clock.instant(), failure.getMessage());
        try {
            return query.waitUnlessStopped(retry);
        } finally {
            query.letGo();
        }
    }

    void with(Runnable call) {
        with(() -> {
            call.run();
            return null;
        });
    }
}
