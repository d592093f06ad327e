package io.millrace.sql.testing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A clock that stands still until it is told to go on: for {@link io.millrace.sql.Session.Builder#clock}. Thread-safe.
 */
public final class TestClock implements InstantSource {
    private final AtomicReference<Instant> now;

    private TestClock(Instant start) {
        now = new AtomicReference<>(start);
    }

    /** @param instant such as {@code 2026-01-01T00:00:00Z} */
    public static TestClock at(String instant) {
        return new TestClock(Instant.parse(instant));
    }

    @Override
    public Instant instant() {
        return now.get();
    }

    public void advance(Duration by) {
        now.updateAndGet(before -> before.plus(by));
    }

    public void set(Instant instant) {
        now.set(instant);
    }
}
