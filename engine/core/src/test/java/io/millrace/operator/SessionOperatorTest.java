package io.millrace.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.aggregate.AggregateCall;
import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.plan.Aggregate;
import io.millrace.plan.Aggregate.Emit;
import io.millrace.plan.AssignSessions;
import io.millrace.plan.PlanNode;
import io.millrace.plan.Scan;
import io.millrace.plan.SessionAggregate;
import io.millrace.plan.SessionGap;
import io.millrace.testing.OperatorHarness;
import io.millrace.testing.OperatorHarness.Step;
import io.millrace.time.Watermarks;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions over random micro-batches, out of order, late, taken back, against sessions found over all rows at once. */
class SessionOperatorTest {
    private static final int TIME = 2;
    private static final int GAP = 4;
    private static final Schema INPUT = Schema.of(
            Field.of("k", DataType.VARCHAR),
            Field.of("g", DataType.BIGINT),
            Field.of("ts", DataType.TIMESTAMP),
            Field.of("v", DataType.BIGINT),
            Field.of("gap", DataType.INTERVAL_DAY_TIME),
            Field.of("even", DataType.BOOLEAN));
    private static final PlanNode SCAN = new Scan("t", "t", List.of(), INPUT);
    /** A node whose rows may be taken back. */
    private static final PlanNode CHANGING =
            new Aggregate(SCAN, List.of(0, 1, 2, 3, 4, 5), calls().subList(0, 1), Emit.CHANGES, null, INPUT);

    private static List<AggregateCall> calls() {
        return List.of(
                call("COUNT", -1, false, -1, DataType.BIGINT),
                call("SUM", 3, false, -1, DataType.BIGINT),
                call("COUNT", 3, true, 5, DataType.BIGINT),
                call("MIN", 3, false, 5, DataType.BIGINT),
                call("MAX", 0, false, -1, DataType.VARCHAR),
                call("AVG", 3, false, -1, DataType.DOUBLE));
    }

    private static AggregateCall call(String function, int argument, boolean distinct, int filter, DataType type) {
        List<Integer> arguments = argument < 0 ? List.of() : List.of(argument);
        return new AggregateCall(function, arguments, distinct, filter, function + argument, type, true);
    }

    private static List<Object> oracle(List<List<Object>> rows) {
        List<Long> values = rows.stream()
                .map(row -> (Long) row.get(3))
                .filter(Objects::nonNull)
                .toList();
        List<Long> evens = rows.stream()
                .filter(row -> (Boolean) row.get(5))
                .map(row -> (Long) row.get(3))
                .filter(Objects::nonNull)
                .toList();
        long sum = values.stream().mapToLong(v -> v).sum();
        return Arrays.asList(
                (long) rows.size(),
                values.isEmpty() ? null : sum,
                evens.stream().distinct().count(),
                evens.stream().min(Long::compare).orElse(null),
                rows.stream()
                        .map(row -> (String) row.get(0))
                        .max(String::compareTo)
                        .orElse(null),
                values.isEmpty() ? null : sum / (double) values.size());
    }

