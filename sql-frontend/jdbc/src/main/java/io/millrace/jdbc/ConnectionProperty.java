package io.millrace.jdbc;

import io.millrace.config.Spelling;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The properties that a URL or a {@code Properties} can hold: these and no others. All but the last two are settings of the
 * session, as {@code SET} has them; none names a class, a file to run or another URL.
 */
enum ConnectionProperty {
    CHECKPOINT_DIR("checkpoint.dir", "Folder under which each INSERT query keeps its checkpoint."),
    IDLE_TIMEOUT("idle-timeout", "After how long without rows a source holds up no watermark."),
    LATE_ROWS("late-rows", "What becomes of late rows: count or table."),
    LATE_ROWS_MAX("late-rows.max", "How many late rows such a table holds."),
    MAX_ROWS_PER_BATCH("max-rows-per-batch", "Most rows of one source in one micro-batch."),
    MEMORY_LIMIT("memory-limit", "Most that state and micro-batch of one query may hold."),
    STATE_BACKEND("state.backend", "Where queries have their state: in memory, or in a database on disk."),
    OUTPUT_MODE("output.mode", "What each micro-batch gives: append, update, complete or changelog."),
    PARALLELISM("parallelism", "Threads of one query."),
    RESTART("restart", "What becomes of an INSERT query that fails: none, fixed-delay or backoff."),
    RESTART_ATTEMPTS("restart.attempts", "Restarts in a row before a query is given up."),
    RESTART_DELAY("restart.delay", "Before a restart; under backoff before the first."),
    RESTART_DELAY_MAX("restart.delay-max", "Most that the delays of backoff grow to."),
    STATE_RETAIN_BATCHES("state.retain-batches", "After how many last micro-batches the state stays readable."),
    TIME_ZONE("time-zone", "Zone in which TIMESTAMP_LTZ values are read and shown."),
    TRIGGER("trigger", "When micro-batches run: asap, available-now, once or a duration."),
    USER("user", "A name that getUserName gives; nothing is checked against it."),
    PASSWORD("password", "Must be empty: there are no users to tell apart.");

    private static final List<String> KEYS =
            Arrays.stream(values()).map(property -> property.key).toList();

    private final String key;
    private final String description;

    ConnectionProperty(String key, String description) {
        this.key = key;
        this.description = description;
    }

    String key() {
        return key;
    }

    String description() {
        return description;
    }

    /** Whether it is a setting of the session. */
    boolean isSetting() {
        return this != USER && this != PASSWORD;
    }

    static ConnectionProperty of(String key) throws SQLException {
        for (ConnectionProperty property : values()) {
            if (property.key.equalsIgnoreCase(key)) {
                return property;
            }
        }
        throw new SQLException(
                "there is no connection property \"" + key + "\"" + Spelling.hint(key, KEYS) + "; properties: "
                        + String.join(", ", KEYS),
                SqlErrors.NO_CONNECTION);
    }

    /** Checks the keys; one that is given twice has its last value. */
    static Map<ConnectionProperty, String> check(Map<String, String> given) throws SQLException {
        Map<ConnectionProperty, String> properties = new TreeMap<>();
        for (Map.Entry<String, String> entry : given.entrySet()) {
            properties.put(of(entry.getKey()), entry.getValue());
        }
        if (!properties.getOrDefault(PASSWORD, "").isEmpty()) {
            throw new SQLException(
                    "a password is given, but there are no users to tell apart; leave it out", SqlErrors.NO_CONNECTION);
        }
        return properties;
    }
}
