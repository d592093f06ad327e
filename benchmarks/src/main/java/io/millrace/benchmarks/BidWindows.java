package io.millrace.benchmarks;

import io.millrace.aggregate.AggregateCall;
import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.plan.PlanNode;
import io.millrace.plan.Scan;
import io.millrace.plan.WindowAggregate;
import io.millrace.time.SlidingWindow;
import java.util.List;

/** {@code SELECT auction, COUNT(*), SUM(price), MAX(price), AVG(price) ... GROUP BY auction} and a window, as a plan. */
final class BidWindows {
    private static final long SECOND_MICROS = 1_000_000;

    private static final List<AggregateCall> CALLS = List.of(
            new AggregateCall("COUNT", List.of(), false, -1, "bids", DataType.BIGINT, false),
            new AggregateCall("SUM", List.of(1), false, -1, "total", DataType.BIGINT, true),
            new AggregateCall("MAX", List.of(1), false, -1, "highest", DataType.BIGINT, true),
            new AggregateCall("AVG", List.of(1), false, -1, "average", DataType.DOUBLE, true));

    private static final Schema OUTPUT = Schema.of(
            BidRows.SCHEMA.field(0),
            new Field("window_start", DataType.TIMESTAMP, false),
            new Field("window_end", DataType.TIMESTAMP, false),
            new Field("window_time", DataType.TIMESTAMP, false),
            new Field("bids", DataType.BIGINT, false),
            Field.of("total", DataType.BIGINT),
            Field.of("highest", DataType.BIGINT),
            Field.of("average", DataType.DOUBLE));

    private BidWindows() {}

    static Scan scan() {
        return new Scan("bid", "bid", List.of(0, 1, 2), BidRows.SCHEMA);
    }

    static WindowAggregate over(PlanNode bids, int slideSeconds, int sizeSeconds) {
        SlidingWindow window = new SlidingWindow(slideSeconds * SECOND_MICROS, sizeSeconds * SECOND_MICROS, 0);
        return new WindowAggregate(bids, 2, window, List.of(0), CALLS, OUTPUT);
    }
}
