package io.millrace.connectors.parquet;

import io.millrace.columnar.Column;
import io.millrace.columnar.Field;
import io.millrace.connector.RandomBytes;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;

/**
 * Reads the rows of one column chunk, as many at a time as asked for.
 *
 * <p>The values of a page that are not NULL come densely; where some rows are NULL they are then spread over the rows
 * that have one, from the last to the first, in place.
 */
abstract sealed class ColumnReader implements AutoCloseable
        permits LongColumnReader, DoubleColumnReader, BytesColumnReader, DecimalColumnReader {
    final Field field;
    final Leaf leaf;

    private final String origin;
    private final ChunkPages pages;
    private final Runs levels = new Runs();
    private boolean[] scratch = new boolean[0];
    private PageHeader page;
    /** Rows of the page that are not read yet. */
    private int left;

    private boolean open;

    /** @param file in which the chunk lies; not closed by this reader */
    ColumnReader(Field field, Leaf leaf, RandomBytes file, Footer.Chunk chunk, Buffers buffers) {
        this.field = field;
        this.leaf = leaf;
        this.origin = file.origin();
        this.pages = new ChunkPages(file, chunk, buffers);
    }

    /** Makes room for the values of that many rows. */
    abstract void begin(int rows);

    /** Takes the values of a dictionary. */
    abstract void dictionary(byte[] bytes, int from, int to, int count);

    /** Begins a page; false when values of this type are not written that way. */
    abstract boolean page(Encoding encoding, byte[] bytes, int from, int to);

    /** Reads values of the page to row {@code at} and those behind it. */
    abstract void values(int at, int count);

    abstract void skipValues(int count);

    /** Moves {@code present} values from row {@code at} on to those of the next rows that are not NULL. */
    abstract void spread(boolean[] nulls, int at, int rows, int present);

    abstract Column finish(boolean[] nulls, int rows);

    /** The next rows. */
    final Column read(int rows) {
        begin(rows);
        boolean[] nulls = null;
        boolean anyNull = false;
        int at = 0;
        while (at < rows) {
            require();
            openPage();
            int n = Math.min(left, rows - at);
            int sure = leaf.optional() ? levels.allPresent(n) : n;
            int present = sure;
            if (sure < n) {
                nulls = nulls == null ? new boolean[rows] : nulls;
                present += levels.present(nulls, at + sure, n - sure);
            }
            values(at, present);
            if (present < n) {
                anyNull = true;
                spread(nulls, at, n, present);
            }
            left -= n;
            at += n;
        }
        if (anyNull && !field.nullable()) {
            throw new MillraceException(
                    ErrorCode.NOT_NULL_VIOLATION,
                    "\"" + origin + "\": column \"" + field.name()
                            + "\" holds NULL but is declared NOT NULL; declare it without NOT NULL");
        }
        return finish(anyNull ? nulls : null, rows);
    }

    /** Goes over rows. */
    final void skip(long rows) {
        long rest = rows;
        while (rest > 0) {
            require();
            int n = (int) Math.min(left, rest);
            if (open || n < left) {
                openPage();
                skipValues(present(n));
            }
            left -= n;
            rest -= n;
        }
    }

    private int present(int rows) {
        if (!leaf.optional()) {
            return rows;
        }
        scratch = scratch.length < rows ? new boolean[rows] : scratch;
        return levels.present(scratch, 0, rows);
    }

    private void require() {
        while (left == 0) {
            page = pages.next();
            open = false;
            if (page.kind() == PageHeader.Kind.DICTIONARY) {
                byte[] bytes = pages.unpack();
                dictionary(bytes, 0, pages.pageEnd(), page.values());
            } else if (page.kind() != PageHeader.Kind.OTHER) {
                left = page.values();
            }
        }
    }

    private void openPage() {
        if (open) {
            return;
        }
        byte[] bytes = pages.unpack();
        int to = pages.pageEnd();
        int from = 0;
        if (page.kind() == PageHeader.Kind.DATA_2) {
            from = page.levelBytes();
            levels.start(bytes, 0, from, 1);
        } else if (leaf.optional()) {
            if (page.oldLevels()) {
                throw new DamagedException("its levels are bit-packed, which is not supported");
            }
            int length = to < 4 ? -1 : LittleEndian.intAt(bytes, 0);
            if (length < 0 || length > to - 4) {
                throw new DamagedException("the levels of a page break off");
            }
            from = 4 + length;
            levels.start(bytes, 4, from, 1);
        }
        if (!page(page.encoding(), bytes, from, to)) {
            throw new DamagedException("column \"" + field.name() + "\" is " + leaf.typeText() + " in encoding "
                    + page.encoding() + ", which is not supported");
        }
        open = true;
    }

    @Override
    public final void close() {
        pages.close();
    }

    /** Begins positions in a dictionary: a byte says how many bits each has. */
    static void startPositions(Runs positions, byte[] bytes, int from, int to) {
        if (from >= to) {
            positions.start(bytes, from, to, 0);
        } else {
            positions.start(bytes, from + 1, to, bytes[from] & 0xFF);
        }
    }

    final DamagedException noDictionary() {
        return new DamagedException("column \"" + field.name() + "\" lacks its dictionary");
    }
}
