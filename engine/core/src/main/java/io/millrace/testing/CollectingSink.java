package io.millrace.testing;

import io.millrace.connector.ChangeBatch;
import io.millrace.connector.Sink;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A sink that keeps what it is given, by batch, and outlives the queries that write it: use the same one again to see what
 * a restart does. Thread-safe.
 */
public final class CollectingSink implements Sink {
    private final TreeMap<Long, List<String>> committed = new TreeMap<>();
    private final TreeMap<Long, String> stateIds = new TreeMap<>();
    private final List<String> staged = new ArrayList<>();
    private final Map<Long, List<String>> prepared = new TreeMap<>();
    private final List<String> ended = new ArrayList<>();
    private boolean forgetsStaged;
    private boolean fails;

    /** Makes the sink lose what was prepared but not committed when it is opened again. */
    public synchronized CollectingSink forgetStaged() {
        forgetsStaged = true;
        return this;
    }

    /** Makes the sink fail once: when the next batch is prepared. */
    public synchronized void failOnce() {
        fails = true;
    }

    @Override
    public synchronized Optional<Committed> open(Session session) {
        staged.clear();
        if (forgetsStaged) {
            prepared.clear();
        }
        return committed.isEmpty()
                ? Optional.empty()
                : Optional.of(new Committed(committed.lastKey(), stateIds.get(committed.lastKey())));
    }

    @Override
    public synchronized void write(ChangeBatch batch) {
        for (int row = 0; row < batch.rows().rowCount(); row++) {
            String kind = batch.kinds() == null ? "" : batch.kind(row).text();
            staged.add(kind + batch.rows().row(row));
        }
    }

    @Override
    public synchronized String prepare(long batchId) {
        if (fails) {
            fails = false;
            throw new MillraceException(ErrorCode.IO_ERROR, "the sink fails in batch " + batchId);
        }
        prepared.put(batchId, List.copyOf(staged));
        staged.clear();
        return "\"" + batchId + "\"";
    }

    @Override
    public synchronized boolean commit(long batchId, String stateId, String stagedText) {
        if (committed.containsKey(batchId)) {
            return true;
        }
        List<String> rows = prepared.remove(batchId);
        if (rows == null) {
            return false;
        }
        committed.put(batchId, rows);
        stateIds.put(batchId, stateId);
        return true;
    }

    @Override
    public synchronized void abort(long batchId) {
        staged.clear();
        prepared.remove(batchId);
    }

    @Override
    public synchronized void end(Session session) {
        ended.add(session.queryId());
    }

    @Override
    public void close() {}

    /** Ids of the queries that it was told have ended, in that order. */
    public synchronized List<String> ended() {
        return List.copyOf(ended);
    }

    /** Rows of all batches in order, as text with the kind before them in update and changelog mode. */
    public synchronized List<String> rows() {
        return committed.values().stream().flatMap(List::stream).toList();
    }

    /** The same by batch, batches without rows left out. */
    public synchronized Map<Long, List<String>> batches() {
        TreeMap<Long, List<String>> batches = new TreeMap<>(committed);
        batches.values().removeIf(List::isEmpty);
        return batches;
    }
}
