package io.millrace.benchmarks;

import io.millrace.columnar.ArrowBatches;
import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.Schema;
import io.millrace.connector.Offset;
import io.millrace.connector.ReadLimit;
import io.millrace.connector.ReadableTable;
import io.millrace.connector.Source;
import io.millrace.connector.Split;
import io.millrace.connector.SplitReader;
import java.util.ArrayList;
import java.util.List;

/** Bids in memory as a table that several threads read. */
final class BidTable implements ReadableTable {
    private static final int SPLIT_BATCHES = 32;

    private final BidRows bids;

    BidTable(BidRows bids) {
        this.bids = bids;
    }

    @Override
    public Schema schema() {
        return BidRows.SCHEMA;
    }

    @Override
    public boolean bounded() {
        return true;
    }

    @Override
    public boolean replayable() {
        return true;
    }

    @Override
    public Source source(List<Integer> columns) {
        return new Rows();
    }

    private record Batches(int from, int to) implements Split {
        @Override
        public String partition() {
            return "bids";
        }
    }

    /** Offsets are numbers of batches. */
    private final class Rows implements Source {
        @Override
        public Offset initial() {
            return new Offset("0");
        }

        @Override
        public Offset latest() {
            return new Offset(Integer.toString(bids.batches()));
        }

        @Override
        public Offset limit(Offset start, Offset latest, ReadLimit limit) {
            return latest;
        }

        @Override
        public List<Split> plan(Offset start, Offset end) {
            List<Split> splits = new ArrayList<>();
            int to = Integer.parseInt(end.json());
            for (int from = Integer.parseInt(start.json()); from < to; from += SPLIT_BATCHES) {
                splits.add(new Batches(from, Math.min(to, from + SPLIT_BATCHES)));
            }
            return splits;
        }

        @Override
        public SplitReader open(Split split) {
            return new Reader((Batches) split);
        }

        @Override
        public boolean exhausted(Offset offset) {
            return offset.equals(latest());
        }

        @Override
        public void close() {}
    }

    private final class Reader implements SplitReader {
        private final ArrowBatches batches = new ArrowBatches(BidRows.SCHEMA);
        private final int to;
        private int next;

        Reader(Batches split) {
            this.next = split.from();
            this.to = split.to();
        }

        @Override
        public ColumnBatch next() {
            return next == to ? null : batches.next(bids.root(next++));
        }

        @Override
        public boolean reusesArrays() {
            return true;
        }

        @Override
        public void close() {}
    }
}
