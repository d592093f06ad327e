package io.millrace.operator;

import io.millrace.aggregate.ValueOrder;
import io.millrace.columnar.Column;
import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.Selection;
import io.millrace.plan.Sort;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Sorts the rows of a batch; ties keep their order. */
final class RowSorter {
    private RowSorter() {}

    /** The rows from {@code offset} on, at most {@code fetch} (all when negative), in sorted order. */
    static ColumnBatch sort(ColumnBatch batch, List<Sort.Key> keys, long offset, long fetch) {
        Integer[] rows = new Integer[batch.rowCount()];
        Arrays.setAll(rows, i -> i);
        Comparator<Integer> order = null;
        for (Sort.Key key : keys) {
            Comparator<Integer> byKey = comparator(batch, key);
            order = order == null ? byKey : order.thenComparing(byKey);
        }
        if (order != null) {
            Arrays.sort(rows, order);
        }
        int from = (int) Math.min(rows.length, offset);
        int to = (int) (fetch < 0 ? rows.length : Math.min(rows.length, from + fetch));
        int[] sorted = new int[to - from];
        for (int i = 0; i < sorted.length; i++) {
            sorted[i] = rows[from + i];
        }
        return batch.take(new Selection(sorted, sorted.length));
    }

    private static Comparator<Integer> comparator(ColumnBatch batch, Sort.Key key) {
        Column column = batch.column(key.column());
        var type = batch.schema().type(key.column());
        Object[] values = new Object[batch.rowCount()];
        for (int row = 0; row < values.length; row++) {
            values[row] = column.isNull(row) ? null : ValueOrder.comparable(column, row, type);
        }
        Comparator<Object> order = ValueOrder.of(type);
        Comparator<Object> directed = key.descending() ? order.reversed() : order;
        Comparator<Object> withNulls =
                key.nullsFirst() ? Comparator.nullsFirst(directed) : Comparator.nullsLast(directed);
        return (a, b) -> withNulls.compare(values[a], values[b]);
    }
}
