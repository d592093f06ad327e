package io.millrace.connector.builtin;

import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.Columns;
import io.millrace.columnar.Schema;
import io.millrace.connector.OutputMode;
import io.millrace.connector.ReadableTable;
import io.millrace.connector.Sink;
import io.millrace.connector.Source;
import io.millrace.connector.WritableTable;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.state.Changelog;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A table whose rows are in memory: what INSERT puts in, and the results of queries. */
public final class MemoryTable implements ReadableTable, WritableTable {
    private final String name;
    private final Schema schema;
    private final MemoryStore store;
    private final List<Commit> commits = new ArrayList<>();
    private boolean ended;

    /** What one commit changed in this table; batches with weights take rows back. */
    record Commit(long version, List<ColumnBatch> rows) {}

    MemoryTable(String name, Schema schema, MemoryStore store) {
        this.name = name;
        this.schema = schema;
        this.store = store;
    }

    @Override
    public Schema schema() {
        return schema;
    }

    MemoryStore store() {
        return store;
    }

    String name() {
        return name;
    }

    @Override
    public Source source(List<Integer> columns) {
        return new MemorySource(this, columns);
    }

    @Override
    public boolean bounded() {
        return false;
    }

    @Override
    public boolean replayable() {
        return true;
    }

    @Override
    public Sink sink() {
        return new MemorySink(this, null);
    }

    /** A sink whose rows become visible when the transaction commits. */
    public Sink sink(MemoryStore.Transaction transaction) {
        return new MemorySink(this, transaction);
    }

    @Override
    public Set<OutputMode> outputModes() {
        return EnumSet.of(OutputMode.APPEND, OutputMode.UPDATE, OutputMode.COMPLETE);
    }

    @Override
    public Guarantee guarantee() {
        return Guarantee.EXACTLY_ONCE;
    }

    /** {@code END INPUT}: no row will follow. */
    public void end() {
        synchronized (this) {
            ended = true;
        }
        store.wakeReaders();
    }

    synchronized void requireOpen() {
        if (ended) {
            throw new MillraceException(
                    ErrorCode.INVALID_QUERY,
                    "the input of table \"" + name + "\" has ended (END INPUT); no rows can be added");
        }
    }

    /** Adds rows, as one commit. */
    public void add(ColumnBatch rows) {
        store.publish(Map.of(this, List.of(rows)));
    }

    synchronized void append(long version, List<ColumnBatch> rows) {
        commits.add(new Commit(version, List.copyOf(rows)));
    }

    synchronized long versionAfter(long version) {
        for (int i = firstAfter(version); i < commits.size(); i++) {
            return commits.get(i).version();
        }
        return Long.MAX_VALUE;
    }

    synchronized boolean endedAt(long version) {
        return ended && firstAfter(version) == commits.size();
    }

    /** Position of the first commit after a version. */
    private int firstAfter(long version) {
        int low = 0;
        int high = commits.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (commits.get(middle).version() <= version) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The rows of the commits after {@code from} up to {@code to}: insertions only, what was taken back left out. */
    List<ColumnBatch> rows(long from, long to) {
        List<ColumnBatch> rows = new ArrayList<>();
        synchronized (this) {
            for (int i = firstAfter(from); i < commits.size() && commits.get(i).version() <= to; i++) {
                rows.addAll(commits.get(i).rows());
            }
        }
        if (rows.stream().allMatch(batch -> batch.weights() == null)) {
            return rows;
        }
        ColumnBatch net = Changelog.consolidate(schema, rows);
        for (long weight : net.weights()) {
            if (weight < 0) {
                throw new MillraceException(
                        ErrorCode.UNSUPPORTED,
                        "table \"" + name + "\" is written by a query that changes earlier rows: read it with a plain"
                                + " SELECT, not with SELECT STREAM or INSERT INTO ... SELECT");
            }
        }
        return List.of(Changelog.repeat(net));
    }

    /** All rows there are. */
    ColumnBatch content() {
        return Columns.concat(schema, rows(0, Long.MAX_VALUE));
    }
}
