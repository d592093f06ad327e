package io.millrace.runtime;

import io.millrace.connector.ChangeBatch;
import io.millrace.connector.Sink;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntSupplier;
import java.util.function.LongConsumer;

/** A sink that notes in which order things happened to it, and can be made again as it was at any moment. */
final class JournalSink implements Sink {
    /**
     * What was done, and how many changes had been made to the checkpoint before.
     *
     * @param rows of a batch that is prepared; null of one that is committed
     */
    record Event(int operations, long batch, List<String> rows, String stateId) {}

    final List<Event> events = new ArrayList<>();
    final TreeMap<Long, List<String>> committed = new TreeMap<>();
    private final TreeMap<Long, String> stateIds = new TreeMap<>();
    private final Map<Long, List<String>> prepared = new TreeMap<>();
    private final List<String> staged = new ArrayList<>();
    private final IntSupplier operations;
    private final LongConsumer commits;

    /**
     * @param operations changes made to the checkpoint so far
     * @param commits called before a micro-batch takes effect
     */
    JournalSink(IntSupplier operations, LongConsumer commits) {
        this.operations = operations;
        this.commits = commits;
    }

    /** The sink as it was after some of the events. */
    static JournalSink after(List<Event> events) {
        JournalSink sink = new JournalSink(() -> 0, batch -> {});
        for (Event event : events) {
            if (event.rows() != null) {
                sink.prepared.put(event.batch(), event.rows());
            } else {
                sink.take(event.batch(), event.stateId());
            }
        }
        return sink;
    }

    @Override
    public synchronized Optional<Committed> open(Session session) {
        staged.clear();
        return committed.isEmpty()
                ? Optional.empty()
                : Optional.of(new Committed(committed.lastKey(), stateIds.get(committed.lastKey())));
    }

    @Override
    public synchronized void write(ChangeBatch batch) {
        for (int row = 0; row < batch.rows().rowCount(); row++) {
            staged.add(batch.kind(row).text() + batch.rows().row(row));
        }
    }

    @Override
    public synchronized String prepare(long batchId) {
        prepared.put(batchId, List.copyOf(staged));
        events.add(new Event(operations.getAsInt(), batchId, List.copyOf(staged), null));
        staged.clear();
        return "\"" + batchId + "\"";
    }

    @Override
    public boolean commit(long batchId, String stateId, String stagedText) {
        commits.accept(batchId);
        synchronized (this) {
            if (!committed.containsKey(batchId)) {
                if (!prepared.containsKey(batchId)) {
                    return false;
                }
                take(batchId, stateId);
                events.add(new Event(operations.getAsInt(), batchId, null, stateId));
            }
            return true;
        }
    }

    private void take(long batchId, String stateId) {
        committed.put(batchId, prepared.remove(batchId));
        stateIds.put(batchId, stateId);
    }

    synchronized boolean hasPrepared(long batchId) {
        return prepared.containsKey(batchId) || committed.containsKey(batchId);
    }

    @Override
    public synchronized void abort(long batchId) {
        staged.clear();
        prepared.remove(batchId);
    }

    @Override
    public void close() {}
}
