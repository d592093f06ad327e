package io.millrace.state;

import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.Columns;
import io.millrace.columnar.Schema;
import io.millrace.columnar.Selection;
import java.util.List;
import java.util.stream.IntStream;

/** Changes of a table, made into what they amount to. */
public final class Changelog {
    private Changelog() {}

    /** The rows that remain when all weights are summed up, in order of arrival, each as often as its weight says. */
    public static ColumnBatch net(Schema schema, List<ColumnBatch> changes) {
        boolean weighted = changes.stream().anyMatch(batch -> batch.weights() != null);
        if (!weighted) {
            return Columns.concat(schema, changes);
        }
        List<Integer> all = IntStream.range(0, schema.size()).boxed().toList();
        Arrangement rows = new Arrangement("", "", schema, all, 0, 1);
        changes.forEach(batch -> rows.add(batch, Selection.all(batch.rowCount())));
        return copies(schema, rows, rows.inArrivalOrder());
    }

    /** Rows of an arrangement as insertions, each as often as its weight says. */
    public static ColumnBatch copies(Schema schema, Arrangement rows, int[] slots) {
        int count = 0;
        for (int slot : slots) {
            count = Math.addExact(count, (int) Math.max(0, rows.weight(slot)));
        }
        int[] repeated = new int[count];
        int at = 0;
        for (int slot : slots) {
            for (long i = rows.weight(slot); i > 0; i--) {
                repeated[at++] = slot;
            }
        }
        return ColumnBatch.of(schema, count, rows.columns(repeated, count));
    }

    /** A batch of positive weights as insertions, each row as often as its weight says. */
    public static ColumnBatch repeat(ColumnBatch net) {
        long[] weights = net.weights();
        int count = 0;
        for (long weight : weights) {
            count = Math.addExact(count, (int) weight);
        }
        int[] rows = new int[count];
        int at = 0;
        for (int row = 0; row < weights.length; row++) {
            for (long i = weights[row]; i > 0; i--) {
                rows[at++] = row;
            }
        }
        return net.take(new Selection(rows, count)).withWeights(null);
    }

    /** The changes of one micro-batch with the net weight of each row; rows whose weights cancel out are gone. */
    public static ColumnBatch consolidate(Schema schema, List<ColumnBatch> changes) {
        List<Integer> all = IntStream.range(0, schema.size()).boxed().toList();
        Arrangement rows = new Arrangement("", "", schema, all, 0, 1);
        changes.forEach(batch -> rows.add(batch, Selection.all(batch.rowCount())));
        int[] slots = rows.inArrivalOrder();
        long[] weights = new long[slots.length];
        for (int i = 0; i < slots.length; i++) {
            weights[i] = rows.weight(slots[i]);
        }
        return ColumnBatch.of(schema, slots.length, rows.columns(slots, slots.length))
                .withWeights(weights);
    }
}
