package io.millrace.connector.builtin;

import io.millrace.columnar.ColumnBatch;
import io.millrace.connector.Offset;
import io.millrace.connector.ReadLimit;
import io.millrace.connector.Split;
import io.millrace.connector.SplitReader;
import io.millrace.connector.VersionedSource;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.util.Iterator;
import java.util.List;

/** Reads a memory table commit by commit. */
final class MemorySource implements VersionedSource {
    private final MemoryTable table;
    private final List<Integer> columns;
    private Runnable listener;

    private record Rows(List<ColumnBatch> batches) implements Split {
        @Override
        public String partition() {
            return "memory";
        }
    }

    MemorySource(MemoryTable table, List<Integer> columns) {
        this.table = table;
        this.columns = List.copyOf(columns);
    }

    @Override
    public Offset initial() {
        return at(0);
    }

    @Override
    public Offset latest() {
        return at(table.store().version());
    }

    @Override
    public Offset at(long version) {
        return new Offset("{\"store\":\"" + table.store().id() + "\",\"version\":" + version + "}");
    }

    private long version(Offset offset) {
        String own = "{\"store\":\"" + table.store().id() + "\",\"version\":";
        if (!offset.json().startsWith(own)) {
            throw new MillraceException(
                    ErrorCode.DATA_LOST,
                    "the rows of memory table \"" + table.name()
                            + "\" that the checkpoint refers to are gone: they ended"
                            + " with their process; start the query under another 'query.name'");
        }
        return Long.parseLong(
                offset.json().substring(own.length(), offset.json().length() - 1));
    }

    @Override
    public void resume(Offset position) {
        version(position);
    }

    @Override
    public long nextVersion(Offset start) {
        return table.versionAfter(version(start));
    }

    @Override
    public boolean reached(Offset position, Offset target) {
        return table.versionAfter(version(position)) > version(target);
    }

    @Override
    public Offset limit(Offset start, Offset latest, ReadLimit limit) {
        return latest;
    }

    @Override
    public List<Split> plan(Offset start, Offset end) {
        List<ColumnBatch> rows = table.rows(version(start), version(end));
        return rows.isEmpty() ? List.of() : List.of(new Rows(rows));
    }

    @Override
    public SplitReader open(Split split) {
        Iterator<ColumnBatch> batches = ((Rows) split).batches().iterator();
        return new SplitReader() {
            @Override
            public ColumnBatch next() {
                return batches.hasNext() ? batches.next().select(columns) : null;
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public boolean exhausted(Offset offset) {
        return table.endedAt(version(offset));
    }

    @Override
    public void onData(Runnable wake) {
        listener = wake;
        table.store().listen(wake);
    }

    @Override
    public long pollMillis() {
        return 0;
    }

    @Override
    public void close() {
        if (listener != null) {
            table.store().unlisten(listener);
        }
    }
}
