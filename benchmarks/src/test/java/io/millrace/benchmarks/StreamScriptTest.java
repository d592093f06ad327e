package io.millrace.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.connector.ChangeBatch;
import io.millrace.runtime.StreamingQuery;
import io.millrace.sql.Session;
import io.millrace.sql.StatementResult;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The promise, for every query of {@code stream-scripts.sql}: after each micro-batch the result table holds what DuckDB
 * gives for the same query on the input up to there, or in append mode what of it is final.
 */
class StreamScriptTest {
    private static final int STEPS = 6;
    /** Not an output mode: all changes of the query, counted by row. */
    private static final String CHANGES = "changes";

    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z"));

    static List<StreamScript> scripts() {
        return StreamScript.all();
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void everyMicroBatchGivesTheBatchAnswer(StreamScript script) throws SQLException {
        check(script, Map.of());
    }

    /** @param settings of the session, beside those that all scripts have */
    static void check(StreamScript script, Map<String, String> settings) throws SQLException {
        long seed = Long.getLong("millrace.seed", script.name().hashCode());
        try (Run run = new Run(script, seed, settings)) {
            for (int step = 0; step < STEPS; step++) {
                run.feed(step);
                run.check("seed " + seed + ", micro-batch " + step);
            }
            run.end();
            run.check("seed " + seed + ", at the end");
        }
    }

    /** A script going on in both engines. */
    private static final class Run implements AutoCloseable {
        private final StreamScript script;
        private final ScriptRows rows;
        private final Session session;
        private final DuckDb duckdb;
        private final Schema schema;
        private final Map<String, StreamingQuery> queries = new LinkedHashMap<>();
        private boolean ended;

        Run(StreamScript script, long seed, Map<String, String> settings) throws SQLException {
            this.script = script;
            rows = new ScriptRows(seed);
            session = Session.builder()
                    .clock(CLOCK)
                    .set("time-zone", "UTC")
                    .set("parallelism", "2")
                    .build();
            settings.forEach(session::set);
            duckdb = new DuckDb();
            createTable("bid", ScriptRows.BID_COLUMNS);
            createTable("auction", ScriptRows.AUCTION_COLUMNS);
            for (String statement : script.setup()) {
                session.execute(statement);
                duckdb.execute(statement);
            }
            schema = select(script.query()).schema();
            script.modes().forEach(this::start);
        }

        private void createTable(String name, String columns) throws SQLException {
            session.execute("CREATE TABLE " + name + " (" + columns.replace("TIMESTAMP", "TIMESTAMP(6)")
                    + ", WATERMARK FOR ts AS ts - INTERVAL '4' SECOND) WITH ('connector'='memory')");
            duckdb.execute("CREATE TABLE " + name + " (" + columns + ")");
            duckdb.defineHop(name);
        }

        private void start(String mode) {
            String columns = schema.fields().stream()
                    .map(Field::toString)
                    .map(text -> "\"" + text.replaceFirst(" ", "\" "))
                    .collect(Collectors.joining(", "));
            boolean changes = mode.equals(CHANGES);
            session.execute("CREATE TABLE result_" + mode + " (" + columns + (changes ? ", copies_ BIGINT" : "")
                    + ") WITH ('connector'='memory')");
            session.set("output.mode", changes ? "update" : mode);
            StatementResult result =
                    session.execute("INSERT INTO result_" + mode + " " + (changes ? counted() : script.query()));
            queries.put(mode, ((StatementResult.Started) result).query());
        }

        /** The query's changes, summed up: rows that are taken back must be exactly those that were given. */
        private String counted() {
            String names =
                    schema.names().stream().map(name -> "\"" + name + "\"").collect(Collectors.joining(", "));
            return "SELECT " + names + ", COUNT(*) FROM (" + script.query() + ") AS q GROUP BY " + names;
        }

        private static List<String> count(List<String> rows) {
            return rows.stream().collect(Collectors.groupingBy(row -> row, Collectors.counting())).entrySet().stream()
                    .map(row -> row.getKey() + " | " + row.getValue())
                    .toList();
        }

        /** One micro-batch of both tables. */
        void feed(int step) throws SQLException {
            rows.advance();
            String bids = "INSERT INTO bid VALUES " + String.join(", ", rows.bids(12));
            // now and then nothing in one of them
            List<String> inserts = new ArrayList<>(List.of(bids));
            if (step % 3 != 1) {
                inserts.add("INSERT INTO auction VALUES " + String.join(", ", rows.auctions(4)));
            }
            session.execute("BEGIN");
            for (String insert : inserts) {
                session.execute(insert);
                duckdb.execute(insert);
            }
            session.execute("COMMIT");
            queries.values().forEach(StreamingQuery::processAllAvailable);
        }

        void end() {
            ended = true;
            session.execute("END INPUT bid");
            session.execute("END INPUT auction");
            for (StreamingQuery query : queries.values()) {
                assertThat(query.awaitTermination(Duration.ofMinutes(1))).isTrue();
                assertThat(query.state()).isEqualTo(StreamingQuery.State.FINISHED);
                assertThat(query.lateRows()).isZero();
            }
        }

        void check(String when) throws SQLException {
            List<String> answer = duckdb.rows(script.duckdb(), schema);
            List<String> batch = rowsOf(script.query());
            if (script.ordered()) {
                assertThat(batch).as(when + ", SELECT").isEqualTo(answer);
            } else {
                assertThat(batch).as(when + ", SELECT").containsExactlyInAnyOrderElementsOf(answer);
            }
            for (String mode : queries.keySet()) {
                List<String> expected =
                        mode.equals("append") ? finalRows() : mode.equals(CHANGES) ? count(answer) : answer;
                assertThat(rowsOf("SELECT * FROM result_" + mode))
                        .as(when + ", mode " + mode)
                        .containsExactlyInAnyOrderElementsOf(expected);
            }
        }

        private List<String> finalRows() throws SQLException {
            if (script.isFinal() == null || ended) {
                return duckdb.rows(script.duckdb(), schema);
            }
            String names =
                    schema.names().stream().map(name -> "\"" + name + "\"").collect(Collectors.joining(", "));
            String condition = script.isFinal().replace(":w", "(" + watermark() + ")");
            return duckdb.rows(
                    "SELECT * FROM (" + script.duckdb() + ") AS answer (" + names + ") WHERE " + condition, schema);
        }

        /** SQL for the watermark in microseconds: the lowest of the tables that the query reads. */
        private String watermark() {
            return List.of("bid", "auction").stream()
                    .filter(script::reads)
                    .map(table -> "(SELECT epoch_us(max(ts)) - " + ScriptRows.DELAY_MICROS + " FROM " + table + ")")
                    .collect(Collectors.joining(", ", "least(", ")"));
        }

        private StatementResult.Rows select(String query) {
            return (StatementResult.Rows) session.execute(query);
        }

        private List<String> rowsOf(String query) {
            List<String> texts = new ArrayList<>();
            StatementResult.Rows result = select(query);
            try (var cursor = result.cursor()) {
                for (Optional<ChangeBatch> next = cursor.next(); next.isPresent(); next = cursor.next()) {
                    ColumnBatch batch = next.get().rows();
                    texts.addAll(RowText.of(batch));
                }
            }
            return texts;
        }

        @Override
        public void close() throws SQLException {
            session.close();
            duckdb.close();
        }
    }
}
