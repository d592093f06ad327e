package io.millrace.sql.streaming;

import io.millrace.sql.frame.Lengths;
import java.time.Duration;

/**
 * When micro-batches run. Made by Spark's names; without one they run as soon as there is something to do.
 *
 * @param setting as of {@code SET 'trigger'}, for messages
 * @param trigger what the engine takes
 */
public record Trigger(String setting, io.millrace.runtime.Trigger trigger) {
    /** At most once in every interval, such as {@code 10 seconds}; of 0 as soon as possible. */
    public static Trigger ProcessingTime(String interval) {
        return ProcessingTime(Lengths.duration(interval));
    }

    public static Trigger ProcessingTime(Duration interval) {
        return interval.isZero()
                ? new Trigger("asap", io.millrace.runtime.Trigger.ASAP)
                : new Trigger(interval.toString(), io.millrace.runtime.Trigger.every(interval));
    }

    public static Trigger ProcessingTime(long intervalMillis) {
        return ProcessingTime(Duration.ofMillis(intervalMillis));
    }

    /** All that is there at the start, in as many batches as the limits need; then the query stops. */
    public static Trigger AvailableNow() {
        return new Trigger("available-now", io.millrace.runtime.Trigger.AVAILABLE_NOW);
    }

    /** All that is there at the start, in one batch; then the query stops. */
    public static Trigger Once() {
        return new Trigger("once", io.millrace.runtime.Trigger.ONCE);
    }
}
