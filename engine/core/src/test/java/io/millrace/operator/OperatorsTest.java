package io.millrace.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.aggregate.AggregateCall;
import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.plan.Aggregate;
import io.millrace.plan.Join;
import io.millrace.plan.Limit;
import io.millrace.plan.Materialize;
import io.millrace.plan.PlanNode;
import io.millrace.plan.Scan;
import io.millrace.plan.Sort;
import io.millrace.plan.WindowAggregate;
import io.millrace.testing.OperatorHarness;
import io.millrace.testing.OperatorHarness.Step;
import io.millrace.time.SlidingWindow;
import io.millrace.time.Watermarks;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every operator with state, over random micro-batches, against the answer worked out from all rows at once. */
class OperatorsTest {
    private static final Schema INPUT = Schema.of(
            Field.of("k", DataType.VARCHAR),
            Field.of("g", DataType.BIGINT),
            Field.of("ts", DataType.TIMESTAMP),
            Field.of("v", DataType.BIGINT),
            Field.of("x", DataType.DOUBLE),
            Field.of("d", DataType.decimal(10, 2)),
            Field.of("even", DataType.BOOLEAN));

    private static final PlanNode SCAN = new Scan("t", "t", List.of(), INPUT);

    private static AggregateCall call(String function, int argument, boolean distinct, int filter, DataType type) {
        List<Integer> arguments = argument < 0 ? List.of() : List.of(argument);
        return new AggregateCall(function, arguments, distinct, filter, function + argument, type, true);
    }

    private static final List<AggregateCall> CALLS = List.of(
            call("COUNT", -1, false, -1, DataType.BIGINT),
            call("COUNT", 3, true, 6, DataType.BIGINT),
            call("SUM", 3, false, -1, DataType.BIGINT),
            call("SUM", 3, true, -1, DataType.BIGINT),
            call("MIN", 3, false, 6, DataType.BIGINT),
            call("MAX", 0, false, -1, DataType.VARCHAR),
            call("AVG", 3, false, -1, DataType.DOUBLE),
            call("MAX", 4, false, -1, DataType.DOUBLE),
            call("SUM", 4, false, -1, DataType.DOUBLE),
            call("SUM", 5, false, -1, DataType.decimal(38, 2)));

    private record Row(String k, long g, Long ts, Long v, Double x, BigDecimal d, boolean even) {
        List<Object> values() {
            return Arrays.asList(k, g, ts, v, x, d, even);
        }
    }

    private static Row random(Random random, long around) {
        Long v = random.nextInt(8) == 0 ? null : (long) random.nextInt(20) - 10;
        return new Row(
                "key" + random.nextInt(6),
                random.nextInt(3),
                around + random.nextInt(20) - 10,
                v,
                random.nextInt(9) == 0 ? null : random.nextInt(64) / 8.0,
                v == null ? null : BigDecimal.valueOf(v * 7, 2),
                random.nextBoolean());
    }

    private static ColumnBatch batch(List<Row> rows) {
        return ColumnBatch.ofRows(INPUT, rows.stream().map(Row::values).toList());
    }

    private static Schema schema(List<Integer> keys, int extra) {
        List<Field> fields = new ArrayList<>(keys.stream().map(INPUT::field).toList());
        for (int i = 0; i < extra; i++) {
            fields.add(Field.of("w" + i, DataType.TIMESTAMP));
        }
        CALLS.forEach(call -> fields.add(Field.of(call.name(), call.type())));
        return new Schema(fields);
    }

    /** The aggregates of CALLS over some rows. */
    private static List<Object> oracle(List<Row> rows) {
        List<Long> vs = rows.stream().map(Row::v).filter(Objects::nonNull).toList();
        List<Long> evens = rows.stream()
                .filter(Row::even)
                .map(Row::v)
                .filter(Objects::nonNull)
                .toList();
        List<Double> xs = rows.stream().map(Row::x).filter(Objects::nonNull).toList();
        List<BigDecimal> ds = rows.stream().map(Row::d).filter(Objects::nonNull).toList();
        return Arrays.asList(
                (long) rows.size(),
                evens.stream().distinct().count(),
                vs.isEmpty() ? null : vs.stream().mapToLong(v -> v).sum(),
                vs.isEmpty() ? null : vs.stream().distinct().mapToLong(v -> v).sum(),
                evens.stream().min(Long::compare).orElse(null),
                rows.stream().map(Row::k).max(String::compareTo).orElse(null),
                vs.isEmpty() ? null : vs.stream().mapToLong(v -> v).sum() / (double) vs.size(),
                xs.stream().max(Double::compare).orElse(null),
                xs.isEmpty() ? null : xs.stream().mapToDouble(x -> x).sum(),
                ds.stream().reduce(BigDecimal::add).orElse(null));
    }

