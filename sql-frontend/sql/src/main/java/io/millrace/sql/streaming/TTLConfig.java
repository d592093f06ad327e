package io.millrace.sql.streaming;

import java.time.Duration;

/**
 * How long a state is kept after it was written, by the clock of micro-batches. What is older is never seen.
 *
 * @param ttlDuration zero for as long as it is not removed
 */
public record TTLConfig(Duration ttlDuration) {
    private static final TTLConfig NO_END = new TTLConfig(Duration.ZERO);

    /** For as long as it is not removed. */
    public static TTLConfig NONE() {
        return NO_END;
    }
}
