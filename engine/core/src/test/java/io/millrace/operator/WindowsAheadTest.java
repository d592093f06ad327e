package io.millrace.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.aggregate.AggregateCall;
import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.columnar.Selection;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.expr.EvalContext;
import io.millrace.plan.PlanNode;
import io.millrace.plan.Scan;
import io.millrace.plan.WindowAggregate;
import io.millrace.state.StateChunk;
import io.millrace.time.CumulativeWindow;
import io.millrace.time.SlidingWindow;
import io.millrace.time.Watermarks;
import io.millrace.time.WindowAssignment;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Windows that are prepared before they close give what they give when they are not, to the last bit: whatever comes late,
 * is taken back or is forgotten in between. Two seconds.
 */
class WindowsAheadTest {
    private static final Schema INPUT = Schema.of(
            Field.of("k", DataType.BIGINT),
            Field.of("ts", DataType.TIMESTAMP),
            Field.of("v", DataType.BIGINT),
            Field.of("d", DataType.DOUBLE));
    private static final PlanNode SCAN = new Scan("t", "t", List.of(0, 1, 2, 3), INPUT);
    private static final List<AggregateCall> CALLS = List.of(
            call("COUNT", 2, false, DataType.BIGINT),
            call("SUM", 2, false, DataType.BIGINT),
            call("MAX", 2, false, DataType.BIGINT),
            call("SUM", 3, false, DataType.DOUBLE),
            call("COUNT", 2, true, DataType.BIGINT));
    /** Time between two micro-batches. */
    private static final long STEP = 10;

    private static final int BATCHES = 120;

    private static AggregateCall call(String function, int argument, boolean distinct, DataType type) {
        return new AggregateCall(function, List.of(argument), distinct, -1, function + argument + distinct, type, true);
    }

    private static WindowAggregate plan(WindowAssignment window, List<AggregateCall> calls) {
        List<Field> fields = new ArrayList<>(List.of(
                INPUT.field(0),
                Field.of("s", DataType.TIMESTAMP),
                Field.of("e", DataType.TIMESTAMP),
                Field.of("t", DataType.TIMESTAMP)));
        calls.forEach(call -> fields.add(Field.of(call.name(), call.type())));
        return new WindowAggregate(SCAN, 1, window, List.of(0), calls, new Schema(fields));
    }

    /**
     * A stream and its windows.
     *
     * @param disorder how far rows may be behind, in time
     * @param takenBack whether some rows are taken back later
     * @param keys how many there are
     */
    private record Case(WindowAssignment window, int disorder, boolean takenBack, int keys) {}

