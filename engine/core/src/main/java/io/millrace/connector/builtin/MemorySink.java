package io.millrace.connector.builtin;

import io.millrace.columnar.Column;
import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.Selection;
import io.millrace.connector.ChangeBatch;
import io.millrace.connector.OutputMode;
import io.millrace.connector.RowKind;
import io.millrace.connector.Sink;
import io.millrace.state.Arrangement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Puts results into a memory table: each micro-batch is one commit of it. */
final class MemorySink implements Sink {
    private final MemoryTable table;
    private final MemoryStore.Transaction transaction;
    private final List<ChangeBatch> staged = new ArrayList<>();
    private Session session;
    /** What the table holds of this query, by key; only where rows are replaced. */
    private Arrangement content;

    /** @param transaction where rows wait for COMMIT; null to make them visible at once */
    MemorySink(MemoryTable table, MemoryStore.Transaction transaction) {
        this.table = table;
        this.transaction = transaction;
    }

    @Override
    public boolean remembersCommits() {
        return false;
    }

    @Override
    public Optional<Committed> open(Session opened) {
        session = opened;
        if (opened.mode() != OutputMode.APPEND) {
            boolean byKey = opened.mode() == OutputMode.UPDATE && opened.uniqueKey() != null;
            List<Integer> key = byKey ? opened.uniqueKey() : List.of();
            content = new Arrangement("", table.name(), table.schema(), key, 0, 1);
            ColumnBatch rows = table.content();
            content.add(rows, Selection.all(rows.rowCount()));
        }
        return Optional.empty();
    }

    @Override
    public void write(ChangeBatch batch) {
        staged.add(batch);
    }

    @Override
    public String prepare(long batchId) {
        return "";
    }

    @Override
    public boolean commit(long batchId, String stateId, String stagedText) {
        List<ColumnBatch> rows = new ArrayList<>();
        if (session.mode() == OutputMode.COMPLETE) {
            replaceAll(rows);
        } else {
            for (ChangeBatch batch : staged) {
                rows.addAll(session.mode() == OutputMode.APPEND ? List.of(plain(batch)) : upsert(batch));
            }
        }
        staged.clear();
        if (transaction != null) {
            transaction.add(table, rows);
        } else if (!rows.isEmpty()) {
            table.store().publish(Map.of(table, rows));
        }
        return true;
    }

    private ColumnBatch plain(ChangeBatch batch) {
        return batch.rows().withSchema(table.schema()).detach();
    }

    private void replaceAll(List<ColumnBatch> out) {
        int[] slots = content.inArrivalOrder();
        if (slots.length > 0) {
            long[] weights = new long[slots.length];
            Arrays.setAll(weights, i -> -content.weight(slots[i]));
            out.add(change(content.columns(slots, slots.length), weights));
        }
        staged.forEach(batch -> out.add(plain(batch)));
        out.forEach(rows -> content.add(rows, Selection.all(rows.rowCount())));
    }

    /** The rows of a batch as insertions, with what they replace taken back. */
    private List<ColumnBatch> upsert(ChangeBatch batch) {
        ColumnBatch rows = plain(batch);
        List<Integer> key = session.uniqueKey() == null ? List.of() : session.uniqueKey();
        Column[] columns = new Column[key.size()];
        Arrays.setAll(columns, i -> rows.column(key.get(i)));
        Arrangement.Matches old = content.probe(columns, Selection.all(rows.rowCount()));
        List<ColumnBatch> changes = new ArrayList<>();
        if (old.count() > 0) {
            long[] weights = new long[old.count()];
            Arrays.setAll(weights, i -> -content.weight(old.slots()[i]));
            changes.add(change(content.columns(old.slots(), old.count()), weights));
        }
        int[] kept = IntStream.range(0, rows.rowCount())
                .filter(row -> batch.kind(row) != RowKind.DELETE && batch.kind(row) != RowKind.UPDATE_BEFORE)
                .toArray();
        changes.add(rows.take(new Selection(kept, kept.length)));
        changes.forEach(part -> content.add(part, Selection.all(part.rowCount())));
        return changes;
    }

    private ColumnBatch change(Column[] columns, long[] weights) {
        return ColumnBatch.of(table.schema(), weights.length, columns).withWeights(weights);
    }

    @Override
    public void abort(long batchId) {
        staged.clear();
    }

    @Override
    public void close() {}
}
