package io.millrace.operator;

import io.millrace.columnar.Column;
import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.Columns;
import io.millrace.plan.GroupingSets;
import java.util.Arrays;
import java.util.List;

/** Gives each batch once for every grouping set. The columns are shared; only NULLs and the set's number are made. */
final class GroupingSetsOperator implements Operator {
    private final GroupingSets plan;

    GroupingSetsOperator(GroupingSets plan) {
        this.plan = plan;
    }

    @Override
    public void begin(BatchContext context) {}

    @Override
    public void process(int input, ColumnBatch batch, Output out) {
        int rowCount = batch.rowCount();
        int width = batch.schema().size();
        int[] none = new int[rowCount];
        Arrays.fill(none, -1);
        Column[] nulls = new Column[plan.keys().size()];
        for (List<Integer> set : plan.sets()) {
            Column[] columns = new Column[plan.schema().size()];
            for (int i = 0; i < width; i++) {
                columns[i] = batch.column(i);
            }
            for (int key = 0; key < nulls.length; key++) {
                Column column = batch.column(plan.keys().get(key));
                if (set.contains(key)) {
                    columns[width + key] = column;
                } else {
                    nulls[key] = nulls[key] == null ? column.take(none, rowCount) : nulls[key];
                    columns[width + key] = nulls[key];
                }
            }
            columns[width + nulls.length] = Columns.constant(GroupingSets.id(set, nulls.length), rowCount);
            out.emit(ColumnBatch.of(plan.schema(), rowCount, columns).withWeights(batch.weights()));
        }
    }
}
