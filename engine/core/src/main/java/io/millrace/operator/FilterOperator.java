package io.millrace.operator;

import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.Selection;
import io.millrace.expr.CompiledPredicate;
import io.millrace.plan.Filter;

/** Keeps the rows for which a predicate is true. */
final class FilterOperator implements Operator {
    private final CompiledPredicate predicate;
    private BatchContext context;

    FilterOperator(Filter plan) {
        this.predicate = CompiledPredicate.compile(plan.predicate());
    }

    @Override
    public void begin(BatchContext batchContext) {
        context = batchContext;
    }

    @Override
    public void process(int input, ColumnBatch batch, Output out) {
        Selection selection = predicate.select(batch, context.eval());
        if (!selection.isEmpty()) {
            out.emit(batch.take(selection));
        }
    }
}
