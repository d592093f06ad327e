package io.millrace.benchmarks;

import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.connector.ChangeBatch;
import io.millrace.error.MillraceException;
import io.millrace.runtime.StreamingQuery;
import io.millrace.sql.RowCursor;
import io.millrace.sql.Session;
import io.millrace.sql.StatementResult;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;

/** Many cases over the same rows at once, each in all its output modes, beside the oracle. */
final class MatrixRun implements AutoCloseable {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z"));
    private static final int LATE_ONE_IN = 8;

    /** How rows are cut into micro-batches. */
    enum Batching {
        ONE_ROW(16, 1, 3_000_000),
        RANDOM(6, 20, 9_000_000),
        /** From the checkpoint, with another number of threads each time. */
        RESTARTS(5, 16, 9_000_000);

        private final int steps;
        private final int rowsMax;
        private final int advanceMicrosMax;

        Batching(int steps, int rowsMax, int advanceMicrosMax) {
            this.steps = steps;
            this.rowsMax = rowsMax;
            this.advanceMicrosMax = advanceMicrosMax;
        }
    }

    private final Batching batching;
    private final Random random;
    private final ScriptRows rows;
    private final Session session;
    private final WindowOracle oracle;
    private final List<Running> running = new ArrayList<>();
    private final Map<String, String> failures = new LinkedHashMap<>();
    private String when = "at the start";

    /** A case in one output mode. */
    private static final class Running {
        final MatrixCase matrixCase;
        final Schema schema;
        final String mode;
        final String table;
        final ScriptSink sink;
        /** The watermark that was used last before each micro-batch: what it has closed takes no more rows. */
        final List<Long> lates = new ArrayList<>();

        StreamingQuery query;
        private long watermark = WindowOracle.NONE;

        Running(MatrixCase matrixCase, Schema schema, String mode, String table, ScriptSink sink) {
            this.matrixCase = matrixCase;
            this.schema = schema;
            this.mode = mode;
            this.table = table;
            this.sink = sink;
        }

        void settle() {
            query.processAllAvailable();
            query.lastProgress()
                    .map(progress -> progress.eventTime().get("watermark"))
                    .ifPresent(text -> watermark = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(text)));
        }