    private static String text(List<?> key, List<?> values) {
        List<Object> all = new ArrayList<>(key);
        all.addAll(values);
        return all.toString();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void windowsHoldTheRowsThatTheyCover(long seed) {
        Random random = new Random(seed);
        SlidingWindow window = List.of(
                        SlidingWindow.tumbling(10, 3),
                        new SlidingWindow(2, 10, 0),
                        new SlidingWindow(4, 10, 1),
                        new SlidingWindow(10, 4, 0),
                        new SlidingWindow(1, 13, 0))
                .get((int) (seed % 5));
        List<Integer> keys = seed % 2 == 0 ? List.of(1) : List.of(0, 1);
        PlanNode node = new WindowAggregate(SCAN, 2, window, keys, CALLS, schema(keys, 3));
        List<Step> steps = new ArrayList<>();
        List<Row> kept = new ArrayList<>();
        long late = Watermarks.NONE;
        for (int i = 0; i < 12; i++) {
            List<Row> rows = Stream.generate(() -> random(random, 0))
                    .limit(random.nextInt(30))
                    .toList();
            long shift = i * 6L - 20;
            List<Row> moved = rows.stream()
                    .map(r -> new Row(r.k, r.g, random.nextInt(15) == 0 ? null : r.ts + shift, r.v, r.x, r.d, r.even))
                    .toList();
            long watermark = i == 11 ? Watermarks.END : shift + random.nextInt(6);
            steps.add(Step.of(watermark, batch(moved)));
            kept.addAll(moved);
            late = watermark;
        }
        List<String> found = new OperatorHarness(node)
                .run(steps).stream().flatMap(List::stream).toList();

        assertThat(late).isEqualTo(Watermarks.END);
        assertThat(found).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(windows(steps, window, keys));
    }

    /** What windows give when a row counts for those windows that were still open when it came. */
    private static List<String> windows(List<Step> steps, SlidingWindow window, List<Integer> keys) {
        Map<Long, Map<String, List<Row>>> open = new TreeMap<>();
        long late = Watermarks.NONE;
        for (Step step : steps) {
            for (List<Object> values : step.inputs().get(0).rows()) {
                Row row = row(values);
                if (row.ts() == null) {
                    continue;
                }
                for (long start = row.ts() - window.sizeMicros() + 1; start <= row.ts(); start++) {
                    boolean starts = Math.floorMod(start - window.offsetMicros(), window.slideMicros()) == 0;
                    if (starts && (late == Watermarks.NONE || start + window.sizeMicros() > late)) {
                        open.computeIfAbsent(start, s -> new TreeMap<>())
                                .computeIfAbsent(
                                        keys.stream().map(values::get).toList().toString(), k -> new ArrayList<>())
                                .add(row);
                    }
                }
            }
            late = step.watermark();
        }
        List<String> results = new ArrayList<>();
        open.forEach((start, groups) -> groups.values().forEach(rows -> {
            List<Object> key =
                    new ArrayList<>(keys.stream().map(rows.get(0).values()::get).toList());
            long end = start + window.sizeMicros();
            key.addAll(List.of(start, end, end - 1));
            results.add(text(key, oracle(rows)));
        }));
        return results;
    }

    private static Row row(List<Object> values) {
        return new Row(
                (String) values.get(0),
                (Long) values.get(1),
                (Long) values.get(2),
                (Long) values.get(3),
                (Double) values.get(4),
                (BigDecimal) values.get(5),
                (Boolean) values.get(6));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void changesAddUpToTheAnswerAfterEveryMicroBatch(long seed) {
        Random random = new Random(seed);
        List<Integer> keys =
                List.of(List.of(0), List.of(0, 1), List.<Integer>of()).get((int) (seed % 3));
        PlanNode node = new Aggregate(SCAN, keys, CALLS, Aggregate.Emit.CHANGES, null, schema(keys, 0));
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            steps.add(Step.of(
                    Watermarks.NONE,
                    batch(Stream.generate(() -> random(random, 0))
                            .limit(random.nextInt(25))
                            .toList())));
        }
        List<List<String>> outputs = new OperatorHarness(node).run(steps);
        checkPrefixes(steps, outputs, keys, seed);
    }

    /** Rows come and go: the input of the aggregate is a changelog. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void rowsThatAreTakenBackLeaveNoTrace(long seed) {
        Random random = new Random(seed);
        List<Integer> keys = seed % 2 == 0 ? List.of(0) : List.of();
        PlanNode weighted = new Aggregate(
                SCAN, List.of(0, 1, 2, 3, 4, 5, 6), List.of(CALLS.get(0)), Aggregate.Emit.CHANGES, null, INPUT);
        PlanNode node = new Aggregate(weighted, keys, CALLS, Aggregate.Emit.CHANGES, null, schema(keys, 0));
        List<Step> steps = new ArrayList<>();
        List<Row> there = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            List<Row> rows = new ArrayList<>();
            List<Long> weights = new ArrayList<>();
            for (int j = random.nextInt(20); j > 0; j--) {
                boolean takeBack = !there.isEmpty() && random.nextInt(5) < (i < 8 ? 2 : 4);
                Row row = takeBack ? there.remove(random.nextInt(there.size())) : random(random, 0);
                rows.add(row);
                weights.add(takeBack ? -1L : 1L);
                if (!takeBack) {
                    there.add(row);
                }
            }
            steps.add(Step.of(
                    Watermarks.NONE,
                    batch(rows).withWeights(weights.stream().mapToLong(w -> w).toArray())));
        }
        checkPrefixes(steps, new OperatorHarness(node).run(steps), keys, seed);
    }

    private static void checkPrefixes(List<Step> steps, List<List<String>> outputs, List<Integer> keys, long seed) {
        List<Row> all = new ArrayList<>();
        List<String> result = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            ColumnBatch input = steps.get(i).inputs().get(0);
            for (int row = 0; row < input.rowCount(); row++) {
                if (input.weights() == null || input.weights()[row] > 0) {
                    all.add(row(input.row(row)));
                } else {
                    assertThat(all.remove(row(input.row(row)))).isTrue();
                }
            }
            for (String change : outputs.get(i)) {
                if (change.startsWith("-1x")) {
                    assertThat(result.remove(change.substring(3)))
                            .as("%s was there to be taken back, seed %d", change, seed)
                            .isTrue();
                } else {
                    result.add(change);
                }
            }
            Map<String, List<Row>> groups = new TreeMap<>();
            all.forEach(row -> groups.computeIfAbsent(
                            keys.stream().map(row.values()::get).toList().toString(), k -> new ArrayList<>())
                    .add(row));
            if (keys.isEmpty()) {
                groups.putIfAbsent("[]", List.of());
            }
            List<String> expected = groups.values().stream()
                    .map(rows -> text(
                            keys.stream().map(k -> rows.get(0).values().get(k)).toList(), oracle(rows)))
                    .toList();
            assertThat(result).as("micro-batch %d, seed %d", i, seed).containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void groupsWithATimeKeyComeOutOnceWhenTheyClose(long seed) {
        Random random = new Random(seed);
        List<Integer> keys = List.of(2, 1);
        PlanNode node =
                new Aggregate(SCAN, keys, CALLS, Aggregate.Emit.WHEN_FINAL, new Aggregate.Close(0, 1), schema(keys, 0));
        List<Step> steps = new ArrayList<>();
        List<Row> kept = new ArrayList<>();
        long late = Watermarks.NONE;
        for (int i = 0; i < 8; i++) {
            long around = i * 10L;
            List<Row> rows =
                    Stream.generate(() -> random(random, around)).limit(20).toList();
            long before = late;
            rows.stream()
                    .filter(row -> before == Watermarks.NONE || row.ts() >= before)
                    .forEach(kept::add);
            late = i == 7 ? Watermarks.END : around - random.nextInt(8);
            steps.add(Step.of(late, batch(rows)));
        }
        Map<String, List<Row>> groups = new TreeMap<>();
        kept.forEach(row -> groups.computeIfAbsent(row.ts() + " " + row.g(), k -> new ArrayList<>())
                .add(row));
        assertThat(new OperatorHarness(node).run(steps).stream().flatMap(List::stream))
                .as("seed %d", seed)
                .containsExactlyInAnyOrderElementsOf(groups.values().stream()
                        .map(rows -> text(List.of(rows.get(0).ts(), rows.get(0).g()), oracle(rows)))
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aJoinGivesAllPairsThatItsBoundsAllow(long seed) {
        Random random = new Random(seed);
        List<Field> fields = new ArrayList<>(INPUT.fields());
        fields.addAll(INPUT.fields());
        // |left.ts - right.ts| <= 5
        Join.Bound bound = new Join.Bound(2, 6, 2, 1);
        PlanNode node = new Join(SCAN, SCAN, List.of(0), List.of(0), condition(), bound, bound, new Schema(fields));
        List<Step> steps = new ArrayList<>();
        List<Row> left = new ArrayList<>();
        List<Row> right = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            long around = i * 8L;
            // no row is late: the watermark stays below all that comes
            List<Row> l =
                    Stream.generate(() -> random(random, around)).limit(12).toList();
            List<Row> r =
                    Stream.generate(() -> random(random, around)).limit(12).toList();
            left.addAll(l);
            right.addAll(r);
            steps.add(Step.of(around - 4, batch(l), batch(r)));
        }
        List<String> expected = new ArrayList<>();
        for (Row l : left) {
            for (Row r : right) {
                if (l.k().equals(r.k()) && Math.abs(l.ts() - r.ts()) <= 5) {
                    expected.add(text(l.values(), r.values()));
                }
            }
        }
        assertThat(new OperatorHarness(node).run(steps).stream().flatMap(List::stream))
                .as("seed %d", seed)
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    private static io.millrace.expr.Expr condition() {
        var leftTime = io.millrace.expr.Expr.column(2, DataType.TIMESTAMP, true);
        var rightTime = io.millrace.expr.Expr.column(9, DataType.TIMESTAMP, true);
        var five = io.millrace.expr.Expr.literal(5L, DataType.INTERVAL_DAY_TIME);
        return io.millrace.expr.Expr.call(
                "AND",
                DataType.BOOLEAN,
                true,
                io.millrace.expr.Expr.call(
                        "<=",
                        DataType.BOOLEAN,
                        true,
                        leftTime,
                        io.millrace.expr.Expr.call("DATETIME_PLUS", DataType.TIMESTAMP, true, rightTime, five)),
                io.millrace.expr.Expr.call(
                        "<=",
                        DataType.BOOLEAN,
                        true,
                        rightTime,
                        io.millrace.expr.Expr.call("DATETIME_PLUS", DataType.TIMESTAMP, true, leftTime, five)));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void limitSortAndMaterializeGiveTheRowsTheyShould(long seed) {
        Random random = new Random(seed);
        List<Row> all = Stream.generate(() -> random(random, 0)).limit(40).toList();
        List<Step> steps = List.of(
                Step.of(Watermarks.NONE, batch(all.subList(0, 7))),
                Step.of(Watermarks.NONE, batch(all.subList(7, 25))),
                Step.of(Watermarks.END, batch(all.subList(25, 40))));
        List<String> texts = all.stream().map(row -> row.values().toString()).toList();

        assertThat(new OperatorHarness(new Limit(SCAN, 5, 10))
                        .run(steps).stream().flatMap(List::stream))
                .containsExactlyElementsOf(texts.subList(5, 15));

        List<Sort.Key> keys = List.of(new Sort.Key(3, true, true), new Sort.Key(0, false, false));
        List<String> sorted = all.stream()
                .sorted(java.util.Comparator.comparing(
                                Row::v, java.util.Comparator.nullsFirst(java.util.Comparator.<Long>reverseOrder()))
                        .thenComparing(Row::k))
                .map(row -> row.values().toString())
                .toList();
        assertThat(new OperatorHarness(new Sort(SCAN, keys, 2, 20)).run(steps).get(2))
                .containsExactlyElementsOf(sorted.subList(2, 22));

        assertThat(new OperatorHarness(new Materialize(SCAN, List.of(), 0, -1))
                        .run(steps)
                        .get(1))
                .containsExactlyInAnyOrderElementsOf(texts.subList(0, 25));
    }
}
