package io.millrace.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.error.MillraceException;
import io.millrace.expr.EvalContext;
import io.millrace.plan.Aggregate;
import io.millrace.plan.Aggregate.Emit;
import io.millrace.plan.Over;
import io.millrace.plan.OverCall;
import io.millrace.plan.OverCall.Frame;
import io.millrace.plan.PlanNode;
import io.millrace.plan.Scan;
import io.millrace.plan.Sort;
import io.millrace.testing.OperatorHarness;
import io.millrace.testing.OperatorHarness.Step;
import io.millrace.time.Watermarks;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every frame and function, against a loop over lists. */
class OverOperatorTest {
    private static final Schema INPUT = Schema.of(
            Field.of("k", DataType.VARCHAR),
            Field.of("ts", DataType.TIMESTAMP),
            Field.of("v", DataType.BIGINT),
            Field.of("x", DataType.DOUBLE),
            Field.of("name", DataType.VARCHAR),
            new Field("id", DataType.BIGINT, false));
    private static final PlanNode SCAN = new Scan("t", "t", List.of(), INPUT);

    private static OverCall call(String function, int argument, Frame frame, DataType type) {
        List<Integer> arguments = argument < 0 ? List.of() : List.of(argument);
        return new OverCall(function, arguments, frame, "c", type, true);
    }

    private static final List<OverCall> CALLS = List.of(
            call("COUNT", -1, Frame.rows(2), DataType.BIGINT),
            call("COUNT", 4, Frame.range(7), DataType.BIGINT),
            call("SUM", 2, Frame.rows(3), DataType.BIGINT),
            call("SUM", 2, Frame.range(5), DataType.BIGINT),
            call("SUM", 2, Frame.range(0), DataType.BIGINT),
            call("SUM", 2, new Frame(3, 5, false), DataType.BIGINT),
            call("SUM", 3, Frame.rows(4), DataType.DOUBLE),
            call("AVG", 2, Frame.range(9), DataType.DOUBLE),
            call("MIN", 2, Frame.rows(4), DataType.BIGINT),
            call("MAX", 3, Frame.range(12), DataType.DOUBLE),
            call("MIN", 4, Frame.range(6), DataType.VARCHAR),
            call("FIRST_VALUE", 5, Frame.range(6), DataType.BIGINT),
            call("FIRST_VALUE", 5, new Frame(2, 4, false), DataType.BIGINT),
            call("LAST_VALUE", 5, Frame.range(6), DataType.BIGINT),
            call("LAG", 4, Frame.rows(2), DataType.VARCHAR),
            call("BIT_XOR", 2, Frame.rows(3), DataType.BIGINT),
            call("BIT_OR", 2, Frame.range(8), DataType.BIGINT),
            new OverCall("ARG_MAX", List.of(5, 3), Frame.range(8), "c", DataType.BIGINT, true),
            new OverCall("LAG", List.of(5, 2), Frame.rows(1), "c", DataType.BIGINT, true));
    private static final List<OverCall> UNBOUNDED = List.of(
            call("COUNT", -1, Frame.unbounded(false), DataType.BIGINT),
            call("SUM", 2, Frame.unbounded(true), DataType.BIGINT),
            call("SUM", 3, Frame.unbounded(false), DataType.DOUBLE),
            call("MAX", 4, Frame.unbounded(true), DataType.VARCHAR),
            call("LAST_VALUE", 5, Frame.unbounded(true), DataType.BIGINT),
            call("BIT_XOR", 2, Frame.unbounded(true), DataType.BIGINT),
            call("FIRST_VALUE", 4, Frame.unbounded(false), DataType.VARCHAR),
            new OverCall("ARG_MAX", List.of(5, 3), Frame.unbounded(true), "c", DataType.BIGINT, true),
            call("ROW_NUMBER", -1, Frame.unbounded(false), DataType.BIGINT),
            call("RANK", -1, Frame.unbounded(true), DataType.BIGINT));

