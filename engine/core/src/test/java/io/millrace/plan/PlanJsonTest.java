package io.millrace.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.aggregate.AggregateCall;
import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.connector.OutputMode;
import io.millrace.expr.Expr;
import io.millrace.expr.Literal;
import io.millrace.time.SlidingWindow;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanJsonTest {
    @Test
    void aPlanSurvivesWritingAndReading() {
        Schema bid = Schema.of(
                new Field("auction", DataType.BIGINT, false),
                Field.of("ts", DataType.timestamp(3)),
                Field.of("Größe", DataType.array(DataType.decimal(10, 2), true)));
        PlanNode scan = new Scan("bid", "bid", List.of(0, 5, 6), bid);
        PlanNode watermark = new AssignWatermark(scan, 1, 4_000_000, false, 60_000_000, "keep", false);
        PlanNode filter = new Filter(
                watermark,
                Expr.call(
                        "=",
                        DataType.BOOLEAN,
                        true,
                        Expr.column(0, DataType.BIGINT, false),
                        Expr.literal(7L, DataType.BIGINT)));
        PlanNode values = new Values(List.of(List.of(Expr.literal(null, DataType.VARCHAR))), bid);
        PlanNode union = new UnionAll(List.of(filter, values), bid);
        PlanNode aggregate = new WindowAggregate(
                union,
                1,
                new SlidingWindow(2, 10, 0),
                List.of(0),
                List.of(
                        new AggregateCall("COUNT", List.of(), false, -1, "n", DataType.BIGINT, false),
                        new AggregateCall(
                                "LISTAGG",
                                List.of(0),
                                true,
                                1,
                                "names",
                                DataType.VARCHAR,
                                true,
                                List.of(new Literal("; ", DataType.VARCHAR)),
                                List.of(new AggregateCall.Order(0, true, false)),
                                true)),
                bid);
        PlanNode group =
                new Aggregate(aggregate, List.of(0), List.of(), Aggregate.Emit.CHANGES, new Aggregate.Close(0, 1), bid);
        QueryPlan plan = new QueryPlan(
                new Sort(group, List.of(new Sort.Key(0, true, false)), 0, -1), OutputMode.UPDATE, List.of(0), false);

        assertThat(PlanJson.read(PlanJson.write(plan))).isEqualTo(plan);
    }
}
