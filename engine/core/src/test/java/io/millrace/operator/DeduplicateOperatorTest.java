package io.millrace.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.expr.EvalContext;
import io.millrace.plan.Deduplicate;
import io.millrace.plan.Scan;
import io.millrace.testing.OperatorHarness;
import io.millrace.testing.OperatorHarness.Step;
import io.millrace.time.Watermarks;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random rows, against a loop over all that was given. */
class DeduplicateOperatorTest {
    private static final Schema INPUT = Schema.of(
            Field.of("k", DataType.VARCHAR),
            Field.of("ts", DataType.TIMESTAMP),
            new Field("id", DataType.BIGINT, false));
    private static final Scan SCAN = new Scan("t", "t", List.of(), INPUT);
    private static final long WITHIN = 10;
    private static final long DELAY = 15;

    private record Row(String k, Long ts, long id) {
        List<Object> values() {
            return Arrays.asList(k, ts, id);
        }

        boolean repeats(Row other, boolean keyed) {
            boolean sameKey = !keyed || (k == null ? other.k == null : k.equals(other.k));
            return sameKey && ts != null && other.ts != null && Math.abs(ts - other.ts) <= WITHIN;
        }
    }

    private static Deduplicate plan(boolean keyed, boolean closes) {
        return new Deduplicate(
                SCAN, keyed ? List.of(0) : List.of(), 1, WITHIN, closes ? new Deduplicate.Close(1) : null);
    }

    private static ColumnBatch batch(List<Row> rows) {
        return ColumnBatch.ofRows(INPUT, rows.stream().map(Row::values).toList());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void givesTheFirstOfThoseWithinReach(boolean keyed) {
        for (boolean closes : new boolean[] {true, false}) {
            Random random = new Random(7);
            List<Row> given = new ArrayList<>();
            List<Step> steps = new ArrayList<>();
            List<List<String>> expected = new ArrayList<>();
            long late = Watermarks.NONE;
            long id = 0;
            for (int step = 0; step < 40; step++) {
                long around = 20L * step + 100;
                List<Row> rows = new ArrayList<>();
                List<String> fresh = new ArrayList<>();
                for (int i = 0; i < random.nextInt(20); i++) {
                    Row row = random(random, around, id++);
                    rows.add(row);
                    boolean isLate = closes && row.ts != null && row.ts < late;
                    if (!isLate && given.stream().noneMatch(row(row, keyed)::repeats)) {
                        given.add(row);
                        fresh.add(row.values().toString());
                    }
                }
                late = around - DELAY;
                steps.add(Step.of(late, batch(rows)));
                expected.add(fresh.stream().sorted().toList());
            }
            steps.add(Step.of(Watermarks.END, batch(List.of())));
            expected.add(List.of());
            List<List<String>> found = new OperatorHarness(plan(keyed, closes))
                    .run(steps).stream()
                            .map(rows -> rows.stream().sorted().toList())
                            .toList();
            assertThat(found).isEqualTo(expected);
        }
    }

    private interface Repeats {
        boolean repeats(Row other);
    }

    private static Repeats row(Row row, boolean keyed) {
        return other -> row.repeats(other, keyed);
    }

    private static Row random(Random random, long around, long id) {
        String key = random.nextInt(10) == 0 ? null : "k" + random.nextInt(4);
        Long time = random.nextInt(12) == 0 ? null : (Long) (around - random.nextInt(40));
        return new Row(key, time, id);
    }

    @Test
    void forgetsWhatNoRowInTimeCanReach() {
        DeduplicateOperator operator = new DeduplicateOperator(plan(true, true), "op", 0, 1);
        long late = Watermarks.NONE;
        for (int step = 0; step < 200; step++) {
            long now = 10L * step;
            operator.begin(new BatchContext(
                    step, new EvalContext(0, ZoneOffset.UTC), new long[] {late}, new long[] {now - DELAY}));
            operator.process(0, batch(List.of(new Row("k" + step, now, step))), (order, rows) -> {});
            operator.finish((order, rows) -> {});
            late = now - DELAY;
            assertThat(operator.stateRows()).isLessThan(6);
        }
        assertThat(operator.lateRows()).isZero();
        operator.begin(new BatchContext(
                200, new EvalContext(0, ZoneOffset.UTC), new long[] {late}, new long[] {Watermarks.END}));
        operator.process(0, batch(List.of(new Row("old", late - 1, 0), new Row("new", late, 1))), (order, rows) -> {});
        operator.finish((order, rows) -> {});
        assertThat(operator.lateRows()).isEqualTo(1);
        assertThat(operator.stateRows()).isZero();
    }
}
