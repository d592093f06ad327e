package io.millrace.operator;

import io.millrace.columnar.Column;
import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.ColumnBuilder;
import io.millrace.columnar.Field;
import io.millrace.plan.MapRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** Gives what a function of the program makes of each row. */
final class MapRowsOperator implements Operator {
    private static final int ROWS_MAX = 8_192;

    private final MapRows plan;
    private final List<Field> made;

    MapRowsOperator(MapRows plan) {
        this.plan = plan;
        int kept = plan.keepsInput() ? plan.input().schema().size() : 0;
        this.made = plan.schema().fields().subList(kept, plan.schema().size());
    }

    @Override
    public void begin(BatchContext context) {}

    @Override
    public void process(int input, ColumnBatch batch, Output out) {
        Rows rows = new Rows(batch.select(plan.arguments()));
        Made results = new Made(batch, rows);
        try {
            plan.function().apply(rows, results::add);
        } catch (Exception e) {
            throw ProgramCode.failed(
                    plan.function().name(), null, ProgramCode.text(rows.last(), batch.schema(), plan.arguments()), e);
        }
        results.end();
        results.done.forEach(out::emit);
    }

    /** The rows of a batch, each made when it is asked for. */
    private static final class Rows implements Iterator<List<Object>> {
        private final ColumnBatch batch;
        private int next;

        Rows(ColumnBatch batch) {
            this.batch = batch;
        }

        @Override
        public boolean hasNext() {
            return next < batch.rowCount();
        }

        @Override
        public List<Object> next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return batch.row(next++);
        }

        List<Object> last() {
            return next == 0 ? null : batch.row(next - 1);
        }
    }

    /** What the function has given, and the row that each belongs to. */
    private final class Made {
        private final ColumnBatch batch;
        private final Rows rows;
        private final List<ColumnBatch> done = new ArrayList<>();
        private final ColumnBuilder[] builders;
        private int[] from;
        private int count;

        Made(ColumnBatch batch, Rows rows) {
            this.batch = batch;
            this.rows = rows;
            this.from = new int[Math.max(16, batch.rowCount())];
            this.builders = made.stream()
                    .map(field -> ColumnBuilder.of(field.type(), batch.rowCount()))
                    .toArray(ColumnBuilder[]::new);
        }

        void add(List<Object> values) {
            if (count == from.length) {
                from = Arrays.copyOf(from, 2 * count);
            }
            from[count++] = Math.max(0, rows.next - 1);
            for (int i = 0; i < builders.length; i++) {
                builders[i].append(values.get(i));
            }
            if (count >= ROWS_MAX && !plan.keepsInput()) {
                end();
            }
        }

        /** Puts together what has been added. */
        void end() {
            if (count == 0) {
                return;
            }
            Column[] columns = new Column[plan.schema().size()];
            int kept = columns.length - builders.length;
            if (kept > 0 && count != batch.rowCount()) {
                throw new IllegalStateException(count + " rows of " + batch.rowCount());
            }
            for (int i = 0; i < columns.length; i++) {
                columns[i] = i < kept ? batch.column(i) : builders[i - kept].build();
            }
            done.add(ColumnBatch.of(plan.schema(), count, columns)
                    .withWeights(RowCopies.weights(batch.weights(), from, count)));
            count = 0;
        }
    }
}
