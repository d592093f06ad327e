package io.millrace.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.aggregate.AggregateCall;
import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.expr.EvalContext;
import io.millrace.plan.Aggregate;
import io.millrace.plan.AssignWatermark;
import io.millrace.plan.Join;
import io.millrace.plan.PlanNode;
import io.millrace.plan.Scan;
import io.millrace.plan.WindowAggregate;
import io.millrace.time.SlidingWindow;
import io.millrace.time.Watermarks;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.Test;

/** Which rows the operators hand out as late, with which window. */
class LateRowsTest {
    private static final Schema INPUT = Schema.of(Field.of("k", DataType.BIGINT), Field.of("ts", DataType.TIMESTAMP));
    private static final PlanNode SCAN = new Scan("t", "t", List.of(), INPUT);
    private static final List<AggregateCall> COUNT =
            List.of(new AggregateCall("COUNT", List.of(), false, -1, "n", DataType.BIGINT, false));
    private static final Operator.Output NOWHERE = (order, rows) -> {};

    private final List<String> late = new ArrayList<>();

    private final LateRows noted = (batch, row, watermark, start, end) ->
            late.add(batch.row(row) + " behind " + watermark + (end == LateRows.NO_TIME ? "" : window(start, end)));

    private static String window(long start, long end) {
        return " of [" + (start == LateRows.NO_TIME ? "" : start) + "," + end + ")";
    }

    private static ColumnBatch rows(Long... times) {
        List<List<Object>> rows = new ArrayList<>();
        for (Long time : times) {
            rows.add(Arrays.asList((long) rows.size(), time));
        }
        return ColumnBatch.ofRows(INPUT, rows);
    }

    private BatchContext context(long... lateWatermarks) {
        return new BatchContext(7, new EvalContext(0, ZoneOffset.UTC), lateWatermarks, lateWatermarks, noted);
    }

    private static StatefulOperator windows(SlidingWindow window) {
        Schema schema = Schema.of(
                Field.of("k", DataType.BIGINT),
                Field.of("window_start", DataType.TIMESTAMP),
                Field.of("window_end", DataType.TIMESTAMP),
                Field.of("window_time", DataType.TIMESTAMP),
                Field.of("n", DataType.BIGINT));
        return Operators.stateful(new WindowAggregate(SCAN, 1, window, List.of(0), COUNT, schema), "op", false, 0, 1);
    }

    @Test
    void aSlidingWindowGivesTheLastOneOfTheRow() {
        StatefulOperator operator = windows(new SlidingWindow(5, 10, 0));
        operator.begin(context(20));
        operator.process(0, rows(9L, 20L, null, 30L, 3L), NOWHERE);
        assertThat(late).containsExactly("[0, 9] behind 20 of [5,15)", "[4, 3] behind 20 of [0,10)");
        assertThat(operator.lateRows()).isEqualTo(2);
    }

    @Test
    void aBatchOfOnePaneIsLateAsAWhole() {
        StatefulOperator operator = windows(SlidingWindow.tumbling(10, 0));
        operator.begin(context(10));
        operator.process(0, rows(1L, 2L), NOWHERE);
        operator.process(0, rows(11L, 12L), NOWHERE);
        assertThat(late).containsExactly("[0, 1] behind 10 of [0,10)", "[1, 2] behind 10 of [0,10)");
        assertThat(operator.lateRows()).isEqualTo(2);
    }

    @Test
    void anAggregateKnowsAsMuchOfTheWindowAsItsPlan() {
        Schema schema = Schema.of(Field.of("ts", DataType.TIMESTAMP), Field.of("n", DataType.BIGINT));
        for (long offset : new long[] {0, 1, 60}) {
            PlanNode plan = new Aggregate(
                    SCAN, List.of(1), COUNT, Aggregate.Emit.CHANGES, new Aggregate.Close(0, offset), schema);
            StatefulOperator operator = Operators.stateful(plan, "op", false, 0, 1);
            operator.begin(context(100));
            operator.process(0, rows(40L, null, 101L), NOWHERE);
            assertThat(operator.lateRows()).isEqualTo(1);
        }
        assertThat(late)
                .containsExactly("[0, 40] behind 100 of [,40)", "[0, 40] behind 100", "[0, 40] behind 100 of [40,100)");
    }

    @Test
    void aJoinHandsOutWhatItsPartnersMayHaveLeft() {
        Schema pairs = Schema.of(
                Field.of("k", DataType.BIGINT),
                Field.of("ts", DataType.TIMESTAMP),
                Field.of("k2", DataType.BIGINT),
                Field.of("ts2", DataType.TIMESTAMP));
        Join.Bound bound = new Join.Bound(1, 1, 1, 1);
        PlanNode plan =
                new Join(SCAN, new Scan("u", "u", List.of(), INPUT), List.of(0), List.of(0), null, bound, bound, pairs);
        StatefulOperator operator = Operators.stateful(plan, "op", false, 0, 1);
        operator.begin(context(50, 60));
        operator.process(0, rows(49L, 50L), NOWHERE);
        operator.process(1, rows(59L, 60L), NOWHERE);
        assertThat(late).containsExactly("[0, 49] behind 50", "[0, 59] behind 60");
        assertThat(operator.lateRows()).isEqualTo(2);
    }

    @Test
    void aTableThatDropsLateRowsHandsThemOut() {
        for (boolean drop : new boolean[] {false, true}) {
            Operator operator = Operators.stateless(new AssignWatermark(SCAN, 1, 0, false, -1, "keep", drop));
            operator.begin(context(50));
            operator.process(0, rows(49L, null, 50L), NOWHERE);
        }
        assertThat(late).containsExactly("[0, 49] behind 50");
    }

    @Test
    void timesInAVectorCountAsThoseInAnArray() {
        for (boolean drop : new boolean[] {false, true}) {
            WatermarkOperator operator =
                    (WatermarkOperator) Operators.stateless(new AssignWatermark(SCAN, 1, 0, false, -1, "keep", drop));
            operator.begin(context(50));
            List<String> given = new ArrayList<>();
            try (BufferAllocator allocator = new RootAllocator();
                    VectorSchemaRoot root = rows(49L, 70L, 50L).toArrow(allocator)) {
                ColumnBatch batch = ColumnBatch.of(INPUT, root);
                assertThat(batch.longView(1).isInVector()).isTrue();
                operator.process(0, batch, (order, rows) -> {
                    assertThat(rows.longView(1).isInVector()).isEqualTo(!drop);
                    given.addAll(rows.rows().stream().map(Object::toString).toList());
                });
            }
            assertThat(operator.maxTime()).isEqualTo(70);
            assertThat(operator.lateRows()).isEqualTo(drop ? 1 : 0);
            assertThat(given).hasSize(drop ? 2 : 3).endsWith("[2, 50]");
        }
        assertThat(late).containsExactly("[0, 49] behind 50");
    }

    @Test
    void nothingIsKeptThatNobodyAskedFor() {
        BatchContext plain = new BatchContext(
                0, new EvalContext(0, ZoneOffset.UTC), new long[] {Watermarks.END}, new long[] {Watermarks.END});
        assertThat(plain.late()).isSameAs(LateRows.IGNORED);
        StatefulOperator operator = windows(SlidingWindow.tumbling(10, 0));
        operator.begin(plain);
        operator.process(0, rows(1L, 2L), NOWHERE);
        assertThat(operator.lateRows()).isEqualTo(2);
    }
}
