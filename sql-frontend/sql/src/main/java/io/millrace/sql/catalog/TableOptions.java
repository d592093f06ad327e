package io.millrace.sql.catalog;

import io.millrace.config.Durations;
import io.millrace.config.Option;
import io.millrace.config.Options;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Options of a table that are the engine's, whatever its connector.
 *
 * @param idleTimeout after how long without rows a partition no longer holds the watermark back; empty for never
 * @param nullEventTime what happens to a row whose event time is NULL: {@code keep}, {@code drop} or {@code fail}
 * @param lateDecidedAtSource whether rows behind the watermark are dropped at the scan, for all queries alike
 */
public record TableOptions(Optional<Duration> idleTimeout, String nullEventTime, boolean lateDecidedAtSource) {

    public static final Option<Optional<Duration>> IDLE_TIMEOUT = new Option<>(
            "idle-timeout",
            "a duration such as '1 minute', or none",
            text -> text.strip().equalsIgnoreCase("none") ? Optional.empty() : Optional.of(Durations.parse(text)),
            "1 minute",
            false,
            "After how long without rows a partition no longer holds the watermark back.");

    public static final Option<String> NULL_EVENT_TIME = Option.oneOf(
            "null-event-time",
            "keep",
            List.of("keep", "drop", "fail"),
            "What happens to a row whose event time is NULL.");

    public static final Option<String> LATE_ROWS_DECIDE = Option.oneOf(
            "late-rows.decide",
            "operator",
            List.of("operator", "source"),
            "Where a row is found to be late: by each operator for itself, or once at the scan.");

    /** All of them. */
    public static final List<Option<?>> ALL = List.of(IDLE_TIMEOUT, NULL_EVENT_TIME, LATE_ROWS_DECIDE);

    /** Reads them from what the user wrote; other keys are left alone. */
    static TableOptions read(String owner, Map<String, String> written) {
        Map<String, String> own = new java.util.TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        written.forEach((key, value) -> {
            if (isOwn(key)) {
                own.put(key, value);
            }
        });
        Options options = Options.check(owner, ALL, own);
        return new TableOptions(
                options.get(IDLE_TIMEOUT),
                options.get(NULL_EVENT_TIME),
                options.get(LATE_ROWS_DECIDE).equals("source"));
    }

    /** Whether {@code key} is one of these options, and so none of the connector's. */
    public static boolean isOwn(String key) {
        return ALL.stream().anyMatch(option -> option.key().equalsIgnoreCase(key));
    }

    /** As the plan has it: -1 for never. */
    public long idleMicros() {
        return idleTimeout.map(Durations::micros).orElse(-1L);
    }
}
