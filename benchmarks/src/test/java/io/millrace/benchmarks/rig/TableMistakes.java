package io.millrace.benchmarks.rig;

import io.millrace.columnar.Schema;
import io.millrace.connector.Offset;
import io.millrace.connector.ReadLimit;
import io.millrace.connector.ReadableTable;
import io.millrace.connector.Source;
import io.millrace.connector.Split;
import io.millrace.connector.SplitReader;
import java.util.ArrayList;
import java.util.List;

/** Mistakes in what is read of a table. */
final class TableMistakes {
    private TableMistakes() {}

    /** A table whose source is another. */
    private abstract static class ForwardingTable implements ReadableTable {
        private final ReadableTable to;

        ForwardingTable(ReadableTable to) {
            this.to = to;
        }

        abstract Source around(Source source);

        @Override
        public Schema schema() {
            return to.schema();
        }

        @Override
        public Source source(List<Integer> columns) {
            return around(to.source(columns));
        }

        @Override
        public boolean bounded() {
            return to.bounded();
        }

        @Override
        public boolean replayable() {
            return to.replayable();
        }
    }

    private static class ForwardingSource implements Source {
        final Source to;

        ForwardingSource(Source to) {
            this.to = to;
        }

        @Override
        public Offset initial() {
            return to.initial();
        }

        @Override
        public Offset latest() {
            return to.latest();
        }

        @Override
        public Offset limit(Offset start, Offset latest, ReadLimit limit) {
            return to.limit(start, latest, limit);
        }

        @Override
        public List<Split> plan(Offset start, Offset end) {
            return to.plan(start, end);
        }

        @Override
        public SplitReader open(Split split) {
            return to.open(split);
        }

        @Override
        public boolean exhausted(Offset offset) {
            return to.exhausted(offset);
        }

        @Override
        public void committed(Offset offset) {
            to.committed(offset);
        }

        @Override
        public void onData(Runnable wake) {
            to.onData(wake);
        }

        @Override
        public long pollMillis() {
            return to.pollMillis();
        }

        @Override
        public void close() {
            to.close();
        }
    }

    static final class OnePartition extends ForwardingTable {
        private record Only(Split split) implements Split {
            @Override
            public String partition() {
                return "0";
            }
        }

        OnePartition(ReadableTable to) {
            super(to);
        }

        @Override
        Source around(Source source) {
            return new ForwardingSource(source) {
                @Override
                public List<Split> plan(Offset start, Offset end) {
                    List<Split> splits = new ArrayList<>();
                    super.plan(start, end).forEach(split -> splits.add(new Only(split)));
                    return splits;
                }

                @Override
                public SplitReader open(Split split) {
                    return super.open(((Only) split).split());
                }
            };
        }
    }

    static final class ReadsOn extends ForwardingTable {
        ReadsOn(ReadableTable to) {
            super(to);
        }

        @Override
        Source around(Source source) {
            return new ForwardingSource(source) {
                @Override
                public List<Split> plan(Offset start, Offset end) {
                    return super.plan(start, latest());
                }
            };
        }
    }
}
