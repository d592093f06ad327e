package io.millrace.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.aggregate.AggregateCall;
import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.LongColumn;
import io.millrace.columnar.Schema;
import io.millrace.connector.OutputMode;
import io.millrace.connector.builtin.MemoryTable;
import io.millrace.plan.AssignWatermark;
import io.millrace.plan.QueryPlan;
import io.millrace.plan.Scan;
import io.millrace.plan.WindowAggregate;
import io.millrace.testing.CollectingSink;
import io.millrace.testing.MemoryInput;
import io.millrace.time.SlidingWindow;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Windows are prepared before they close only where there is room; the answer is the same. Two seconds. */
class PreparedWindowsTest {
    private static final int KEYS = 20_000;
    private static final int BATCHES = 36;
    private static final long SECOND = 1_000_000;
    private static final Schema INPUT =
            Schema.of(new Field("k", DataType.BIGINT, false), new Field("ts", DataType.TIMESTAMP, false));

    /** What a run took in memory at most, and what it gave. */
    private record Run(long bytesMax, List<String> rows) {}

    @Test
    void aQueryThatIsShortOfMemoryPreparesNothing() {
        Run ample = run(Long.MAX_VALUE);
        Run scarce = run(2 * ample.bytesMax());
        assertThat(scarce.rows().equals(ample.rows())).isTrue();
        assertThat(ample.rows().size()).isEqualTo(2 * KEYS);
        assertThat(scarce.bytesMax()).isLessThan(ample.bytesMax() * 4 / 5);
    }

    private static Run run(long memoryLimitBytes) {
        MemoryInput input = new MemoryInput();
        MemoryTable table = input.table("t", INPUT);
        CollectingSink sink = new CollectingSink();
        QuerySettings settings = new QuerySettings(
                null, Trigger.ASAP, Long.MAX_VALUE, 1, ZoneOffset.UTC, InstantSource.system(), memoryLimitBytes);
        long bytesMax = 0;
        try (Pipelines pipelines = new Pipelines()) {
            StreamingQuery query = pipelines.start(new QuerySpec("q", "SELECT", plan(), name -> table, sink, settings));
            for (int i = 0; i < BATCHES; i++) {
                input.insert(table, rows(2 * i * SECOND));
                query.processAllAvailable();
                bytesMax = Math.max(
                        bytesMax,
                        query.lastProgress()
                                .orElseThrow()
                                .stateOperators()
                                .get(0)
                                .memoryUsedBytes());
            }
            query.stop();
        }
        return new Run(bytesMax, sink.rows());
    }

    private static QueryPlan plan() {
        AssignWatermark watermark =
                new AssignWatermark(new Scan("t", "t", List.of(0, 1), INPUT), 1, 20 * SECOND, false, -1, "keep", false);
        Schema output = Schema.of(
                INPUT.field(0),
                new Field("window_start", DataType.TIMESTAMP, false),
                new Field("window_end", DataType.TIMESTAMP, false),
                new Field("window_time", DataType.TIMESTAMP, false),
                new Field("n", DataType.BIGINT, false));
        AggregateCall count = new AggregateCall("COUNT", List.of(), false, -1, "n", DataType.BIGINT, false);
        SlidingWindow window = new SlidingWindow(20 * SECOND, 40 * SECOND, 0);
        return new QueryPlan(
                new WindowAggregate(watermark, 1, window, List.of(0), List.of(count), output),
                OutputMode.APPEND,
                List.of(0, 2),
                false);
    }

    private static ColumnBatch rows(long time) {
        long[] keys = new long[KEYS];
        long[] times = new long[KEYS];
        Arrays.setAll(keys, i -> i);
        Arrays.fill(times, time);
        return ColumnBatch.of(INPUT, KEYS, LongColumn.of(keys), LongColumn.of(times));
    }
}
