package io.millrace.operator;

import io.millrace.columnar.Column;
import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.ColumnBuilder;
import io.millrace.columnar.DataType;
import io.millrace.columnar.ObjectColumn;
import io.millrace.columnar.Schema;
import io.millrace.expr.CompiledExpressions;
import io.millrace.plan.Unnest;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Gives each row once for every element of a collection. */
final class UnnestOperator implements Operator {
    private final Unnest plan;
    private final CompiledExpressions collection;
    private final int inputColumns;
    private final Schema elements;
    private BatchContext context;

    UnnestOperator(Unnest plan) {
        this.plan = plan;
        this.collection = CompiledExpressions.compile(List.of(plan.collection()));
        this.inputColumns = plan.input().schema().size();
        this.elements = new Schema(
                plan.schema().fields().subList(inputColumns, plan.schema().size()));
    }

    @Override
    public void begin(BatchContext batchContext) {
        context = batchContext;
    }

    @Override
    public void process(int input, ColumnBatch batch, Output out) {
        ObjectColumn collections = (ObjectColumn) collection.evaluate(batch, context.eval())[0];
        ColumnBuilder[] builders = elements.fields().stream()
                .map(field -> ColumnBuilder.of(field.type(), batch.rowCount()))
                .toArray(ColumnBuilder[]::new);
        int[] rows = new int[Math.max(16, batch.rowCount())];
        int count = 0;
        for (int row = 0; row < batch.rowCount(); row++) {
            Collection<?> values =
                    collections.isNull(row) ? List.of() : elements(collections.values()[row]);
            int given = append(values, builders);
            if (count + given > rows.length) {
                rows = Arrays.copyOf(rows, Math.max(2 * rows.length, count + given));
            }
            Arrays.fill(rows, count, count + given, row);
            count += given;
        }
        if (count > 0) {
            out.emit(result(batch, rows, count, builders));
        }
    }

    private static Collection<?> elements(Object collection) {
        return collection instanceof Map<?, ?> map
                ? map.entrySet().stream()
                        .map(entry -> Arrays.asList(entry.getKey(), entry.getValue()))
                        .toList()
                : (List<?>) collection;
    }

    private int append(Collection<?> values, ColumnBuilder[] builders) {
        if (values.isEmpty() && plan.outer()) {
            for (ColumnBuilder builder : builders) {
                builder.appendNull();
            }
            return 1;
        }
        int columns = builders.length - (plan.withOrdinality() ? 1 : 0);
        boolean spread = plan.collection().type().kind() == DataType.Kind.MAP
                || plan.collection().type().element().kind() == DataType.Kind.ROW;
        long ordinal = 1;
        for (Object value : values) {
            for (int i = 0; i < columns; i++) {
                builders[i].append(spread ? field(value, i) : value);
            }
            if (plan.withOrdinality()) {
                builders[columns].append(ordinal++);
            }
        }
        return values.size();
    }

    private static Object field(Object row, int index) {
        return row == null ? null : ((List<?>) row).get(index);
    }

    private ColumnBatch result(ColumnBatch batch, int[] rows, int count, ColumnBuilder[] builders) {
        Column[] columns = new Column[plan.schema().size()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = i < inputColumns ? batch.column(i).take(rows, count) : builders[i - inputColumns].build();
        }
        return ColumnBatch.of(plan.schema(), count, columns)
                .withWeights(RowCopies.weights(batch.weights(), rows, count));
    }
}
