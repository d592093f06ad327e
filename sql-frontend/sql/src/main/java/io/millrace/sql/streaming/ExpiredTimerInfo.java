package io.millrace.sql.streaming;

/** The timer that has gone off. */
public interface ExpiredTimerInfo {
    /** The time it was set for, in milliseconds UTC. */
    long getExpiryTimeInMs();
}
