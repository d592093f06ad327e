package io.millrace.operator;

import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.Selection;
import io.millrace.plan.Materialize;
import io.millrace.state.Arrangement;
import io.millrace.state.Changelog;
import io.millrace.state.StateChunk;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Keeps the whole result and gives all of it after each micro-batch. */
final class MaterializeOperator implements StatefulOperator {
    private final Materialize plan;
    private final Arrangement rows;

    MaterializeOperator(Materialize plan, String id) {
        this.plan = plan;
        this.rows = new Arrangement(
                id,
                "rows",
                plan.schema(),
                IntStream.range(0, plan.schema().size()).boxed().toList(),
                0,
                1);
    }

    @Override
    public void begin(BatchContext context) {}

    @Override
    public void process(int input, ColumnBatch batch, Output out) {
        rows.add(batch, Selection.all(batch.rowCount()));
    }

    @Override
    public void finish(Output out) {
        ColumnBatch all = Changelog.copies(plan.schema(), rows, rows.inHashOrder());
        out.emit(RowSorter.sort(all, plan.keys(), plan.offset(), plan.fetch()));
    }

    @Override
    public void changes(Consumer<StateChunk> out) {
        rows.changes(out);
    }

    @Override
    public void snapshot(Consumer<StateChunk> out) {
        rows.snapshot(out);
    }

    @Override
    public void restore(StateChunk chunk) {
        rows.restore(chunk);
    }

    @Override
    public long nextWakeUp() {
        return Long.MAX_VALUE;
    }

    @Override
    public long stateRows() {
        return rows.size();
    }

    @Override
    public long stateBytes() {
        return rows.heapBytes();
    }

    @Override
    public long lateRows() {
        return 0;
    }
}