    private record Row(String k, Long ts, Long v, Double x, String name, long id) {
        List<Object> values() {
            return Arrays.asList(k, ts, v, x, name, id);
        }

        long time() {
            return ts == null ? Long.MAX_VALUE : ts;
        }
    }

    private static Row random(Random random, long around, long id, boolean nullTimes) {
        return new Row(
                "key" + random.nextInt(3),
                nullTimes && random.nextInt(15) == 0 ? null : around - random.nextInt(8),
                random.nextInt(8) == 0 ? null : (long) random.nextInt(20) - 10,
                random.nextInt(9) == 0 ? null : random.nextInt(64) / 8.0,
                random.nextInt(7) == 0 ? null : "n" + random.nextInt(30),
                id);
    }

    private static ColumnBatch batch(List<Row> rows) {
        return ColumnBatch.ofRows(INPUT, rows.stream().map(Row::values).toList());
    }

    private static Over over(List<OverCall> calls, boolean keyed, Emit emit, Over.Close close, PlanNode input) {
        List<Field> fields = new ArrayList<>(INPUT.fields());
        calls.forEach(call -> fields.add(Field.of(call.name(), call.type())));
        List<Sort.Key> order = List.of(new Sort.Key(1, false, false));
        return new Over(input, keyed ? List.of(0) : List.of(), order, 1, calls, emit, close, null, new Schema(fields));
    }

    /** What each of the rows is given with, in a text. */
    private static List<String> oracle(List<Row> rows, List<OverCall> calls, boolean keyed) {
        Map<String, List<Row>> parts = rows.stream()
                .sorted(Comparator.comparingLong(Row::time))
                .collect(Collectors.groupingBy(row -> keyed ? row.k() : ""));
        List<String> texts = new ArrayList<>();
        for (List<Row> part : parts.values()) {
            for (int i = 0; i < part.size(); i++) {
                List<Object> values = new ArrayList<>(part.get(i).values());
                for (OverCall call : calls) {
                    values.add(oracle(part, i, call));
                }
                texts.add(values.toString());
            }
        }
        return texts;
    }

    private static Object oracle(List<Row> part, int at, OverCall call) {
        Row row = part.get(at);
        switch (call.function()) {
            case "ROW_NUMBER":
                return at + 1L;
            case "RANK":
                return part.stream().filter(other -> other.time() < row.time()).count() + 1;
            case "LAG":
                int source = at - (int) call.frame().rows();
                int taken = call.arguments().get(source < 0 && call.arguments().size() > 1 ? 1 : 0);
                return source < 0
                        ? call.arguments().size() > 1 ? row.values().get(taken) : null
                        : part.get(source).values().get(taken);
            default:
                return aggregate(frame(part, at, call.frame()), call);
        }
    }

    private static List<Row> frame(List<Row> part, int at, Frame frame) {
        List<Row> rows = new ArrayList<>();
        Row row = part.get(at);
        for (int i = 0; i < part.size(); i++) {
            Row other = part.get(i);
            boolean upTo = frame.peers() ? other.time() <= row.time() : i <= at;
            boolean near = frame.rows() < 0 || at - i <= frame.rows();
            boolean within = frame.rangeMicros() < 0
                    || other.time() == row.time()
                    || row.ts() != null && other.time() >= row.ts() - frame.rangeMicros();
            if (upTo && near && within) {
                rows.add(other);
            }
        }
        return rows;
    }

