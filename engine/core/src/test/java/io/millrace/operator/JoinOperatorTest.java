package io.millrace.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.LongColumn;
import io.millrace.columnar.Schema;
import io.millrace.expr.EvalContext;
import io.millrace.plan.Join;
import io.millrace.plan.Scan;
import io.millrace.time.Watermarks;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A stream joined with a table that ends: the stream's rows are kept only for as long as the table may still give some. */
class JoinOperatorTest {
    private static final Schema KEY = Schema.of(new Field("k", DataType.BIGINT, false));
    private static final Schema PAIR = Schema.of(KEY.field(0), KEY.field(0));

    private final JoinOperator join = new JoinOperator(
            new Join(
                    new Scan("stream", "stream", List.of(0), KEY),
                    new Scan("table", "table", List.of(0), KEY),
                    List.of(0),
                    List.of(0),
                    null,
                    null,
                    null,
                    PAIR),
            "join",
            0,
            1);

    @Test
    void rowsOfTheStreamGoWhenTheTableHasEnded() {
        assertThat(run(0, Watermarks.NONE, Watermarks.NONE, rows(1, 2, 3), rows(2)))
                .containsExactly("2-2");
        assertThat(join.stateRows()).isEqualTo(4);

        // the table gives its last rows in the micro-batch that tells of its end
        assertThat(run(1, Watermarks.NONE, Watermarks.END, rows(4), rows(1, 4)))
                .containsExactlyInAnyOrder("1-1", "4-4");
        assertThat(join.stateRows()).isEqualTo(3);

        assertThat(run(2, Watermarks.END, Watermarks.END, rows(1, 2, 9), rows()))
                .containsExactlyInAnyOrder("1-1", "2-2");
        assertThat(join.stateRows()).isEqualTo(3);
    }

    private List<String> run(long batchId, long lateOfTable, long ofTable, ColumnBatch stream, ColumnBatch table) {
        List<String> pairs = new ArrayList<>();
        Operator.Output out = (order, batch) -> {
            for (int row = 0; row < batch.rowCount(); row++) {
                pairs.add(batch.longs(0).values()[row] + "-" + batch.longs(1).values()[row]);
            }
        };
        join.begin(new BatchContext(
                batchId, new EvalContext(0, ZoneOffset.UTC), new long[] {Watermarks.NONE, lateOfTable}, new long[] {
                    Watermarks.NONE, ofTable
                }));
        join.process(0, stream, out);
        join.endInput(0, out);
        join.process(1, table, out);
        join.endInput(1, out);
        join.finish(out);
        return pairs;
    }

    private static ColumnBatch rows(long... keys) {
        return ColumnBatch.of(KEY, keys.length, new LongColumn(keys, null, keys.length));
    }
}
