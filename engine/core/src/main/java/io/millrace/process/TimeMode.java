package io.millrace.process;

/** By what timers become due. */
public enum TimeMode {
    NONE,
    /** By the watermark. */
    EVENT_TIME,
    /** By the clock of the micro-batch. */
    PROCESSING_TIME
}
