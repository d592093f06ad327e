package io.millrace.runtime;

import java.time.Duration;

/**
 * When micro-batches run.
 *
 * @param interval of {@link Kind#INTERVAL}; else zero
 */
public record Trigger(Kind kind, Duration interval) {
    public static final Trigger ASAP = new Trigger(Kind.ASAP, Duration.ZERO);
    public static final Trigger AVAILABLE_NOW = new Trigger(Kind.AVAILABLE_NOW, Duration.ZERO);
    public static final Trigger ONCE = new Trigger(Kind.ONCE, Duration.ZERO);

    /** The kinds of triggers. */
    public enum Kind {
        /** As soon as there is something to do. */
        ASAP,
        /** At most once in every interval. */
        INTERVAL,
        /** All that is there at the start, in as many batches as the limits need; then the query stops. */
        AVAILABLE_NOW,
        /** All that is there at the start, in one batch; then the query stops. */
        ONCE
    }

    public static Trigger every(Duration interval) {
        return new Trigger(Kind.INTERVAL, interval);
    }

    /** Whether the query ends by itself when it has processed what was there at its start. */
    public boolean ends() {
        return kind == Kind.AVAILABLE_NOW || kind == Kind.ONCE;
    }
}
