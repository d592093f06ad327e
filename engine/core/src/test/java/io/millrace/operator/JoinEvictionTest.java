package io.millrace.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.expr.EvalContext;
import io.millrace.plan.Join;
import io.millrace.plan.Scan;
import io.millrace.state.StateChunk;
import io.millrace.time.Watermarks;
import java.lang.management.ManagementFactory;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a step of the watermark takes from the state of a join with a bound, and what that costs. */
class JoinEvictionTest {
    private static final Schema ROW = Schema.of(Field.of("k", DataType.BIGINT), Field.of("ts", DataType.timestamp(3)));
    private static final Join.Bound BOUND = new Join.Bound(1, 0, 1, 0);
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static JoinOperator join() {
        List<Field> pair = new ArrayList<>(ROW.fields());
        pair.addAll(ROW.fields());
        return new JoinOperator(
                new Join(
                        new Scan("a", "a", List.of(0, 1), ROW),
                        new Scan("b", "b", List.of(0, 1), ROW),
                        List.of(0),
                        List.of(0),
                        null,
                        BOUND,
                        BOUND,
                        new Schema(pair)),
                "join",
                0,
                1);
    }

    private static void step(JoinOperator join, ColumnBatch left, long watermark) {
        Operator.Output out = (order, batch) -> {};
        long[] before = {Watermarks.NONE, Watermarks.NONE};
        join.begin(new BatchContext(
                0, new EvalContext(0, ZoneOffset.UTC), before, new long[] {Watermarks.NONE, watermark}));
        join.process(0, left, out);
        join.endInput(0, out);
        join.endInput(1, out);
        join.finish(out);
    }

    private static ColumnBatch rows(int from, int to) {
        List<List<Object>> rows = new ArrayList<>();
        for (int i = from; i < to; i++) {
            List<Object> row = new ArrayList<>();
            row.add((long) i);
            row.add(i % 100 == 99 ? null : (Object) (long) i);
            rows.add(row);
        }
        return ColumnBatch.ofRows(ROW, rows);
    }

    @Test
    void whatIsNotDueStaysAndWhatHasNoTime() {
        JoinOperator join = join();
        step(join, rows(0, 1_000), Watermarks.NONE);
        assertThat(join.stateRows()).isEqualTo(1_000);
        step(join, rows(0, 0), 300);
        assertThat(join.stateRows()).isEqualTo(1_000 - (301 - 3));
        step(join, rows(0, 0), 300);
        List<Object> gone = new ArrayList<>();
        join.changes(chunk -> {
            if (chunk.kind() == StateChunk.Kind.DELETE) {
                chunk.rows().rows().forEach(row -> gone.add(row.get(0)));
            }
        });
        assertThat(gone).hasSize(298).startsWith(0L, 1L).endsWith(299L - 1, 300L);
        step(join, rows(0, 0), 5_000);
        assertThat(join.stateRows()).isEqualTo(10);
    }

    @Test
    void whatIsRestoredGoesInItsTime() {
        JoinOperator join = join();
        step(join, rows(0, 1_000), Watermarks.NONE);
        JoinOperator next = join();
        join.snapshot(next::restore);
        assertThat(next.stateRows()).isEqualTo(1_000);
        step(next, rows(0, 0), 98);
        assertThat(next.stateRows()).isEqualTo(901);
    }

    /** Also where large parts of the state are never due. */
    @Test
    void aStepCostsWhatItTakesAwayHoweverMuchThereIs() {
        long small = bytesOfStep(2_000);
        long large = bytesOfStep(100_000);
        assertThat(large).isLessThan(2 * small + 10_000);
    }

    /** What a step allocates that takes ten rows away. */
    private static long bytesOfStep(int stateRows) {
        JoinOperator join = join();
        step(join, rows(0, stateRows), Watermarks.NONE);
        step(join, rows(0, 0), 19);
        ColumnBatch nothing = rows(0, 0);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        step(join, nothing, 29);
        long bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
        assertThat(join.stateRows()).isEqualTo(stateRows - 30);
        return bytes;
    }
}
