package io.millrace.runtime;

import io.millrace.columnar.Column;
import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.Schema;
import io.millrace.columnar.Selection;
import io.millrace.connector.ChangeBatch;
import io.millrace.connector.OutputMode;
import io.millrace.connector.RowKind;
import io.millrace.plan.QueryPlan;
import io.millrace.state.Changelog;
import io.millrace.state.GroupIndex;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Turns the weighted rows of one micro-batch into what the sink is told: net of everything that cancels out, at most one
 * change for each key.
 */
final class OutputLabels {
    private final Schema schema;
    private final OutputMode mode;
    private final List<Integer> key;

    OutputLabels(QueryPlan plan) {
        this.schema = plan.root().schema();
        this.mode = plan.mode();
        this.key = plan.uniqueKey();
    }

    List<ChangeBatch> label(List<ColumnBatch> rows) {
        boolean weighted = rows.stream().anyMatch(batch -> batch.weights() != null);
        if (!weighted) {
            return rows.stream().map(this::insertions).toList();
        }
        ColumnBatch net = Changelog.consolidate(schema, rows);
        if (net.rowCount() == 0) {
            return List.of();
        }
        return List.of(key == null ? withoutKey(net) : withKey(net));
    }

    private ChangeBatch insertions(ColumnBatch rows) {
        if (mode == OutputMode.APPEND || mode == OutputMode.COMPLETE) {
            return new ChangeBatch(rows, null);
        }
        RowKind[] kinds = new RowKind[rows.rowCount()];
        Arrays.fill(kinds, RowKind.INSERT);
        return new ChangeBatch(rows, kinds);
    }

    /** All deletions first, then all insertions, each row as often as its weight says. */
    private ChangeBatch withoutKey(ColumnBatch net) {
        List<Integer> order = new ArrayList<>();
        List<RowKind> kinds = new ArrayList<>();
        long[] weights = net.weights();
        for (int sign = -1; sign <= 1; sign += 2) {
            for (int row = 0; row < weights.length; row++) {
                for (long i = sign * weights[row]; i > 0; i--) {
                    order.add(row);
                    kinds.add(sign < 0 ? RowKind.DELETE : RowKind.INSERT);
                }
            }
        }
        return batch(net, order, kinds);
    }

    private ChangeBatch withKey(ColumnBatch net) {
        int rows = net.rowCount();
        Column[] columns = new Column[key.size()];
        Arrays.setAll(columns, i -> net.column(key.get(i)));
        GroupIndex index = GroupIndex.of(key.stream().map(i -> schema.type(i)).toList());
        int[] groups = new int[rows];
        index.assign(columns, Selection.all(rows), groups);
        int[] removed = new int[index.slotLimit()];
        int[] added = new int[index.slotLimit()];
        Arrays.fill(removed, -1);
        Arrays.fill(added, -1);
        for (int row = 0; row < rows; row++) {
            (net.weights()[row] < 0 ? removed : added)[groups[row]] = row;
        }
        List<Integer> order = new ArrayList<>();
        List<RowKind> kinds = new ArrayList<>();
        // slots are given in order of arrival
        for (int slot = 0; slot < removed.length; slot++) {
            append(removed[slot], added[slot], order, kinds);
        }
        return batch(net, order, kinds);
    }

    private void append(int removed, int added, List<Integer> order, List<RowKind> kinds) {
        if (removed >= 0 && (added < 0 || mode == OutputMode.CHANGELOG)) {
            order.add(removed);
            kinds.add(added < 0 ? RowKind.DELETE : RowKind.UPDATE_BEFORE);
        }
        if (added >= 0) {
            order.add(added);
            kinds.add(removed < 0 ? RowKind.INSERT : RowKind.UPDATE_AFTER);
        }
    }

    private static ChangeBatch batch(ColumnBatch net, List<Integer> order, List<RowKind> kinds) {
        int[] rows = order.stream().mapToInt(Integer::intValue).toArray();
        ColumnBatch taken = net.take(new Selection(rows, rows.length)).withWeights(null);
        return new ChangeBatch(taken, kinds.toArray(RowKind[]::new));
    }
}