    static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (WindowAssignment window : List.of(
                new SlidingWindow(200, 1_000, 3),
                new SlidingWindow(100, 2_000, 0),
                new SlidingWindow(300, 300, 0),
                new SlidingWindow(200, 500, 0),
                new CumulativeWindow(200, 800, 0))) {
            cases.add(new Case(window, 0, false, 60));
            cases.add(new Case(window, 60, false, 200));
            cases.add(new Case(window, 400, false, 60));
            cases.add(new Case(window, 300, true, 60));
        }
        return cases;
    }

    /** How rows come to the operator. */
    private interface Feed {
        void give(WindowAggregateOperator operator, ColumnBatch rows, BatchContext context, Operator.Output out);
    }

    private static final Feed WHOLE = (operator, rows, context, out) -> operator.process(0, rows, out);
    private static final Feed IN_THREES = (operator, rows, context, out) -> {
        for (int from = 0; from < rows.rowCount(); from += 3) {
            int to = Math.min(rows.rowCount(), from + 3);
            operator.process(
                    0, rows.take(new Selection(IntStream.range(from, to).toArray(), to - from)), out);
        }
    };

    private static Feed asGroups(WindowAggregate plan) {
        PreAggregation preAggregation = PreAggregation.of(plan, false);
        return (operator, rows, context, out) -> {
            PartialGroups groups = preAggregation.open(context);
            groups.add(rows);
            operator.merge(groups, out);
        };
    }

    /** What happens to the operator between micro-batches. */
    private interface Between {
        WindowAggregateOperator after(WindowAggregateOperator operator, List<StateChunk> log);
    }

    private static final int SLICE_GROUPS = 48;

    private static WindowAggregateOperator operator(WindowAggregate plan, boolean weighted, int sliceGroups) {
        return new WindowAggregateOperator(plan, "w", weighted, 0, 1, sliceGroups);
    }

    private static WindowAggregateOperator prepare(WindowAggregateOperator operator, List<StateChunk> log) {
        operator.prepare();
        return operator;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void preparedOrNotTheAnswerIsTheSame(Case test) {
        WindowAggregate plan = plan(test.window(), CALLS);
        List<ColumnBatch> rows = rows(test, new Random(5));
        boolean weighted = test.takenBack();
        List<List<String>> expected =
                run(operator(plan, weighted, Integer.MAX_VALUE), rows, WHOLE, (operator, log) -> operator);
        assertThat(expected.stream().filter(batch -> !batch.isEmpty())).hasSizeGreaterThan(3);
        Random random = new Random(6);
        Between restarts = (operator, log) -> {
            operator.prepare();
            if (random.nextInt(4) > 0) {
                return operator;
            }
            WindowAggregateOperator anew = operator(plan, weighted, SLICE_GROUPS);
            log.forEach(anew::restore);
            return anew;
        };
        Between forgets = (operator, log) -> {
            if (random.nextInt(8) == 0) {
                operator.forgetPrepared();
            } else if (random.nextInt(8) > 0) {
                operator.prepare();
            }
            return operator;
        };
        for (Between between : List.<Between>of(WindowsAheadTest::prepare, restarts, forgets)) {
            assertThat(run(operator(plan, weighted, SLICE_GROUPS), rows, WHOLE, between))
                    .isEqualTo(expected);
        }
        assertThat(run(operator(plan, weighted, 8), rows, WHOLE, WindowsAheadTest::prepare))
                .as("many slices")
                .isEqualTo(expected);
        assertThat(run(operator(plan, weighted, SLICE_GROUPS), rows, IN_THREES, WindowsAheadTest::prepare))
                .as("few rows at a time")
                .isEqualTo(expected);
        if (!weighted) {
            WindowAggregate mergeable = plan(test.window(), CALLS.subList(0, 4));
            Feed groups = asGroups(mergeable);
            assertThat(run(operator(mergeable, false, SLICE_GROUPS), rows, groups, WindowsAheadTest::prepare))
                    .as("as groups")
                    .isEqualTo(run(operator(mergeable, false, Integer.MAX_VALUE), rows, groups, (o, log) -> o));
        }
    }

    @Test
    void whatIsPreparedCountsAsStateAndCanBeForgotten() {
        Case test = new Case(new SlidingWindow(200, 1_000, 0), 0, false, 400);
        WindowAggregate plan = plan(test.window(), CALLS);
        List<Long> bytes = new ArrayList<>();
        List<Long> preparedBytes = new ArrayList<>();
        List<ColumnBatch> rows = rows(test, new Random(5));
        run(operator(plan, false, Integer.MAX_VALUE), rows, WHOLE, (operator, log) -> {
            bytes.add(operator.stateBytes());
            return operator;
        });
        run(operator(plan, false, SLICE_GROUPS), rows, WHOLE, (operator, log) -> {
            operator.prepare();
            preparedBytes.add(operator.stateBytes());
            if (preparedBytes.size() % 50 == 0) {
                operator.forgetPrepared();
                assertThat(operator.stateBytes()).isLessThanOrEqualTo(bytes.get(preparedBytes.size() - 1));
            }
            return operator;
        });
        assertThat(IntStream.range(0, BATCHES).filter(i -> preparedBytes.get(i) > bytes.get(i) * 5 / 4))
                .hasSizeGreaterThan(20);
    }

    @Test
    void aSumBeyondItsTypeFailsWhenItsWindowClosesAndNotBefore() {
        WindowAggregate plan = plan(new SlidingWindow(200, 1_000, 0), CALLS);
        assertThat(sumsOf(plan, -5L))
                .contains("[7, 0, 1000, 999, 3, 9223372036854775803, 9223372036854775807, 0.0, 3]");
        assertThatThrownBy(() -> sumsOf(plan, 5L))
                .isInstanceOfSatisfying(
                        MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NUMERIC_OVERFLOW))
                .hasMessageContaining("SUM is beyond BIGINT")
                .hasMessageContaining("k = 7");
    }

    /** Results where the sum of key 7 is too large in the one window that holds all its rows, until the last comes, late. */
    private static List<String> sumsOf(WindowAggregate plan, long last) {
        WindowAggregateOperator operator = operator(plan, false, 1);
        List<String> out = new ArrayList<>();
        long late = Watermarks.NONE;
        for (int i = 0; i < 140; i++) {
            List<List<Object>> rows = new ArrayList<>();
            rows.add(List.of((long) i % 5, i * STEP, 1L, 0.0));
            if (i == 0) {
                rows.add(List.of(7L, 0L, Long.MAX_VALUE, 0.0));
            } else if (i == 90) {
                rows.add(List.of(7L, i * STEP, 1L, 0.0));
            } else if (i == 110) {
                rows.add(List.of(7L, 0L, last, 0.0));
            }
            long watermark = i * STEP - 150;
            out.addAll(micro(operator, ColumnBatch.ofRows(INPUT, rows), i, WHOLE, late, watermark));
            operator.prepare();
            late = watermark;
        }
        return out;
    }

    /** Micro-batches of a stream whose time goes on by {@link #STEP} with each. */
    private static List<ColumnBatch> rows(Case test, Random random) {
        List<ColumnBatch> batches = new ArrayList<>();
        List<List<Object>> takeable = new ArrayList<>();
        for (int i = 0; i < BATCHES; i++) {
            List<List<Object>> rows = new ArrayList<>();
            List<Long> weights = new ArrayList<>();
            for (int j = 0; j < 24; j++) {
                long behind = test.disorder() == 0 || j % 8 > 0 ? 0 : random.nextInt(test.disorder());
                long time = i * STEP + random.nextInt((int) STEP) - behind;
                rows.add(List.of(
                        (long) random.nextInt(test.keys()), time, (long) random.nextInt(9), random.nextDouble()));
                weights.add(1L);
            }
            if (test.takenBack() && !takeable.isEmpty()) {
                rows.add(takeable.remove(random.nextInt(takeable.size())));
                weights.add(-1L);
            }
            takeable.add(rows.get(random.nextInt(24)));
            ColumnBatch batch = ColumnBatch.ofRows(INPUT, rows);
            batches.add(
                    test.takenBack()
                            ? batch.withWeights(
                                    weights.stream().mapToLong(w -> w).toArray())
                            : batch);
        }
        return batches;
    }

    /** The output of each micro-batch, a text for each row. */
    private static List<List<String>> run(
            WindowAggregateOperator first, List<ColumnBatch> rows, Feed feed, Between between) {
        List<List<String>> outputs = new ArrayList<>();
        List<StateChunk> log = new ArrayList<>();
        WindowAggregateOperator operator = first;
        long late = Watermarks.NONE;
        for (int i = 0; i < rows.size(); i++) {
            long watermark = i == rows.size() - 1 ? Watermarks.END : i * STEP - 150;
            outputs.add(micro(operator, rows.get(i), i, feed, late, watermark));
            operator.changes(log::add);
            operator = between.after(operator, log);
            late = watermark;
        }
        return outputs;
    }

    private static List<String> micro(
            WindowAggregateOperator operator, ColumnBatch rows, long batchId, Feed feed, long late, long watermark) {
        List<String> out = new ArrayList<>();
        Operator.Output texts = (order, batch) -> {
            for (int row = 0; row < batch.rowCount(); row++) {
                out.add(batch.row(row).toString());
            }
        };
        BatchContext context = new BatchContext(
                batchId, new EvalContext(0, ZoneOffset.UTC), new long[] {late}, new long[] {watermark});
        operator.begin(context);
        feed.give(operator, rows, context, texts);
        operator.endInput(0, texts);
        operator.finish(texts);
        return out;
    }
}
