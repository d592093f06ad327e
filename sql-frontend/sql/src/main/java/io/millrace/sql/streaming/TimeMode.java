package io.millrace.sql.streaming;

/** By what the timers of a {@link StatefulProcessor} go off. Made by Spark's names. */
public enum TimeMode {
    NONE(io.millrace.process.TimeMode.NONE),
    PROCESSING_TIME(io.millrace.process.TimeMode.PROCESSING_TIME),
    EVENT_TIME(io.millrace.process.TimeMode.EVENT_TIME);

    private final io.millrace.process.TimeMode mode;

    TimeMode(io.millrace.process.TimeMode mode) {
        this.mode = mode;
    }

    /** No timers. */
    public static TimeMode None() {
        return NONE;
    }

    /** By the clock. */
    public static TimeMode ProcessingTime() {
        return PROCESSING_TIME;
    }

    /** By the watermark. */
    public static TimeMode EventTime() {
        return EVENT_TIME;
    }

    /** What the engine takes. */
    public io.millrace.process.TimeMode mode() {
        return mode;
    }
}
