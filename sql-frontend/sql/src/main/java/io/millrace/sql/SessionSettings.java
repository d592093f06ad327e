package io.millrace.sql;

import io.millrace.checkpoint.Limits;
import io.millrace.config.Durations;
import io.millrace.config.Option;
import io.millrace.config.Options;
import io.millrace.connector.OutputMode;
import io.millrace.runtime.QuerySettings;
import io.millrace.runtime.RestartPolicy;
import io.millrace.runtime.Trigger;
import io.millrace.sql.catalog.TableOptions;
import io.millrace.state.StateBackend;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What {@code SET} sets: typed options that hold for the statements that follow. Thread-safe. */
final class SessionSettings {
    static final Option<Path> CHECKPOINT_DIR = new Option<>(
            "checkpoint.dir",
            "a folder",
            Path::of,
            null,
            false,
            "Folder under which each INSERT query keeps its checkpoint; none: a temporary one.");

    static final Option<String> QUERY_NAME =
            Option.string("query.name", null, "Name of the next INSERT query; none: the name of its table.");

    static final Option<Trigger> TRIGGER = new Option<>(
            "trigger",
            "asap, available-now, once, or a duration such as '10 seconds'",
            SessionSettings::trigger,
            "asap",
            false,
            "When micro-batches run.");

    static final Option<String> OUTPUT_MODE = Option.oneOf(
            "output.mode",
            null,
            Stream.of(OutputMode.values())
                    .map(mode -> mode.name().toLowerCase(Locale.ROOT))
                    .toList(),
            "What of the result each micro-batch gives; none: append where the query allows it, else update, else"
                    + " changelog.");

    static final Option<Long> MAX_ROWS_PER_BATCH = Option.number(
            "max-rows-per-batch", 500_000L, 1, Long.MAX_VALUE, "Most rows of one source in one micro-batch.");

    static final Option<Long> PARALLELISM = Option.number(
            "parallelism",
            (long) Runtime.getRuntime().availableProcessors(),
            1,
            1024,
            "Threads of one query; never changes its result.");

    static final Option<ZoneId> TIME_ZONE = new Option<>(
            "time-zone",
            "a zone such as 'Europe/Paris', '+05:30' or 'UTC'",
            SessionSettings::zone,
            ZoneId.systemDefault().getId(),
            false,
            "Zone in which TIMESTAMP_LTZ values are read and shown; the default is the machine's.");

    static final Option<Optional<Duration>> IDLE_TIMEOUT = new Option<>(
            TableOptions.IDLE_TIMEOUT.key(),
            TableOptions.IDLE_TIMEOUT.expected(),
            TableOptions.IDLE_TIMEOUT.parse(),
            TableOptions.IDLE_TIMEOUT.defaultText(),
            false,
            "The idle-timeout of tables created from now on that do not say their own.");

    static final Option<String> LATE_ROWS = Option.oneOf(
            "late-rows",
            "count",
            List.of("count", "table"),
            "What becomes of the late rows of queries started from now on: counted only, or kept in the table"
                    + " <query>$late as well.");

    static final Option<Long> LATE_ROWS_MAX = Option.number(
            "late-rows.max", 10_000L, 1, 10_000_000, "How many late rows such a table holds: the newest.");

    static final Option<Long> MEMORY_LIMIT = new Option<>(
            "memory-limit",
            "a size such as '512 MB' or '2 GB'",
            ByteSizes::parse,
            ByteSizes.text(Runtime.getRuntime().maxMemory() / 2),
            false,
            "Most that state and micro-batch of one query may hold.");

    static final Option<String> STATE_BACKEND = new Option<>(
            "state.backend",
            "memory, rocksdb, or another backend on the class path",
            SessionSettings::stateBackend,
            StateBackend.MEMORY,
            false,
            "Where queries started from now on have their state: in memory, or in a database on disk.");

    static final Option<Long> STATE_RETAIN_BATCHES = Option.number(
            "state.retain-batches",
            (long) Limits.RETAIN_BATCHES_MIN,
            Limits.RETAIN_BATCHES_MIN,
            10_000,
            "The state after each of so many last micro-batches stays readable in the checkpoint.");

    static final Option<String> RESTART = Option.oneOf(
            "restart",
            "none",
            List.of("none", "fixed-delay", "backoff"),
            "What becomes of an INSERT query that fails: nothing, or it is started again from its checkpoint.");

    static final Option<Long> RESTART_ATTEMPTS = Option.number(
            "restart.attempts",
            10L,
            1,
            1_000_000,
            "Restarts in a row, with no micro-batch committed between them, before a query is given up.");

    static final Option<Duration> RESTART_DELAY = Option.duration(
            "restart.delay", "1 second", "Before a restart; under backoff before the first, each then twice the last.");

    static final Option<Duration> RESTART_DELAY_MAX =
            Option.duration("restart.delay-max", "1 minute", "Most that the delays of backoff grow to.");

