package io.millrace.connectors.socket;

import io.millrace.columnar.ColumnBatch;
import io.millrace.connector.Offset;
import io.millrace.connector.RangeDecoder;
import io.millrace.connector.ReadLimit;
import io.millrace.connector.Source;
import io.millrace.connector.Split;
import io.millrace.connector.SplitReader;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The rows that come in over a socket while a query runs. An offset is the number of rows so far. */
final class SocketSource implements Source {
    private static final Pattern OFFSET = Pattern.compile("\\{\"row\":(\\d{1,18})\\}");
    private static final long SPLIT_ROWS = 65_536;

    private final String origin;
    private final RowBuffer buffer;
    private final SocketFeed feed;
    private final Supplier<RangeDecoder> decoders;
    private boolean started;
    private boolean closed;

    SocketSource(String origin, RowBuffer buffer, SocketFeed feed, Supplier<RangeDecoder> decoders) {
        this.origin = origin;
        this.buffer = buffer;
        this.feed = feed;
        this.decoders = decoders;
    }

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
    public void resume(Offset position) {
        buffer.startAt(row(position));
    }

    @Override
    public Offset latest() {
        if (!started) {
            started = true;
            feed.start();
        }
        return offset(buffer.endRow());
    }

    @Override
    public Offset limit(Offset start, Offset latest, ReadLimit limit) {
        long from = row(start);
        long available = Math.max(0, row(latest) - from);
        return offset(from + Math.min(available, Math.max(1, limit.maxRows())));
    }

    @Override
    public List<Split> plan(Offset start, Offset end) {
        List<Split> splits = new ArrayList<>();
        long to = row(end);
        for (long from = row(start); from < to; from += SPLIT_ROWS) {
            splits.add(new Rows(from, Math.min(to, from + SPLIT_ROWS)));
        }
        return splits;
    }

    @Override
    public SplitReader open(Split split) {
        Rows rows = (Rows) split;
        return new SocketReader(origin, buffer.blocks(rows.from(), rows.to()), rows.from(), rows.to(), decoders.get());
    }

    @Override
    public boolean exhausted(Offset offset) {
        return false;
    }

    @Override
    public void committed(Offset offset) {
        buffer.release(row(offset));
    }

    @Override
    public void onData(Runnable wake) {
        buffer.onData(wake);
    }

    @Override
    public long pollMillis() {
        return 0;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            feed.close();
        }
    }

    private static Offset offset(long row) {
        return new Offset("{\"row\":" + row + "}");
    }

    private static long row(Offset offset) {
        Matcher matcher = OFFSET.matcher(offset.json());
        if (!matcher.matches()) {
            throw new MillraceException(
                    ErrorCode.CHECKPOINT_CORRUPT,
                    "the position " + offset.json() + " is not one of a socket; expected for example {\"row\":500}");
        }
        return Long.parseLong(matcher.group(1));
    }

    /** Decodes rows of the buffer. */
    private static final class SocketReader implements SplitReader {
        private static final int BATCH_ROWS = 8192;
        private static final int BATCH_BYTES = 2 << 20;

        private final String origin;
        private final List<RowBlock> blocks;
        private final long to;
        private final RangeDecoder decoder;
        private long next;
        private int block = -1;
        private long line;
        private byte[] preamble = new byte[0];
        private long skippedBefore;

        SocketReader(String origin, List<RowBlock> blocks, long from, long to, RangeDecoder decoder) {
            this.origin = origin;
            this.blocks = blocks;
            this.next = from;
            this.to = to;
            this.decoder = decoder;
        }

        @Override
        public ColumnBatch next() {
            if (next >= to) {
                return null;
            }
            long bytes = 0;
            for (int rows = 0; next < to && rows < BATCH_ROWS && bytes < BATCH_BYTES; rows++) {
                bytes += decodeNext();
            }
            return decoder.drain();
        }

        private int decodeNext() {
            while (block < 0 || blocks.get(block).endRow() <= next) {
                enter(blocks.get(++block));
            }
            RowBlock rows = blocks.get(block);
            int row = (int) (next - rows.firstRow());
            int from = rows.start(row);
            int length = rows.ends()[row] - from;
            decoder.decode(rows.bytes(), from, length, origin, line);
            line += RowBlock.lineFeeds(rows.bytes(), from, from + length);
            next++;
            return length;
        }

        private void enter(RowBlock rows) {
            int skipped = rows.start((int) Math.max(0, next - rows.firstRow()));
            line = rows.firstLine() + RowBlock.lineFeeds(rows.bytes(), 0, skipped);
            if (rows.preamble() != preamble && rows.preamble().length > 0) {
                begin(rows.preamble());
            }
            preamble = rows.preamble();
        }

        /** Another connection may have its columns in another order. */
        private void begin(byte[] newPreamble) {
            skippedBefore += decoder.skippedRows();
            try {
                decoder.start(InputStream.nullInputStream(), origin, newPreamble, () -> 0);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public long skippedRows() {
            return skippedBefore + decoder.skippedRows();
        }

        @Override
        public void close() {}
    }
}
