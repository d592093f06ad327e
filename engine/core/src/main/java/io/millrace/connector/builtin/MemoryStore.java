package io.millrace.connector.builtin;

import io.millrace.columnar.ColumnBatch;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
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
    private Transaction open;

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

    /** Begins a transaction of the session. */
    public synchronized void begin() {
        if (open != null) {
            throw new MillraceException(
                    ErrorCode.INVALID_QUERY, "a transaction is already open; end it with COMMIT or ROLLBACK first");
        }
        open = new Transaction();
    }

    /** Makes what was inserted since {@link #begin} visible, as one commit. */
    public void commit() {
        Transaction transaction = close("COMMIT");
        publish(transaction.changes);
    }

    /** Forgets what was inserted since {@link #begin}. */
    public void rollback() {
        close("ROLLBACK");
    }

    private synchronized Transaction close(String statement) {
        if (open == null) {
            throw new MillraceException(
                    ErrorCode.INVALID_QUERY, statement + " without a transaction; begin one with BEGIN");
        }
        Transaction transaction = open;
        open = null;
        return transaction;
    }

    /** The session's open transaction, or null. */
    public synchronized Transaction transaction() {
        return open;
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