        @Override
        public String toString() {
            return matrixCase + ", " + mode;
        }
    }

    /** @param cases all of one clock */
    MatrixRun(List<MatrixCase> cases, Batching batching, long seed, Path checkpoints) throws SQLException {
        this.batching = batching;
        ScriptRows.Clock clock = cases.get(0).kind().clock();
        random = new Random(seed);
        rows = new ScriptRows(seed, clock, LATE_ONE_IN);
        oracle = new WindowOracle(clock);
        session = Session.builder().clock(CLOCK).set("time-zone", "UTC").build();
        if (batching == Batching.RESTARTS) {
            session.set("checkpoint.dir", checkpoints.toString());
        }
        session.execute("CREATE TABLE bid (" + ScriptRows.BID_COLUMNS.replace("TIMESTAMP", "TIMESTAMP(6)")
                + ", WATERMARK FOR ts AS ts - " + clock.delay + ") WITH ('connector'='memory')");
        cases.forEach(this::create);
    }

    private void create(MatrixCase matrixCase) {
        try {
            Schema schema = ((StatementResult.Rows) session.execute(matrixCase.query())).schema();
            String columns = schema.fields().stream()
                    .map(Field::toString)
                    .map(text -> "\"" + text.replaceFirst(" ", "\" "))
                    .collect(Collectors.joining(", "));
            for (String mode : matrixCase.kind().modes()) {
                String table = "r" + running.size();
                session.execute("CREATE TABLE " + table + " (" + columns + ") WITH ('connector'='script')");
                running.add(new Running(matrixCase, schema, mode, table, ScriptTables.sink(table)));
            }
        } catch (MillraceException e) {
            failures.put(matrixCase.toString(), e.getMessage());
        }
    }

    /** Runs all; gives what went wrong, by case and mode, the first of each. */
    Map<String, String> failures() throws SQLException {
        session.set("parallelism", "2");
        running.forEach(this::start);
        for (int step = 0; step < batching.steps; step++) {
            when = "micro-batch " + step;
            feed();
            running.forEach(this::settle);
            check(false);
            if (batching == Batching.RESTARTS) {
                session.set("parallelism", Integer.toString(1 + random.nextInt(3)));
                running.forEach(this::restart);
            }
        }
        when = "at the end";
        session.execute("END INPUT bid");
        running.forEach(this::finish);
        check(true);
        return failures;
    }

    private void feed() throws SQLException {
        rows.advance(batching.advanceMicrosMax);
        List<String> bids = rows.bids(1 + random.nextInt(batching.rowsMax));
        session.execute("INSERT INTO bid VALUES " + String.join(", ", bids));
        oracle.add(bids);
        running.forEach(one -> one.lates.add(one.watermark));
    }

    private void start(Running one) {
        guard(one, () -> {
            session.set("output.mode", one.mode);
            one.query = ((StatementResult.Started)
                            session.execute("INSERT INTO " + one.table + " " + one.matrixCase.query()))
                    .query();
        });
    }

    private void restart(Running one) {
        guard(one, () -> one.query.stop());
        start(one);
    }

    private void settle(Running one) {
        guard(one, () -> one.settle());
    }

    private void finish(Running one) {
        guard(one, () -> {
            if (!one.query.awaitTermination(Duration.ofMinutes(1))) {
                failures.putIfAbsent(one.toString(), "does not end");
            }
        });
    }

    /** Once something is wrong with a case it is left alone. */
    private void guard(Running one, Runnable step) {
        if (failures.containsKey(one.toString())) {
            return;
        }
        try {
            step.run();
        } catch (MillraceException e) {
            failures.put(one.toString(), when + ": " + e.getMessage());
        }
    }

    private void check(boolean ended) throws SQLException {
        MatrixCase last = null;
        Map<List<Long>, List<WindowOracle.Row>> answers = new HashMap<>();
        for (Running one : running) {
            if (one.matrixCase != last) {
                last = one.matrixCase;
                answers.clear();
                if (ended) {
                    compare(last + ", SELECT", answer(one, List.of(), answers), selected(last));
                }
            }
            List<WindowOracle.Row> expected = answer(one, one.mode.equals("complete") ? List.of() : one.lates, answers);
            if (one.mode.equals("append") && !ended) {
                expected = expected.stream()
                        .filter(row -> row.finalMicros() <= oracle.watermark())
                        .toList();
            }
            compare(one.toString(), expected, one.sink.rows());
        }
    }

    private List<WindowOracle.Row> answer(
            Running one, List<Long> lates, Map<List<Long>, List<WindowOracle.Row>> answers) throws SQLException {
        List<WindowOracle.Row> known = answers.get(lates);
        if (known == null) {
            known = oracle.answer(one.matrixCase.kind(), one.matrixCase.calls(), one.schema, lates);
            answers.put(lates, known);
        }
        return known;
    }

    private void compare(String name, List<WindowOracle.Row> expected, List<String> found) {
        List<String> missing = new ArrayList<>(
                expected.stream().map(WindowOracle.Row::text).sorted().toList());
        List<String> more = new ArrayList<>(found.stream().sorted().toList());
        found.forEach(missing::remove);
        expected.forEach(row -> more.remove(row.text()));
        missing.removeIf(row -> {
            Optional<String> near =
                    more.stream().filter(other -> RowText.isNear(row, other)).findFirst();
            near.ifPresent(more::remove);
            return near.isPresent();
        });
        if (!missing.isEmpty() || !more.isEmpty()) {
            failures.putIfAbsent(
                    name,
                    when + ", of " + expected.size() + " rows missing\n    " + String.join("\n    ", missing)
                            + "\n  and not asked for\n    " + String.join("\n    ", more));
        }
    }

    private List<String> selected(MatrixCase matrixCase) {
        List<String> texts = new ArrayList<>();
        StatementResult.Rows result = (StatementResult.Rows) session.execute(matrixCase.query());
        try (RowCursor cursor = result.cursor()) {
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
        oracle.close();
    }
}
