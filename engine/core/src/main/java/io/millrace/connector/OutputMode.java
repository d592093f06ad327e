package io.millrace.connector;

/** What of the result table a sink is given after each micro-batch. */
public enum OutputMode {
    /** Rows that can never change again. */
    APPEND,
    /** Changed rows by unique key; deletes where the plan makes them. */
    UPDATE,
    /** The whole result. */
    COMPLETE,
    /** Every change with its kind. */
    CHANGELOG
}
