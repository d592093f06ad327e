package io.millrace.connectors.text;

import io.millrace.columnar.ColumnBatch;
import io.millrace.connector.RangeDecoder;
import io.millrace.connector.RowFinder;
import io.millrace.error.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.function.LongSupplier;

/** Reads a stream in blocks, finds its rows and hands each one to the format. */
abstract sealed class TextDecoder implements RangeDecoder permits CsvDecoder, JsonDecoder, RawDecoder {
    /** One row may not be longer: what is longer is most likely a quote that is never closed. */
    static final int ROW_BYTES_MAX = 64 << 20;

    private static final int BLOCK_BYTES = 256 << 10;
    private static final int BATCH_ROWS = 8192;
    private static final int BATCH_INPUT_BYTES = 2 << 20;

    final RowCollector rows;

    private final RowFinder finder;
    private final boolean hasPreamble;
    private InputStream in = InputStream.nullInputStream();
    private byte[] block = new byte[BLOCK_BYTES];
    private int position;
    private int limit;
    private boolean ended;
    private LongSupplier linesBefore = () -> 0;
    private long linesDone;
    private long skippedBefore;

    TextDecoder(RowFinder finder, boolean hasPreamble, RowCollector rows) {
        this.finder = finder;
        this.hasPreamble = hasPreamble;
        this.rows = rows;
    }

    /** Takes the row that says how to read the others, without its line end. */
    abstract void preamble(byte[] bytes, int from, int to);

    /** Decodes one row, without its line end, and ends it in {@link #rows} if it is one. Returns the lines it spans. */
    abstract int row(byte[] bytes, int from, int to);

    @Override
    public final void start(InputStream newIn, String origin) throws IOException {
        begin(newIn, origin, () -> 0);
        if (!fill()) {
            return;
        }
        position += CsvRows.byteOrderMark(block, position, limit);
        if (hasPreamble) {
            int end = findRow();
            preamble(block, position, withoutLineEnd(block, position, end));
            linesDone += lineFeeds(block, position, end);
            position = end;
        }
    }

    @Override
    public final void start(InputStream newIn, String origin, byte[] preamble, LongSupplier newLinesBefore)
            throws IOException {
        begin(newIn, origin, newLinesBefore);
        if (hasPreamble) {
            int from = CsvRows.byteOrderMark(preamble, 0, preamble.length);
            preamble(preamble, from, withoutLineEnd(preamble, from, preamble.length));
        }
    }

    private void begin(InputStream newIn, String origin, LongSupplier newLinesBefore) {
        in = newIn;
        position = 0;
        limit = 0;
        ended = false;
        linesDone = 0;
        linesBefore = newLinesBefore;
        skippedBefore = rows.skippedRows();
        rows.at(new RowPlace(origin, () -> linesBefore.getAsLong() + linesDone + 1));
    }

    @Override
    public final ColumnBatch next() throws IOException {
        long inputBytes = 0;
        while (rows.rows() < BATCH_ROWS && inputBytes < BATCH_INPUT_BYTES) {
            int end = findRow();
            if (end < 0) {
                break;
            }
            linesDone += row(block, position, withoutLineEnd(block, position, end));
            inputBytes += end - position;
            position = end;
        }
        return rows.rows() == 0 ? null : rows.build();
    }

    @Override
    public final void decode(byte[] row, int from, int length, String origin, long line) {
        rows.at(new RowPlace(origin, () -> line));
        row(row, from, withoutLineEnd(row, from, from + length));
    }

    @Override
    public final ColumnBatch drain() {
        return rows.build();
    }

    @Override
    public final long skippedRows() {
        return rows.skippedRows() - skippedBefore;
    }

    /** Position behind the row at {@link #position}, reading on as needed; -1 at the end of the stream. */
    private int findRow() throws IOException {
        while (true) {
            int end = finder.rowEnd(block, position, limit);
            if (end >= 0) {
                return end;
            }
            if (!fill()) {
                return position < limit ? limit : -1;
            }
        }
    }

    /** Reads more behind what is not decoded yet; false at the end of the stream. */
    private boolean fill() throws IOException {
        if (ended) {
            return false;
        }
        if (position > 0) {
            System.arraycopy(block, position, block, 0, limit - position);
            limit -= position;
            position = 0;
        }
        if (limit == block.length) {
            if (block.length >= ROW_BYTES_MAX) {
                throw rows.place()
                        .failure(
                                ErrorCode.BAD_ROW,
                                "the row that begins here has more than " + (ROW_BYTES_MAX >> 20)
                                        + " MiB; is a quote never closed?");
            }
            block = Arrays.copyOf(block, 2 * block.length);
        }
        int read = in.read(block, limit, block.length - limit);
        ended = read < 0;
        limit += Math.max(0, read);
        return !ended;
    }

    static int withoutLineEnd(byte[] bytes, int from, int end) {
        int to = end > from && bytes[end - 1] == '\n' ? end - 1 : end;
        return to > from && bytes[to - 1] == '\r' ? to - 1 : to;
    }

    static int lineFeeds(byte[] bytes, int from, int to) {
        int count = 0;
        for (int i = from; i < to; i++) {
            count += bytes[i] == '\n' ? 1 : 0;
        }
        return count;
    }
}