    /** How a test is set up. */
    private record Setup(
            List<Integer> keys, SessionGap gap, Emit emit, boolean closes, boolean changing, boolean rows) {
        static Setup of(Random random, Emit emit, boolean changing, boolean rows) {
            List<Integer> keys = List.of(List.of(0), List.of(1), List.of(0, 1), List.<Integer>of())
                    .get(random.nextInt(4));
            SessionGap gap = random.nextBoolean() ? SessionGap.fixed(4) : SessionGap.ofColumn(GAP);
            return new Setup(keys, gap, emit, emit == Emit.WHEN_FINAL || random.nextInt(3) > 0, changing, rows);
        }

        PlanNode node() {
            PlanNode input = changing ? CHANGING : SCAN;
            Long close = closes ? 1L : null;
            List<Field> fields = new ArrayList<>();
            (rows ? List.of(0, 1, 2, 3, 4, 5) : keys).forEach(key -> fields.add(INPUT.field(key)));
            for (String name : List.of("window_start", "window_end", "window_time")) {
                fields.add(Field.of(name, DataType.TIMESTAMP));
            }
            if (rows) {
                return new AssignSessions(input, TIME, gap, keys, emit, close, new Schema(fields));
            }
            calls().forEach(call -> fields.add(Field.of(call.name(), call.type())));
            return new SessionAggregate(input, TIME, gap, keys, calls(), emit, close, new Schema(fields));
        }

        long gapOf(List<Object> row) {
            Long own = (Long) row.get(GAP);
            return gap.column() < 0 ? gap.micros() : own == null ? 0 : own;
        }

        /** Result rows by the end of their session. */
        List<Map.Entry<Long, String>> sessions(List<List<Object>> all) {
            Map<String, List<List<Object>>> byKey = new TreeMap<>();
            all.stream()
                    .filter(row -> row.get(TIME) != null && gapOf(row) > 0)
                    .forEach(row -> byKey.computeIfAbsent(
                                    keys.stream().map(row::get).toList().toString(), k -> new ArrayList<>())
                            .add(row));
            List<Map.Entry<Long, String>> results = new ArrayList<>();
            byKey.values().forEach(rows -> sessionsOfKey(rows, results));
            return results;
        }

        private void sessionsOfKey(List<List<Object>> ofKey, List<Map.Entry<Long, String>> results) {
            ofKey.sort(Comparator.comparing(row -> (Long) row.get(TIME)));
            List<List<Object>> open = new ArrayList<>();
            long end = Long.MIN_VALUE;
            for (List<Object> row : ofKey) {
                long time = (Long) row.get(TIME);
                if (time > end) {
                    give(open, end, results);
                    open.clear();
                    end = Long.MIN_VALUE;
                }
                open.add(row);
                end = Math.max(end, time + gapOf(row));
            }
            give(open, end, results);
        }

        private void give(List<List<Object>> open, long end, List<Map.Entry<Long, String>> results) {
            if (open.isEmpty()) {
                return;
            }
            List<Object> bounds = List.of(open.get(0).get(TIME), end, end - 1);
            if (rows) {
                open.forEach(row -> results.add(Map.entry(end, text(row, bounds))));
            } else {
                List<Object> key =
                        new ArrayList<>(keys.stream().map(open.get(0)::get).toList());
                key.addAll(bounds);
                results.add(Map.entry(end, text(key, oracle(open))));
            }
        }
    }

    private static String text(List<?> first, List<?> second) {
        List<Object> all = new ArrayList<>(first);
        all.addAll(second);
        return all.toString();
    }

    private static List<Object> random(Random random, long around) {
        long time = around + random.nextInt(24) - 18;
        return Arrays.asList(
                "key" + random.nextInt(3),
                (long) random.nextInt(2),
                random.nextInt(20) == 0 ? null : (Object) time,
                random.nextInt(8) == 0 ? null : (Object) (long) (random.nextInt(20) - 10),
                random.nextInt(12) == 0 ? null : (Object) (long) (random.nextInt(8) - 1),
                random.nextBoolean());
    }

