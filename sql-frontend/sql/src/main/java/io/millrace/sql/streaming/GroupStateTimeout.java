package io.millrace.sql.streaming;

import io.millrace.process.TimeMode;

/** By what the timeouts of a {@link GroupState} come. Made by Spark's names. */
public enum GroupStateTimeout {
    NO_TIMEOUT(TimeMode.NONE),
    PROCESSING_TIME_TIMEOUT(TimeMode.PROCESSING_TIME),
    EVENT_TIME_TIMEOUT(TimeMode.EVENT_TIME);

    private final TimeMode mode;

    GroupStateTimeout(TimeMode mode) {
        this.mode = mode;
    }

    public static GroupStateTimeout NoTimeout() {
        return NO_TIMEOUT;
    }

    /** By the clock. */
    public static GroupStateTimeout ProcessingTimeTimeout() {
        return PROCESSING_TIME_TIMEOUT;
    }

    /** By the watermark. */
    public static GroupStateTimeout EventTimeTimeout() {
        return EVENT_TIME_TIMEOUT;
    }

    /** What the engine takes. */
    public TimeMode mode() {
        return mode;
    }
}
