package io.millrace.connector.builtin;

import io.millrace.columnar.ColumnBatch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The commits of all {@code memory} tables of a session, in one sequence: what one commit changed in several tables,
 * every reader sees together. Thread-safe.
 */
public final class MemoryStore {
    private final String id = UUID.randomUUID().toString();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private long version;

    /** Names the store in offsets: rows in memory do not survive their process. */
    String id() {
        return id;
    }

    synchronized long version() {
        return version;
    }

    void listen(Runnable listener) {
        listeners.add(listener);
    }

    void unlisten(Runnable listener) {
        listeners.remove(listener);
    }

    /** Changes that become visible together. Used by one thread. */
    public static final class Transaction {
        private final Map<MemoryTable, List<ColumnBatch>> changes = new LinkedHashMap<>();

        private Transaction() {}

        void add(MemoryTable table, List<ColumnBatch> rows) {
            changes.computeIfAbsent(table, t -> new ArrayList<>()).addAll(rows);
        }
    }

    /** A transaction in which nothing has been inserted yet. Forgotten unless it is committed. */
    public Transaction begin() {
        return new Transaction();
    }

    /** Makes what was inserted in a transaction visible, as one commit. */
    public void commit(Transaction transaction) {
        publish(transaction.changes);
    }

    /** Makes changes visible as one commit. */
    void publish(Map<MemoryTable, List<ColumnBatch>> changes) {
        synchronized (this) {
            changes.keySet().forEach(MemoryTable::requireOpen);
            long next = version + 1;
            changes.forEach((table, rows) -> table.append(next, rows));
            version = next;
        }
        wakeReaders();
    }

    void wakeReaders() {
        listeners.forEach(Runnable::run);
    }
}
