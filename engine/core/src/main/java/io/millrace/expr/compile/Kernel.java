package io.millrace.expr.compile;

import io.millrace.columnar.Column;
import io.millrace.columnar.ColumnBatch;
import io.millrace.expr.EvalContext;
import java.time.ZoneId;

/** What generated classes extend: a loop over the rows of one batch. Threads: one at a time. */
public abstract class Kernel {
    protected EvalContext ctx;
    protected ZoneId zone;

    /** Evaluates the expressions that the kernel was made of into {@code out}. */
    public final void project(ColumnBatch batch, EvalContext context, Column[] out) {
        begin(batch, context);
        run(batch.rowCount(), out, null);
    }

    /** Puts the rows for which the predicate is true into {@code selected}; returns how many. */
    public final int select(ColumnBatch batch, EvalContext context, int[] selected) {
        begin(batch, context);
        return run(batch.rowCount(), null, selected);
    }

    private void begin(ColumnBatch batch, EvalContext context) {
        ctx = context;
        zone = context.zone();
        bind(batch);
    }

    protected abstract void bind(ColumnBatch batch);

    protected abstract int run(int rowCount, Column[] out, int[] selected);
}
