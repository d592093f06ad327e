package io.millrace.connector.builtin;

import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.connector.ReadableTable;
import io.millrace.connector.Source;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The rows that one run of a query dropped as late, as a table: {@code <query>$late}. Rows come when their micro-batch is
 * committed; of more than it may hold, the newest are kept. Thread-safe.
 */
public final class LateRowsTable implements ReadableTable {
    private static final Schema SCHEMA = Schema.of(
            new Field("row", DataType.VARCHAR, false),
            new Field("operator", DataType.VARCHAR, false),
            new Field("window", DataType.VARCHAR, true),
            new Field("watermark", DataType.timestamp(6), true));

    private final String id = UUID.randomUUID().toString();
    private final String name;
    private final int rowsMax;
    private final LateRowQueue queue;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private boolean ended;

    /**
     * @param name of the table
     * @param rowsMax how many rows it holds
     */
    public LateRowsTable(String name, int rowsMax) {
        this.name = name;
        this.rowsMax = rowsMax;
        this.queue = new LateRowQueue(rowsMax);
    }

    /** A queue to collect rows in before {@link #add}. */
    public LateRowQueue newQueue() {
        return new LateRowQueue(rowsMax);
    }

    /** Adds what a committed micro-batch dropped. */
    public void add(List<LateRowQueue> rows) {
        if (rows.stream().allMatch(queued -> queued.total() == 0)) {
            return;
        }
        synchronized (this) {
            rows.forEach(queue::addAll);
        }
        listeners.forEach(Runnable::run);
    }

    /** No row will follow: the query has ended. */
    public void end() {
        synchronized (this) {
            ended = true;
        }
        listeners.forEach(Runnable::run);
    }

    /** What is there at a moment: rows {@code first} and those that follow it. */
    record Content(long first, List<LateRow> rows) {
        long end() {
            return first + rows.size();
        }
    }

    synchronized Content content() {
        return new Content(queue.first(), queue.rows());
    }

    synchronized long total() {
        return queue.total();
    }

    synchronized boolean endedAt(long position) {
        return ended && position == queue.total();
    }

    void listen(Runnable listener) {
        listeners.add(listener);
    }

    void unlisten(Runnable listener) {
        listeners.remove(listener);
    }

    String id() {
        return id;
    }

    String name() {
        return name;
    }

    int rowsMax() {
        return rowsMax;
    }

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public Source source(List<Integer> columns) {
        return new LateRowsSource(this, columns);
    }

    @Override
    public boolean bounded() {
        return false;
    }

    @Override
    public boolean replayable() {
        return true;
    }
}