    private static Object aggregate(List<Row> frame, OverCall call) {
        if (call.arguments().isEmpty()) {
            return (long) frame.size();
        }
        List<Object> all = frame.stream()
                .map(row -> row.values().get(call.arguments().get(0)))
                .toList();
        List<Object> there = all.stream().filter(Objects::nonNull).toList();
        return switch (call.function()) {
            case "COUNT" -> (long) there.size();
            case "FIRST_VALUE" -> all.get(0);
            case "BIT_XOR" ->
                there.isEmpty()
                        ? null
                        : there.stream().mapToLong(value -> (Long) value).reduce(0, (a, b) -> a ^ b);
            case "BIT_OR" ->
                there.isEmpty()
                        ? null
                        : there.stream().mapToLong(value -> (Long) value).reduce(0, (a, b) -> a | b);
            case "ARG_MAX" -> ofGreatest(frame);
            case "LAST_VALUE" -> all.get(all.size() - 1);
            case "SUM" -> there.isEmpty() ? null : sum(there, call.type());
            case "AVG" ->
                there.isEmpty()
                        ? null
                        : there.stream()
                                .mapToLong(value -> (Long) value)
                                .average()
                                .orElseThrow();
            case "MIN" -> there.stream().min(OverOperatorTest::compare).orElse(null);
            default -> there.stream().max(OverOperatorTest::compare).orElse(null);
        };
    }

    /** The id of the first row with the greatest x. */
    private static Object ofGreatest(List<Row> frame) {
        Row best = null;
        for (Row row : frame) {
            best = row.x() != null && (best == null || row.x() > best.x()) ? row : best;
        }
        return best == null ? null : best.id();
    }

