package io.millrace.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.aggregate.AggregateCall;
import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.plan.AssignWindows;
import io.millrace.plan.GroupingSets;
import io.millrace.plan.PlanNode;
import io.millrace.plan.Scan;
import io.millrace.plan.WindowAggregate;
import io.millrace.testing.OperatorHarness;
import io.millrace.testing.OperatorHarness.Step;
import io.millrace.time.CalendarWindow;
import io.millrace.time.CumulativeWindow;
import io.millrace.time.Watermarks;
import io.millrace.time.WindowAssignment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Cumulative and calendar windows as operators see them, and rows once for each grouping set. */
class PaneWindowsTest {
    private static final long HOUR = 3_600_000_000L;
    private static final Schema INPUT = Schema.of(
            Field.of("k", DataType.BIGINT), Field.of("ts", DataType.TIMESTAMP), Field.of("v", DataType.BIGINT));
    private static final PlanNode SCAN = new Scan("t", "t", List.of(0, 1, 2), INPUT);

    private record Case(WindowAssignment window, long firstTime, long stepMicros) {}

    static List<Case> cases() {
        // clocks in Berlin went on by an hour on 2024-03-31 and back on 2024-10-27, both at 01:00 UTC
        long march = 1_711_760_400_000_000L;
        long october = 1_729_904_400_000_000L;
        return List.of(
                new Case(new CumulativeWindow(3, 12, 5), -40, 6),
                new Case(new CumulativeWindow(5, 5, 0), -40, 6),
                new Case(days(24 * HOUR, 24 * HOUR), march, 9 * HOUR),
                new Case(days(24 * HOUR, 24 * HOUR), october, 9 * HOUR),
                new Case(days(HOUR, 2 * HOUR), october, 9 * HOUR),
                new Case(days(HOUR, 3 * HOUR), march, 9 * HOUR),
                new Case(
                        new CalendarWindow(CalendarWindow.Unit.MONTH, 1, 3, 0, "Europe/Berlin"),
                        march - 3000 * HOUR,
                        700 * HOUR));
    }

    private static CalendarWindow days(long slide, long size) {
        return new CalendarWindow(CalendarWindow.Unit.LOCAL_MICROS, slide, size, 0, "Europe/Berlin");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void windowsHoldTheRowsThatTheyCover(Case test) {
        Random random = new Random(3);
        WindowAssignment window = test.window();
        List<AggregateCall> calls = List.of(
                new AggregateCall("COUNT", List.of(), false, -1, "n", DataType.BIGINT, false),
                new AggregateCall("COUNT", List.of(2), true, -1, "d", DataType.BIGINT, false));
        Schema schema = Schema.of(
                INPUT.field(0),
                Field.of("s", DataType.TIMESTAMP),
                Field.of("e", DataType.TIMESTAMP),
                Field.of("t", DataType.TIMESTAMP),
                Field.of("n", DataType.BIGINT),
                Field.of("d", DataType.BIGINT));
        List<Step> steps = new ArrayList<>();
        Map<String, List<Long>> groups = new TreeMap<>();
        long late = Watermarks.NONE;
        for (int i = 0; i < 12; i++) {
            long now = test.firstTime() + i * test.stepMicros();
            List<List<Object>> rows = new ArrayList<>();
            for (int j = random.nextInt(25); j > 0; j--) {
                long time = now + (long) (random.nextGaussian() * test.stepMicros());
                long key = random.nextInt(3);
                long value = random.nextInt(5);
                rows.add(Arrays.asList(key, time, value));
                // windows far enough around, one by one
                for (long number = window.pane(time) - 40; number <= window.pane(time) + 40; number++) {
                    long start = window.windowStart(number);
                    long end = window.windowEnd(number);
                    if (start <= time && time < end && end > late) {
                        groups.computeIfAbsent(
                                        key + ", " + start + ", " + end + ", " + (end - 1), g -> new ArrayList<>())
                                .add(value);
                    }
                }
            }
            late = i == 11 ? Watermarks.END : Math.max(late, now - random.nextInt(3) * test.stepMicros());
            steps.add(Step.of(late, ColumnBatch.ofRows(INPUT, rows)));
        }
        List<String> expected = groups.entrySet().stream()
                .map(group -> "[" + group.getKey() + ", " + group.getValue().size() + ", "
                        + group.getValue().stream().distinct().count() + "]")
                .toList();
        assertThat(new OperatorHarness(new WindowAggregate(SCAN, 1, window, List.of(0), calls, schema))
                        .run(steps).stream().flatMap(List::stream))
                .as("%s", test)
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    private static List<List<Object>> process(PlanNode node, ColumnBatch rows) {
        List<List<Object>> out = new ArrayList<>();
        Operator operator = Operators.stateless(node);
        operator.process(0, rows, (order, batch) -> {
            for (int row = 0; row < batch.rowCount(); row++) {
                List<Object> values = new ArrayList<>(batch.row(row));
                values.add(batch.weights() == null ? 1 : batch.weights()[row]);
                out.add(values);
            }
        });
        return out;
    }

    private static Schema with(Field... more) {
        List<Field> fields = new ArrayList<>(INPUT.fields());
        fields.addAll(List.of(more));
        return new Schema(fields);
    }

    @Test
    void aRowComesOnceForEachOfItsWindows() {
        Schema schema = with(
                Field.of("s", DataType.TIMESTAMP),
                Field.of("e", DataType.TIMESTAMP),
                Field.of("t", DataType.TIMESTAMP));
        PlanNode node = new AssignWindows(SCAN, 1, new CumulativeWindow(2, 6, 0), schema);
        ColumnBatch rows = ColumnBatch.ofRows(
                        INPUT, List.of(Arrays.asList(1L, 3L, 0L), Arrays.asList(2L, null, 0L), List.of(3L, 5L, 0L)))
                .withWeights(new long[] {1, 1, -1});
        assertThat(process(node, rows))
                .containsExactly(
                        List.of(1L, 3L, 0L, 0L, 4L, 3L, 1L),
                        List.of(1L, 3L, 0L, 0L, 6L, 5L, 1L),
                        List.of(3L, 5L, 0L, 0L, 6L, 5L, -1L));
    }

    @Test
    void aRowComesOnceForEachGroupingSetWithTheOtherKeysNull() {
        Schema schema = with(
                Field.of("k", DataType.BIGINT),
                Field.of("v", DataType.BIGINT),
                new Field("id", DataType.BIGINT, false));
        PlanNode node = new GroupingSets(SCAN, List.of(0, 2), List.of(List.of(0, 1), List.of(1), List.of()), schema);
        ColumnBatch rows = ColumnBatch.ofRows(INPUT, List.of(List.of(7L, 3L, 9L)));
        assertThat(process(node, rows))
                .containsExactly(
                        Arrays.asList(7L, 3L, 9L, 7L, 9L, 0L, 1L),
                        Arrays.asList(7L, 3L, 9L, null, 9L, 1L, 1L),
                        Arrays.asList(7L, 3L, 9L, null, null, 3L, 1L));
    }
}
