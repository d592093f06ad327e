package io.millrace.operator;

import io.millrace.columnar.Column;
import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.Columns;
import io.millrace.columnar.Schema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The results that changed groups had before the micro-batch, by segment and slot. */
final class Retractions {
    private final Schema schema;
    private final Map<Long, Rows> segments = new HashMap<>();

    Retractions(Schema schema) {
        this.schema = schema;
    }

    private static final class Rows {
        final List<ColumnBatch> batches = new ArrayList<>();
        final Map<Integer, Integer> rowOfSlot = new HashMap<>();
        int count;
    }

    void clear() {
        segments.clear();
    }

    void add(long segment, int[] slots, int count, Column[] results) {
        Rows rows = segments.computeIfAbsent(segment, s -> new Rows());
        rows.batches.add(ColumnBatch.of(schema, count, results));
        for (int i = 0; i < count; i++) {
            rows.rowOfSlot.put(slots[i], rows.count++);
        }
    }

    /**
     * Emits the change of each slot: {@code -old} if there was one, {@code +new} if there is one, nothing when they are
     * equal.
     *
     * @param newRow by position in {@code slots}: row in {@code results}, or -1
     */
    void emit(long segment, int[] slots, int[] newRow, Column[] results, int resultCount, Operator.Output out) {
        Rows rows = segments.getOrDefault(segment, new Rows());
        List<ColumnBatch> parts = new ArrayList<>(rows.batches);
        parts.add(ColumnBatch.of(schema, resultCount, results));
        ColumnBatch all = Columns.concat(schema, parts);
        int[] order = new int[2 * slots.length];
        long[] weights = new long[2 * slots.length];
        int count = 0;
        for (int i = 0; i < slots.length; i++) {
            int oldAt = rows.rowOfSlot.getOrDefault(slots[i], -1);
            int newAt = newRow[i] < 0 ? -1 : rows.count + newRow[i];
            if (oldAt >= 0 && newAt >= 0 && same(all, oldAt, newAt)) {
                continue;
            }
            if (oldAt >= 0) {
                order[count] = oldAt;
                weights[count++] = -1;
            }
            if (newAt >= 0) {
                order[count] = newAt;
                weights[count++] = 1;
            }
        }
        if (count > 0) {
            ColumnBatch changes = all.take(new io.millrace.columnar.Selection(order, count));
            out.emit(segment, changes.withWeights(Arrays.copyOf(weights, count)));
        }
    }

    private static boolean same(ColumnBatch batch, int rowA, int rowB) {
        for (int i = 0; i < batch.schema().size(); i++) {
            Column column = batch.column(i);
            if (!Columns.same(column, rowA, column, rowB)) {
                return false;
            }
        }
        return true;
    }
}
