package io.millrace.operator;

import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.Columns;
import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.LongColumn;
import io.millrace.columnar.Schema;
import io.millrace.plan.Sort;
import io.millrace.state.Changelog;
import io.millrace.state.StateChunk;
import io.millrace.time.Watermarks;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Keeps all rows until the input has ended, then gives them sorted. */
final class SortOperator implements StatefulOperator {
    private final Sort plan;
    private final String id;
    private final Schema stateSchema;
    private final List<ColumnBatch> rows = new ArrayList<>();
    private int saved;
    private boolean emitted;
    private BatchContext context;

    SortOperator(Sort plan, String id) {
        this.plan = plan;
        this.id = id;
        List<Field> fields = new ArrayList<>(plan.schema().fields());
        fields.add(new Field("$weight", DataType.BIGINT, false));
        this.stateSchema = new Schema(fields);
    }

    @Override
    public void begin(BatchContext batchContext) {
        context = batchContext;
    }

    @Override
    public void process(int input, ColumnBatch batch, Output out) {
        rows.add(batch.detach());
    }

    @Override
    public void finish(Output out) {
        if (context.watermark() == Watermarks.END && !emitted) {
            emitted = true;
            ColumnBatch all = Changelog.net(plan.schema(), rows);
            if (all.rowCount() > 0) {
                out.emit(RowSorter.sort(all, plan.keys(), plan.offset(), plan.fetch()));
            }
        }
    }

    @Override
    public void changes(Consumer<StateChunk> out) {
        save(saved, out);
        saved = rows.size();
    }

    @Override
    public void snapshot(Consumer<StateChunk> out) {
        save(0, out);
    }

    private void save(int from, Consumer<StateChunk> out) {
        for (int i = from; i < rows.size(); i++) {
            ColumnBatch batch = rows.get(i);
            io.millrace.columnar.Column[] columns = new io.millrace.columnar.Column[stateSchema.size()];
            for (int c = 0; c < plan.schema().size(); c++) {
                columns[c] = batch.column(c);
            }
            columns[plan.schema().size()] = batch.weights() == null
                    ? Columns.constant(1, batch.rowCount())
                    : new LongColumn(batch.weights(), null, batch.rowCount());
            ColumnBatch state = ColumnBatch.of(stateSchema, batch.rowCount(), columns);
            out.accept(new StateChunk(id, "rows", StateChunk.Kind.UPSERT, 0, state));
        }
    }

    @Override
    public void restore(StateChunk chunk) {
        List<Integer> own = java.util.stream.IntStream.range(0, plan.schema().size())
                .boxed()
                .toList();
        long[] weights = chunk.rows().longs(plan.schema().size()).values();
        rows.add(chunk.rows().select(own).withSchema(plan.schema()).withWeights(weights));
        saved = rows.size();
    }

    @Override
    public long nextWakeUp() {
        return Long.MAX_VALUE;
    }

    @Override
    public long stateRows() {
        return rows.stream().mapToLong(ColumnBatch::rowCount).sum();
    }

    @Override
    public long stateBytes() {
        return rows.stream().mapToLong(ColumnBatch::heapBytes).sum();
    }

    @Override
    public long lateRows() {
        return 0;
    }
}