    /** Runs a setup and holds its result table, or what of it is final, against the oracle after every micro-batch. */
    private static void check(Setup setup, Random random, String as) {
        List<Step> steps = new ArrayList<>();
        List<List<Map.Entry<Long, String>>> expected = new ArrayList<>();
        List<List<Object>> there = new ArrayList<>();
        long late = Watermarks.NONE;
        for (int i = 0; i < 14; i++) {
            long around = i * 9L - 40;
            List<List<Object>> rows = new ArrayList<>();
            List<Long> weights = new ArrayList<>();
            for (int j = random.nextInt(14); j > 0; j--) {
                boolean back = setup.changing() && !there.isEmpty() && random.nextInt(3) == 0;
                List<Object> row = back ? there.get(random.nextInt(there.size())) : random(random, around);
                rows.add(row);
                weights.add(back ? -1L : 1L);
                boolean isLate = setup.closes()
                        && late != Watermarks.NONE
                        && row.get(TIME) != null
                        && (Long) row.get(TIME) < late;
                if (back && !isLate) {
                    there.remove(row);
                } else if (!back && !isLate) {
                    there.add(row);
                }
            }
            ColumnBatch batch = ColumnBatch.ofRows(INPUT, rows);
            long watermark = i == 13 ? Watermarks.END : around - random.nextInt(14);
            watermark = Math.max(watermark, late);
            steps.add(Step.of(
                    watermark,
                    setup.changing()
                            ? batch.withWeights(
                                    weights.stream().mapToLong(w -> w).toArray())
                            : batch));
            expected.add(setup.sessions(there));
            late = watermark;
        }
        List<List<String>> outputs = new OperatorHarness(setup.node()).run(steps);
        List<String> result = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            apply(outputs.get(i), result, as);
            long watermark = steps.get(i).watermark();
            List<String> answer = expected.get(i).stream()
                    .filter(session -> setup.emit() == Emit.CHANGES || session.getKey() < watermark)
                    .map(Map.Entry::getValue)
                    .toList();
            assertThat(result).as("%s, micro-batch %d", as, i).containsExactlyInAnyOrderElementsOf(answer);
        }
    }

    private static void apply(List<String> changes, List<String> result, String as) {
        for (String change : changes) {
            int times = change.indexOf('x');
            boolean weighted = change.matches("-?\\d+x.*");
            long weight = weighted ? Long.parseLong(change.substring(0, times)) : 1;
            String row = weighted ? change.substring(times + 1) : change;
            for (long i = weight; i > 0; i--) {
                result.add(row);
            }
            for (long i = weight; i < 0; i++) {
                assertThat(result.remove(row)).as("%s was there, %s", row, as).isTrue();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void finalSessionsComeOutOnce(long seed) {
        Random random = new Random(seed);
        Setup setup = Setup.of(random, Emit.WHEN_FINAL, false, false);
        check(setup, random, "seed " + seed + " " + setup);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void changesAddUpToTheSessions(long seed) {
        Random random = new Random(seed);
        Setup setup = Setup.of(random, Emit.CHANGES, false, false);
        check(setup, random, "seed " + seed + " " + setup);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void rowsThatAreTakenBackSplitSessions(long seed) {
        Random random = new Random(seed);
        Setup setup = Setup.of(random, Emit.CHANGES, true, false);
        check(setup, random, "seed " + seed + " " + setup);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void rowsComeWithTheirSessions(long seed) {
        Random random = new Random(seed);
        Emit emit = seed % 2 == 0 ? Emit.CHANGES : Emit.WHEN_FINAL;
        Setup setup = Setup.of(random, emit, seed % 4 == 0, true);
        check(setup, random, "seed " + seed + " " + setup);
    }

    private static List<Object> row(String key, long time) {
        return Arrays.asList(key, 1L, time, 1L, 5L, true);
    }

    private static List<List<String>> run(Emit emit, List<Step> steps) {
        AggregateCall count = calls().get(0);
        Schema schema = Schema.of(
                INPUT.field(0),
                Field.of("s", DataType.TIMESTAMP),
                Field.of("e", DataType.TIMESTAMP),
                Field.of("t", DataType.TIMESTAMP),
                Field.of("n", DataType.BIGINT));
        return new OperatorHarness(new SessionAggregate(
                        SCAN, TIME, SessionGap.fixed(5), List.of(0), List.of(count), emit, 1L, schema))
                .run(steps);
    }

    private static ColumnBatch rows(Object... keysAndTimes) {
        List<List<Object>> rows = new ArrayList<>();
        for (int i = 0; i < keysAndTimes.length; i += 2) {
            rows.add(row((String) keysAndTimes[i], (Integer) keysAndTimes[i + 1]));
        }
        return ColumnBatch.ofRows(INPUT, rows);
    }

    @Test
    void rangesThatTouchAreOneSessionAndARowBetweenJoinsTwo() {
        assertThat(run(
                        Emit.CHANGES,
                        List.of(
                                Step.of(0, rows("a", 10, "a", 15)),
                                Step.of(0, rows("a", 21)),
                                Step.of(0, rows("a", 17)))))
                .containsExactly(
                        List.of("[a, 10, 20, 19, 2]"),
                        List.of("[a, 21, 26, 25, 1]"),
                        List.of("-1x[a, 10, 20, 19, 2]", "[a, 10, 26, 25, 4]", "-1x[a, 21, 26, 25, 1]"));
    }

    @Test
    void aSessionIsFinalBehindItsEndSinceARowAtTheEndStillJoins() {
        assertThat(run(
                        Emit.WHEN_FINAL,
                        List.of(
                                Step.of(15, rows("a", 10)),
                                Step.of(15, rows("a", 15, "a", 14)),
                                Step.of(20, rows()),
                                Step.of(21, rows()))))
                .containsExactly(List.of(), List.of(), List.of(), List.of("[a, 10, 20, 19, 2]"));
    }
}
