package io.millrace.runtime;

import java.time.Duration;

/**
 * Whether and when a query that has failed is started again, from its checkpoint.
 *
 * @param attempts restarts in a row, with no micro-batch committed between them, before the query is given up
 * @param delay before a restart; of {@link Kind#BACKOFF} before the first one
 * @param delayMax most that the delays of {@link Kind#BACKOFF} grow to
 */
public record RestartPolicy(Kind kind, int attempts, Duration delay, Duration delayMax) {
    /** A query that fails stays so. */
    public static final RestartPolicy NONE = new RestartPolicy(Kind.NONE, 0, Duration.ZERO, Duration.ZERO);

    /** How the delays follow each other. */
    public enum Kind {
        NONE,
        /** All are the same. */
        FIXED_DELAY,
        /** Each is twice the one before. */
        BACKOFF
    }

    /** @param attempt 1, 2, 3 ... */
    Duration delayBefore(int attempt) {
        if (kind == Kind.FIXED_DELAY) {
            return delay;
        }
        Duration grown = delay;
        for (int i = 1; i < attempt && grown.compareTo(delayMax) < 0; i++) {
            grown = grown.multipliedBy(2);
        }
        return grown.compareTo(delayMax) < 0 ? grown : delayMax;
    }
}