    /** All settings, by key. */
    static final List<Option<?>> ALL = Stream.<Option<?>>of(
                    CHECKPOINT_DIR,
                    QUERY_NAME,
                    TRIGGER,
                    OUTPUT_MODE,
                    MAX_ROWS_PER_BATCH,
                    PARALLELISM,
                    TIME_ZONE,
                    IDLE_TIMEOUT,
                    LATE_ROWS,
                    LATE_ROWS_MAX,
                    MEMORY_LIMIT,
                    STATE_BACKEND,
                    STATE_RETAIN_BATCHES,
                    RESTART,
                    RESTART_ATTEMPTS,
                    RESTART_DELAY,
                    RESTART_DELAY_MAX)
            .sorted(Comparator.comparing(Option::key))
            .toList();

    private static final String OWNER = "the session";

    private final Map<String, String> given = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    /** Sets {@code key} and gives its own spelling; an unknown key or a bad value is refused. */
    synchronized String set(String key, String value) {
        Options.check(OWNER, ALL, Map.of(key, value));
        given.put(key, value);
        return spelling(key);
    }

    /** Puts {@code key} back to its default and gives its own spelling. */
    synchronized String reset(String key) {
        Options.check(OWNER, keysOnly(), Map.of(key, ""));
        given.remove(key);
        return spelling(key);
    }

    private static String spelling(String key) {
        return ALL.stream()
                .map(Option::key)
                .filter(key::equalsIgnoreCase)
                .findFirst()
                .orElse(key);
    }

    /** These settings with others in the place of some; what is set there changes nothing here. */
    SessionSettings with(Map<String, String> others) {
        SessionSettings settings = new SessionSettings();
        synchronized (this) {
            settings.given.putAll(given);
        }
        others.forEach(settings::set);
        return settings;
    }

    synchronized void resetAll() {
        given.clear();
    }

    synchronized Options options() {
        return Options.check(OWNER, ALL, given);
    }

    /** The text that the user set, if any. */
    synchronized Optional<String> written(Option<?> option) {
        return Optional.ofNullable(given.get(option.key()));
    }

    /** A copy of all that the user set. */
    synchronized Map<String, String> written() {
        Map<String, String> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        copy.putAll(given);
        return copy;
    }

    <T> T get(Option<T> option) {
        return options().get(option);
    }

    <T> Optional<T> find(Option<T> option) {
        return options().find(option);
    }

    Optional<OutputMode> outputMode() {
        return find(OUTPUT_MODE).map(mode -> OutputMode.valueOf(mode.toUpperCase(Locale.ROOT)));
    }

    /** Where the user wants checkpoints; null for nowhere. */
    Path checkpointRoot() {
        return find(CHECKPOINT_DIR).orElse(null);
    }

    /**
     * How a query that starts now runs.
     *
     * @param checkpointRoot of {@link #checkpointRoot}; null for a query that keeps no checkpoint
     */
    QuerySettings querySettings(Path checkpointRoot, InstantSource clock) {
        Options options = options();
        return new QuerySettings(
                checkpointRoot,
                options.get(TRIGGER),
                options.get(MAX_ROWS_PER_BATCH),
                options.get(PARALLELISM).intValue(),
                options.get(TIME_ZONE),
                clock,
                options.get(MEMORY_LIMIT),
                options.get(STATE_BACKEND),
                options.get(STATE_RETAIN_BATCHES).intValue(),
                checkpointRoot != null ? restart(options) : RestartPolicy.NONE);
    }

    private static RestartPolicy restart(Options options) {
        RestartPolicy.Kind kind = switch (options.get(RESTART)) {
            case "fixed-delay" -> RestartPolicy.Kind.FIXED_DELAY;
            case "backoff" -> RestartPolicy.Kind.BACKOFF;
            default -> RestartPolicy.Kind.NONE;
        };
        return new RestartPolicy(
                kind,
                options.get(RESTART_ATTEMPTS).intValue(),
                options.get(RESTART_DELAY),
                options.get(RESTART_DELAY_MAX));
    }

    /** Options of the same keys that take any text: to check a key alone. */
    private static List<Option<?>> keysOnly() {
        return ALL.stream()
                .<Option<?>>map(option -> Option.string(option.key(), null, option.doc()))
                .toList();
    }

    /** Refused at once where no such backend is on the class path, with what to do about it. */
    private static String stateBackend(String text) {
        String name = text.strip().toLowerCase(Locale.ROOT);
        return name.equals(StateBackend.MEMORY)
                ? name
                : StateBackend.named(name).name();
    }

    private static Trigger trigger(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "asap" -> Trigger.ASAP;
            case "available-now" -> Trigger.AVAILABLE_NOW;
            case "once" -> Trigger.ONCE;
            default -> Trigger.every(Durations.parse(text));
        };
    }

    private static ZoneId zone(String text) {
        try {
            return ZoneId.of(text.strip());
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
