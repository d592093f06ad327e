package io.millrace.connector.builtin;

import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.Schema;
import io.millrace.connector.Offset;
import io.millrace.connector.ReadLimit;
import io.millrace.connector.ReadableTable;
import io.millrace.connector.Source;
import io.millrace.connector.Split;
import io.millrace.connector.SplitReader;
import java.util.List;

/** A table of some rows that are there and never change. Thread-safe. */
public record FixedTable(ColumnBatch rows) implements ReadableTable {
    private static final Offset START = new Offset("0");
    private static final Offset END = new Offset("1");

    /** All the rows. */
    private record All() implements Split {
        @Override
        public String partition() {
            return "rows";
        }
    }

    @Override
    public Schema schema() {
        return rows.schema();
    }

    @Override
    public Source source(List<Integer> columns) {
        return new RowsSource(rows.select(columns));
    }

    @Override
    public boolean bounded() {
        return true;
    }

    @Override
    public boolean replayable() {
        return true;
    }

    private record RowsSource(ColumnBatch rows) implements Source {
        @Override
        public Offset initial() {
            return START;
        }

        @Override
        public Offset latest() {
            return END;
        }

        @Override
        public Offset limit(Offset start, Offset latest, ReadLimit limit) {
            return latest;
        }

        @Override
        public List<Split> plan(Offset start, Offset end) {
            return start.equals(end) ? List.of() : List.of(new All());
        }

        @Override
        public SplitReader open(Split split) {
            return new OneBatch(rows);
        }

        @Override
        public boolean exhausted(Offset offset) {
            return offset.equals(END);
        }

        @Override
        public long pollMillis() {
            return 0;
        }

        @Override
        public void close() {}
    }

    private static final class OneBatch implements SplitReader {
        private ColumnBatch rows;

        OneBatch(ColumnBatch rows) {
            this.rows = rows;
        }

        @Override
        public ColumnBatch next() {
            ColumnBatch given = rows;
            rows = null;
            return given;
        }

        @Override
        public void close() {}
    }
}
