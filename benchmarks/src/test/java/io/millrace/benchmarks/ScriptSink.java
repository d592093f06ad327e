package io.millrace.benchmarks;

import io.millrace.columnar.Schema;
import io.millrace.connector.ChangeBatch;
import io.millrace.connector.RowKind;
import io.millrace.connector.Sink;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The result table that a reader of a query's output has in hand, in whatever mode it comes; outlives the query. Errors:
 * IllegalStateException for a change that no reader could follow.
 */
final class ScriptSink implements Sink {
    private final Schema schema;
    private final List<String> rows = new ArrayList<>();
    private final Map<List<Object>, String> byKey = new HashMap<>();
    private final List<Change> staged = new ArrayList<>();
    private Session session;
    private Committed last;

    private record Change(RowKind kind, List<Object> key, String text) {}

    ScriptSink(Schema schema) {
        this.schema = schema;
    }

    synchronized List<String> rows() {
        return new ArrayList<>(byKey.isEmpty() ? rows : byKey.values());
    }

    @Override
    public synchronized Optional<Committed> open(Session opened) {
        session = opened;
        staged.clear();
        return Optional.ofNullable(last);
    }

    @Override
    public synchronized void write(ChangeBatch batch) {
        List<List<Object>> values = batch.rows().rows();
        for (int i = 0; i < values.size(); i++) {
            List<Object> row = values.get(i);
            List<Object> key = new ArrayList<>();
            if (session.uniqueKey() != null) {
                session.uniqueKey().forEach(column -> key.add(row.get(column)));
            }
            staged.add(new Change(batch.kind(i), key, RowText.of(row, schema)));
        }
    }

    @Override
    public String prepare(long batchId) {
        return "";
    }

    @Override
    public synchronized boolean commit(long batchId, String stateId, String stagedText) {
        if (last != null && last.batchId() >= batchId) {
            return true;
        }
        switch (session.mode()) {
            case APPEND -> staged.forEach(this::append);
            case COMPLETE -> {
                rows.clear();
                staged.forEach(this::append);
            }
            case UPDATE -> upsert();
            case CHANGELOG -> staged.forEach(this::follow);
        }
        staged.clear();
        last = new Committed(batchId, stateId);
        return true;
    }

    private void append(Change change) {
        require(change.kind() == RowKind.INSERT, change, "takes something back");
        rows.add(change.text());
    }

    private void upsert() {
        staged.stream().filter(change -> takesBack(change.kind())).forEach(change -> byKey.remove(change.key()));
        Map<List<Object>, String> seen = new HashMap<>();
        for (Change change : staged) {
            if (!takesBack(change.kind())) {
                require(seen.put(change.key(), change.text()) == null, change, "changes its key a second time");
                byKey.put(change.key(), change.text());
            }
        }
    }

    private void follow(Change change) {
        if (takesBack(change.kind())) {
            require(rows.remove(change.text()), change, "takes back what is not there");
        } else {
            rows.add(change.text());
        }
    }

    private static boolean takesBack(RowKind kind) {
        return kind == RowKind.UPDATE_BEFORE || kind == RowKind.DELETE;
    }

    private void require(boolean condition, Change change, String fault) {
        if (!condition) {
            throw new IllegalStateException(
                    session.mode() + ": " + change.kind().text() + " " + change.text() + " " + fault);
        }
    }

    @Override
    public synchronized void abort(long batchId) {
        staged.clear();
    }

    @Override
    public void close() {}
}
