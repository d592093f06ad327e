package io.millrace.operator;

import io.millrace.columnar.ColumnBatch;
import io.millrace.expr.CompiledExpressions;
import io.millrace.plan.Project;

/** Computes expressions over the rows. */
final class ProjectOperator implements Operator {
    private final Project plan;
    private final CompiledExpressions expressions;
    private BatchContext context;

    ProjectOperator(Project plan) {
        this.plan = plan;
        this.expressions = CompiledExpressions.compile(plan.expressions());
    }

    @Override
    public void begin(BatchContext batchContext) {
        context = batchContext;
    }

    @Override
    public void process(int input, ColumnBatch batch, Output out) {
        out.emit(ColumnBatch.of(plan.schema(), batch.rowCount(), expressions.evaluate(batch, context.eval()))
                .withWeights(batch.weights()));
    }
}
