package io.millrace.runtime;

import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * Pauses a query whose files find no room, and has it go on by itself when there is some. What is called this way changes
 * nothing when it fails with DISK_FULL, and may then be called again.
 */
final class Room {
    private static final long RETRY_MILLIS = 500;

    private final RunningQuery query;
    private final InstantSource clock;
    private final boolean waits;

    /** @param waits false for a batch query: somebody waits for it, and is told at once */
    Room(RunningQuery query, InstantSource clock, boolean waits) {
        this.query = query;
        this.waits = waits;
        this.clock = clock;
    }

    /** Calls until there is room; fails with CANCELLED when the query is stopped meanwhile. */
    <T> T with(Supplier<T> call) {
        boolean paused = false;
        try {
            while (true) {
                try {
                    return call.get();
                } catch (MillraceException e) {
                    if (!waits || e.code() != ErrorCode.DISK_FULL) {
                        throw e;
                    }
                    paused = true;
                    query.hold(StreamingQuery.State.PAUSED, clock.instant(), e.getMessage());
                    if (!query.waitUnlessStopped(RETRY_MILLIS)) {
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

    void with(Runnable call) {
        with(() -> {
            call.run();
            return null;
        });
    }
}
