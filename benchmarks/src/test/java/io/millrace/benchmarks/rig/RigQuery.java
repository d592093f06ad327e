package io.millrace.benchmarks.rig;

import io.millrace.aggregate.AggregateFunctions;
import io.millrace.connector.OutputMode;
import io.millrace.plan.QueryPlan;
import io.millrace.runtime.StoredQuery;
import io.millrace.runtime.StreamingQuery;
import io.millrace.sql.Session;
import io.millrace.sql.StatementResult;
import io.millrace.storage.LocalFileStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The queries that are tried. */
enum RigQuery {
    /** Windows of ten seconds, given out when they are final. */
    WINDOW(
            OutputMode.APPEND,
            "'1' MINUTE",
            "w BIGINT, k BIGINT, n BIGINT, total BIGINT",
            "SELECT TIMESTAMPDIFF(SECOND, TIMESTAMP '1970-01-01 00:00:00', window_start), k, COUNT(*), SUM(v)"
                    + " FROM TABLE(TUMBLE(TABLE ev, DESCRIPTOR(ts), INTERVAL '10' SECOND))"
                    + " GROUP BY k, window_start, window_end"),
    /** Counts that change with every row. */
    COUNTS(
            OutputMode.UPDATE,
            "'1' MINUTE",
            "k BIGINT, n BIGINT, total BIGINT, latest BIGINT",
            "SELECT k, COUNT(*), SUM(v), MAX(TIMESTAMPDIFF(SECOND, TIMESTAMP '1970-01-01 00:00:00', ts)) FROM ev"
                    + " GROUP BY k"),
    /** Pairs of rows that are near each other in time. */
    JOIN(
            OutputMode.APPEND,
            "none",
            "k BIGINT, a BIGINT, b BIGINT",
            "SELECT l.k, l.v, r.v FROM ev l JOIN ev2 r ON l.k = r.k"
                    + " AND r.ts BETWEEN l.ts - INTERVAL '5' SECOND AND l.ts + INTERVAL '5' SECOND"),
    /** What a function of the program says of its states, at times that it has set. */
    TOLLS(
            OutputMode.APPEND,
            "'1' MINUTE",
            "due BIGINT, k BIGINT, n BIGINT, told BIGINT, total BIGINT",
            "SELECT due, k, n, told, total FROM " + Tolls.NAME);

    /** Those that simulations choose from: their seeds go by this list. */
    static final List<RigQuery> SIMULATED = List.of(WINDOW, COUNTS, JOIN);

    static final long DELAY_MICROS = 5_000_000;
    static final long IDLE_MICROS = 60_000_000;

    private static final Map<RigQuery, QueryPlan> PLANS = new ConcurrentHashMap<>();

    private final OutputMode mode;
    private final String idle;
    private final String columns;
    private final String sql;

    RigQuery(OutputMode mode, String idle, String columns, String sql) {
        this.mode = mode;
        this.idle = idle;
        this.columns = columns;
        this.sql = sql;
    }

    OutputMode mode() {
        return mode;
    }

    String sql() {
        return sql;
    }

    /** The tables it reads. */
    List<String> tables() {
        return this == JOIN ? List.of("ev", "ev2") : List.of("ev");
    }

    /** Its plan, as a checkpoint keeps it. */
    QueryPlan plan() {
        return PLANS.computeIfAbsent(this, query -> {
            try {
                return query.makePlan();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private QueryPlan makePlan() throws IOException {
        Path folder = Files.createTempDirectory("millrace-plan-");
        try (Session session = Session.builder().set("time-zone", "UTC").build()) {
            for (String table : List.of("ev", "ev2")) {
                session.execute("CREATE TABLE " + table + " (k BIGINT, v BIGINT, ts TIMESTAMP(3),"
                        + " WATERMARK FOR ts AS ts - INTERVAL '5' SECOND)"
                        + " WITH ('connector' = 'memory', 'idle-timeout' = '" + idle.replace("'", "") + "')");
            }
            session.execute("CREATE TABLE results (" + columns + ") WITH ('connector' = 'script')");
            Tolls.over(session.sql("SELECT STREAM * FROM ev")).createOrReplaceTempView(Tolls.NAME);
            session.set("checkpoint.dir", folder.toString());
            session.set("output.mode", mode.name().toLowerCase(java.util.Locale.ROOT));
            StreamingQuery query = ((StatementResult.Started) session.execute("INSERT INTO results " + sql)).query();
            query.processAllAvailable();
            query.stop();
            try (StoredQuery stored =
                    StoredQuery.open(LocalFileStore.ownerOnly(folder.resolve("results")), new AggregateFunctions())) {
                return this == TOLLS ? Tolls.in(stored.plan()) : stored.plan();
            }
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
