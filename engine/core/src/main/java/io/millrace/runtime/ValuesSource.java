package io.millrace.runtime;

import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.ColumnBuilder;
import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.LongColumn;
import io.millrace.columnar.Schema;
import io.millrace.connector.Offset;
import io.millrace.connector.ReadLimit;
import io.millrace.connector.Source;
import io.millrace.connector.Split;
import io.millrace.connector.SplitReader;
import io.millrace.expr.CompiledExpressions;
import io.millrace.expr.EvalContext;
import io.millrace.expr.Expr;
import io.millrace.plan.Values;
import java.util.List;

/** The rows of VALUES as a source that ends after its one batch. */
final class ValuesSource implements Source {
    private static final Offset START = new Offset("0");
    private static final Offset END = new Offset("1");
    private static final Schema ONE_COLUMN = Schema.of(Field.of("row", DataType.BIGINT));

    private record Rows(String partition) implements Split {}

    private final Values plan;
    private final EvalContext eval;

    ValuesSource(Values plan, EvalContext eval) {
        this.plan = plan;
        this.eval = eval;
    }

    /** Name in the offset log. */
    static String name(Values values, String path) {
        return "values " + path + "#" + Integer.toHexString(values.rows().hashCode());
    }

    @Override
    public Offset initial() {
        return START;
    }

    @Override
    public Offset latest() {
        return END;
    }

    @Override
    public Offset limit(Offset start, Offset latest, ReadLimit limit) {
        return latest;
    }

    @Override
    public List<Split> plan(Offset start, Offset end) {
        return start.equals(START) && end.equals(END) ? List.of(new Rows("values")) : List.of();
    }

    @Override
    public boolean exhausted(Offset offset) {
        return offset.equals(END);
    }

    @Override
    public long pollMillis() {
        return 0;
    }

    @Override
    public SplitReader open(Split split) {
        return new SplitReader() {
            private boolean given;

            @Override
            public ColumnBatch next() {
                if (given) {
                    return null;
                }
                given = true;
                return rows();
            }

            @Override
            public void close() {}
        };
    }

    private ColumnBatch rows() {
        ColumnBuilder[] builders = plan.schema().fields().stream()
                .map(field -> ColumnBuilder.of(field.type(), plan.rows().size()))
                .toArray(ColumnBuilder[]::new);
        ColumnBatch one = ColumnBatch.of(ONE_COLUMN, 1, LongColumn.of(0));
        for (List<Expr> row : plan.rows()) {
            var values = CompiledExpressions.compile(row).evaluate(one, eval);
            for (int i = 0; i < builders.length; i++) {
                builders[i].appendFrom(values[i], 0);
            }
        }
        int count = plan.rows().size();
        var columns = new io.millrace.columnar.Column[builders.length];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = builders[i].build();
        }
        return ColumnBatch.of(plan.schema(), count, columns);
    }

    @Override
    public void close() {}
}
