package io.millrace.connectors.nexmark;

import io.millrace.columnar.ColumnBatch;
import io.millrace.connector.Offset;
import io.millrace.connector.ReadLimit;
import io.millrace.connector.Source;
import io.millrace.connector.Split;
import io.millrace.connector.SplitReader;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.util.ArrayList;
import java.util.List;

/** The rows of one generated table. An offset is the number of the next row, as {@code {"row":500000}}. */
final class NexmarkSource implements Source {
    private static final long SPLIT_ROWS = 65_536;
    private static final String PREFIX = "{\"row\":";
    private static final long POLL_MILLIS = 50;

    private final RowMaker rowMaker;
    private final long rows;
    private final Pace pace;

    NexmarkSource(RowMaker rowMaker, long rows, Pace pace) {
        this.rowMaker = rowMaker;
        this.rows = rows;
        this.pace = pace;
    }

    /** Rows {@code from} to {@code to - 1}. */
    private record Rows(long from, long to) implements Split {
        @Override
        public String partition() {
            return "0";
        }
    }

    @Override
    public Offset initial() {
        return offset(0);
    }

    @Override
    public Offset latest() {
        return offset(pace.paced() ? Math.min(rows, pace.rowsNow()) : rows);
    }

    @Override
    public Offset limit(Offset start, Offset latest, ReadLimit limit) {
        long from = row(start);
        pace.startAt(from);
        long bytesLimit = limit.maxBytes() / rowMaker.bytesPerRow();
        long most = Math.max(1, Math.min(limit.maxRows(), bytesLimit));
        long available = Math.max(0, row(latest) - from);
        return offset(from + Math.min(most, available));
    }

    @Override
    public List<Split> plan(Offset start, Offset end) {
        long to = row(end);
        pace.startAt(to);
        List<Split> splits = new ArrayList<>();
        for (long from = row(start); from < to; from += SPLIT_ROWS) {
            splits.add(new Rows(from, Math.min(to, from + SPLIT_ROWS)));
        }
        return splits;
    }

    @Override
    public SplitReader open(Split split) {
        Rows range = (Rows) split;
        return new Reader(rowMaker, range.from(), range.to());
    }

    @Override
    public void resume(Offset offset) {
        pace.startAt(row(offset));
    }

    @Override
    public boolean exhausted(Offset offset) {
        return row(offset) >= rows;
    }

    @Override
    public long pollMillis() {
        return POLL_MILLIS;
    }

    @Override
    public void close() {}

    private static Offset offset(long row) {
        return new Offset(PREFIX + row + "}");
    }

    private static long row(Offset offset) {
        String json = offset.json();
        if (json.startsWith(PREFIX) && json.endsWith("}")) {
            String number = json.substring(PREFIX.length(), json.length() - 1);
            if (number.matches("\\d{1,18}")) {
                return Long.parseLong(number);
            }
        }
        throw new MillraceException(
                ErrorCode.CHECKPOINT_CORRUPT,
                "the position " + json + " is not one of a Nexmark table; expected for example " + PREFIX + "500000}");
    }

    private static final class Reader implements SplitReader {
        private final RowMaker rowMaker;
        private long next;
        private final long to;

        Reader(RowMaker rowMaker, long from, long to) {
            this.rowMaker = rowMaker;
            this.next = from;
            this.to = to;
        }

        @Override
        public ColumnBatch next() {
            if (next >= to) {
                return null;
            }
            int rows = (int) Math.min(rowMaker.batchRows(), to - next);
            ColumnBatch batch = rowMaker.make(next, rows);
            next += rows;
            return batch;
        }

        @Override
        public void close() {}
    }
}