    private static Object sum(List<Object> values, DataType type) {
        double sum = values.stream()
                .mapToDouble(value -> ((Number) value).doubleValue())
                .sum();
        return type.equals(DataType.DOUBLE) ? (Object) sum : (Object) (long) sum;
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static int compare(Object a, Object b) {
        return ((Comparable) a).compareTo(b);
    }

    private static List<OverCall> calls(String which) {
        return which.equals("bounded") ? CALLS : which.equals("unbounded") ? UNBOUNDED : both();
    }

    private static List<OverCall> both() {
        List<OverCall> all = new ArrayList<>(CALLS);
        all.addAll(UNBOUNDED);
        return all;
    }

    @ParameterizedTest
    @CsvSource({"bounded,true", "bounded,false", "unbounded,true", "unbounded,false", "both,true"})
    void finalRowsComeWhenTheWatermarkHasPassedThem(String which, boolean keyed) {
        List<OverCall> calls = calls(which);
        long seed = Long.getLong("millrace.seed", which.hashCode());
        Random random = new Random(seed);
        List<Step> steps = new ArrayList<>();
        List<Row> rows = new ArrayList<>();
        List<List<String>> expected = new ArrayList<>();
        List<String> given = new ArrayList<>();
        long watermark = Watermarks.NONE;
        for (int i = 0; i < 12; i++) {
            long late = watermark;
            List<Row> fresh = new ArrayList<>();
            for (int j = random.nextInt(12); j > 0; j--) {
                fresh.add(random(random, 4 * i, 100 * i + j, true));
            }
            watermark = i == 11 ? Watermarks.END : i == 0 ? Watermarks.NONE : Math.max(late, 4 * i - random.nextInt(9));
            steps.add(Step.of(watermark, batch(fresh)));
            fresh.stream().filter(row -> row.time() >= late).forEach(rows::add);
            long w = watermark;
            List<String> all = oracle(
                    rows.stream()
                            .filter(row -> row.time() < w || w == Watermarks.END)
                            .toList(),
                    calls,
                    keyed);
            List<String> next = new ArrayList<>(all);
            given.forEach(next::remove);
            expected.add(next);
            given = all;
        }
        List<List<String>> found =
                new OperatorHarness(over(calls, keyed, Emit.WHEN_FINAL, new Over.Close(1), SCAN)).run(steps);
        for (int i = 0; i < steps.size(); i++) {
            assertThat(found.get(i))
                    .as("seed " + seed + ", micro-batch " + i)
                    .containsExactlyInAnyOrderElementsOf(expected.get(i));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "bounded,true,true",
        "bounded,false,true",
        "unbounded,true,true",
        "unbounded,false,false",
        "both,true,false"
    })
    void changesComeAtOnceAndLaterRowsAreGivenAnew(String which, boolean keyed, boolean closes) {
        List<OverCall> calls = calls(which);
        long seed = Long.getLong("millrace.seed", which.hashCode());
        Random random = new Random(seed);
        List<Step> steps = new ArrayList<>();
        List<Row> rows = new ArrayList<>();
        List<List<String>> expected = new ArrayList<>();
        long watermark = Watermarks.NONE;
        for (int i = 0; i < 12; i++) {
            long late = watermark;
            List<Row> fresh = new ArrayList<>();
            for (int j = random.nextInt(8); j > 0; j--) {
                fresh.add(random(random, 4 * i, 100 * i + j, true));
            }
            watermark = i == 0 ? Watermarks.NONE : Math.max(late, 4 * i - random.nextInt(9));
            steps.add(Step.of(watermark, batch(fresh)));
            fresh.stream().filter(row -> !closes || row.time() >= late).forEach(rows::add);
            expected.add(oracle(rows, calls, keyed));
        }
        Over over = over(calls, keyed, Emit.CHANGES, closes ? new Over.Close(1) : null, SCAN);
        check(new OperatorHarness(over).run(steps), expected, seed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bounded", "unbounded", "both"})
    void rowsOfTheInputAreTakenBack(String which) {
        List<OverCall> calls = calls(which);
        long seed = Long.getLong("millrace.seed", which.hashCode());
        Random random = new Random(seed);
        List<Step> steps = new ArrayList<>();
        List<Row> rows = new ArrayList<>();
        List<List<String>> expected = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            List<Row> changed = new ArrayList<>();
            List<Long> weights = new ArrayList<>();
            for (int j = random.nextInt(5); j > 0 && !rows.isEmpty(); j--) {
                Row gone = rows.remove(random.nextInt(rows.size()));
                changed.add(gone);
                weights.add(-1L);
            }
            for (int j = random.nextInt(7); j > 0; j--) {
                Row row = random(random, 4 * i, 100 * i + j, true);
                rows.add(row);
                changed.add(row);
                weights.add(1L);
            }
            long[] all = weights.stream().mapToLong(weight -> weight).toArray();
            steps.add(Step.of(Watermarks.NONE, batch(changed).withWeights(all)));
            expected.add(oracle(rows, calls, true));
        }
        PlanNode changing = new Aggregate(SCAN, List.of(0, 1, 2, 3, 4), List.of(count()), Emit.CHANGES, null, INPUT);
        Over over = over(calls, true, Emit.CHANGES, null, changing);
        check(new OperatorHarness(over).run(steps), expected, seed);
    }

    @ParameterizedTest
    @CsvSource({"ROW_NUMBER,CHANGES", "RANK,CHANGES", "ROW_NUMBER,WHEN_FINAL", "RANK,WHEN_FINAL"})
    void onlyTheFirstRowsAreKept(String function, Emit emit) {
        long seed = Long.getLong("millrace.seed", function.hashCode());
        Random random = new Random(seed);
        boolean peers = function.equals("RANK");
        List<OverCall> calls = List.of(call(function, -1, Frame.unbounded(peers), DataType.BIGINT));
        List<Step> steps = new ArrayList<>();
        List<Row> rows = new ArrayList<>();
        List<List<String>> expected = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            List<Row> fresh = new ArrayList<>();
            for (int j = random.nextInt(8); j > 0; j--) {
                fresh.add(random(random, 60 - 4 * i, 100 * i + j, true));
            }
            long watermark = i == 11 ? Watermarks.END : Watermarks.NONE;
            steps.add(Step.of(watermark, batch(fresh)));
            rows.addAll(fresh);
            boolean given = emit == Emit.CHANGES || watermark == Watermarks.END;
            expected.add(oracle(given ? rows : List.of(), calls, true).stream()
                    .filter(text -> Long.parseLong(text.substring(text.lastIndexOf(' ') + 1, text.length() - 1)) <= 3)
                    .toList());
        }
        Over all = over(calls, true, emit, null, SCAN);
        Over first =
                new Over(SCAN, List.of(0), all.orderBy(), 1, calls, emit, null, new Over.First(3, peers), all.schema());
        check(new OperatorHarness(first).run(steps), expected, seed);

        StatefulOperator operator = Operators.stateful(first, "op", false, 0, 1);
        feed(operator, Watermarks.NONE, Watermarks.NONE, rows);
        assertThat(operator.stateRows()).isLessThan(peers ? rows.size() : 10);
    }

    private static io.millrace.aggregate.AggregateCall count() {
        return new io.millrace.aggregate.AggregateCall("COUNT", List.of(), false, -1, "id", DataType.BIGINT, false);
    }

    @Test
    void aSumOutOfRangeNamesItsRow() {
        List<OverCall> calls = List.of(call("SUM", 2, Frame.rows(1), DataType.BIGINT));
        List<Row> rows = List.of(
                new Row("a", 1L, Long.MAX_VALUE, null, null, 1),
                new Row("a", 3L, 5L, null, null, 2),
                new Row("b", 2L, Long.MAX_VALUE, null, null, 3));
        Over over = over(calls, true, Emit.WHEN_FINAL, new Over.Close(1), SCAN);

        assertThatThrownBy(() -> new OperatorHarness(over).run(List.of(Step.of(10, batch(rows)))))
                .isInstanceOf(MillraceException.class)
                .hasMessageContaining("SUM is beyond BIGINT")
                .hasMessageContaining("(column \"c\" of the row with k = a, ts = 1970-01-01 00:00:00.000003)");
    }

    @Test
    void whatNobodyCanReachGoes() {
        List<OverCall> calls = List.of(
                call("COUNT", -1, Frame.range(5), DataType.BIGINT), call("SUM", 2, Frame.rows(1), DataType.BIGINT));
        StatefulOperator operator =
                Operators.stateful(over(calls, true, Emit.WHEN_FINAL, new Over.Close(1), SCAN), "op", false, 0, 1);
        List<Row> rows = new ArrayList<>();
        for (long time = 0; time < 40; time++) {
            rows.add(new Row("key" + time % 2, time, 1L, null, null, time));
        }
        feed(operator, Watermarks.NONE, 30, rows);
        // of each key those of 30 and later, those of the 5 microseconds before, and one more at least
        assertThat(operator.stateRows()).isEqualTo(15);

        feed(operator, 30, 100, List.of(new Row("key0", 29L, 1L, null, null, 99)));
        assertThat(operator.lateRows()).isOne();
        assertThat(operator.stateRows()).isEqualTo(2);

        feed(operator, 100, Watermarks.END, List.of());
        assertThat(operator.stateRows()).isZero();
    }

    private static void feed(StatefulOperator operator, long late, long watermark, List<Row> rows) {
        operator.begin(
                new BatchContext(0, new EvalContext(0, ZoneOffset.UTC), new long[] {late}, new long[] {watermark}));
        operator.process(0, batch(rows), (order, batch) -> {});
        operator.finish((order, batch) -> {});
    }

    /** The sum of all changes up to each micro-batch. */
    private static void check(List<List<String>> found, List<List<String>> expected, long seed) {
        Map<String, Integer> held = new HashMap<>();
        for (int i = 0; i < found.size(); i++) {
            for (String change : found.get(i)) {
                boolean taken = change.startsWith("-1x");
                held.merge(taken ? change.substring(3) : change, taken ? -1 : 1, Integer::sum);
            }
            held.values().removeIf(weight -> weight == 0);
            Map<String, Integer> wanted =
                    expected.get(i).stream().collect(Collectors.toMap(text -> text, text -> 1, Integer::sum));
            assertThat(held).as("seed " + seed + ", micro-batch " + i).isEqualTo(wanted);
        }
    }
}
