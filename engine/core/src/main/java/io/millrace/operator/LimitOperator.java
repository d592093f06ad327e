package io.millrace.operator;

import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.columnar.Selection;
import io.millrace.plan.Limit;
import io.millrace.state.StateChunk;
import java.util.List;
import java.util.function.Consumer;

/** Gives the first rows and counts them in its state. */
final class LimitOperator implements StatefulOperator {
    private static final Schema STATE = Schema.of(new Field("seen", DataType.BIGINT, false));

    private final Limit plan;
    private final String id;
    private long seen;
    private boolean changed;

    LimitOperator(Limit plan, String id) {
        this.plan = plan;
        this.id = id;
    }

    @Override
    public void begin(BatchContext context) {}

    @Override
    public void process(int input, ColumnBatch batch, Output out) {
        long end = plan.fetch() < 0 ? Long.MAX_VALUE : plan.offset() + plan.fetch();
        int from = (int) Math.min(batch.rowCount(), Math.max(0, plan.offset() - seen));
        int to = (int) Math.min(batch.rowCount(), Math.max(0, end - seen));
        seen += batch.rowCount();
        changed = true;
        if (to > from) {
            int[] rows = new int[to - from];
            for (int i = 0; i < rows.length; i++) {
                rows[i] = from + i;
            }
            out.emit(batch.take(new Selection(rows, rows.length)));
        }
    }

    /** Whether no later row will be given. */
    boolean isDone() {
        return plan.fetch() >= 0 && seen >= plan.offset() + plan.fetch();
    }

    @Override
    public void changes(Consumer<StateChunk> out) {
        if (changed) {
            snapshot(out);
            changed = false;
        }
    }

    @Override
    public void snapshot(Consumer<StateChunk> out) {
        ColumnBatch row = ColumnBatch.ofRows(STATE, List.of(List.of(seen)));
        out.accept(new StateChunk(id, "seen", StateChunk.Kind.UPSERT, 0, row));
    }

    @Override
    public void restore(StateChunk chunk) {
        seen = chunk.rows().longs(0).values()[0];
    }

    @Override
    public long nextWakeUp() {
        return Long.MAX_VALUE;
    }

    @Override
    public long stateRows() {
        return 1;
    }

    @Override
    public long stateBytes() {
        return 8;
    }

    @Override
    public long lateRows() {
        return 0;
    }
}
