package io.millrace.sql.streaming;

import java.time.LocalDateTime;

/** The timer that has gone off. */
public interface ExpiredTimerInfo {
    /** The time it was set for, in milliseconds UTC. */
    long getExpiryTimeInMs();

    /** The same as a TIMESTAMP, to the microsecond. */
    LocalDateTime getExpiryTime();
}
