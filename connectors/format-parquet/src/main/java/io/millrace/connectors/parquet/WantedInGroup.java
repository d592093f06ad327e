package io.millrace.connectors.parquet;

import io.millrace.columnar.Field;
import io.millrace.connector.RandomBytes;
import io.millrace.connector.RowCondition;
import io.millrace.connector.RowsLeftOut;
import io.millrace.connector.RowsWanted;
import java.util.BitSet;
import java.util.function.IntFunction;

/**
 * Which rows of a row group have to be read, as far as the bounds of its pages tell. A page whose bounds rule a condition out
 * is left out, in all columns: those whose pages lie otherwise are decoded from the middle.
 *
 * <p>The highest time of what is left out must be known. It is taken from the pages of the time column that hold those rows;
 * a page may hold rows that are read as well, whose times count anyway. But where it reaches beyond the rows that this reader
 * is about, or holds NULLs, or does not tell, its rows are read.
 */
final class WantedInGroup {
    private final int from;
    private final int to;
    private final BitSet rows;
    private RowsLeftOut leftOut = RowsLeftOut.NONE;

    private WantedInGroup(int from, int to) {
        this.from = from;
        this.to = to;
        this.rows = new BitSet(to);
        rows.set(from, to);
    }

    /** A column of the file as it is declared. */
    record Source(Field field, Leaf leaf, Footer.Chunk chunk) {}

    /**
     * Looks at the pages.
     *
     * @param from number within the group of the first row to read, up to {@code to}
     * @param columns by position in the projection
     * @return null when all rows have to be read
     */
    static WantedInGroup of(RandomBytes file, RowsWanted wanted, IntFunction<Source> columns, long from, long to) {
        if (wanted.conditions().isEmpty() || to > Integer.MAX_VALUE) {
            return null;
        }
        WantedInGroup found = new WantedInGroup((int) from, (int) to);
        for (RowCondition condition : wanted.conditions()) {
            found.leaveOut(file, condition, columns.apply(condition.column()));
        }
        if (found.isAll()) {
            return null;
        }
        long maxTime = wanted.timeColumn() < 0
                ? Long.MIN_VALUE
                : found.keepWithoutTime(file, columns.apply(wanted.timeColumn()));
        found.leftOut = RowsLeftOut.NONE.plus(found.to - found.from - found.rows.cardinality(), maxTime);
        return found.isAll() ? null : found;
    }

    private boolean isAll() {
        return rows.nextClearBit(from) >= to;
    }

    private void leaveOut(RandomBytes file, RowCondition condition, Source column) {
        PageIndex index = PageIndex.read(file, column.chunk());
        for (int page = 0; index != null && page < index.pages(); page++) {
            if (index.bounds().get(page).exclude(condition, column.field(), column.leaf())) {
                rows.clear(index.firstRow(page), index.firstRow(page + 1));
            }
        }
    }

    /** Takes rows back whose highest time is not known. Returns that of the others. */
    private long keepWithoutTime(RandomBytes file, Source time) {
        PageIndex index = PageIndex.read(file, time.chunk());
        if (index == null) {
            rows.set(from, to);
            return Long.MIN_VALUE;
        }
        long highest = Long.MIN_VALUE;
        for (int page = 0; page < index.pages(); page++) {
            int pageFrom = index.firstRow(page);
            int pageTo = index.firstRow(page + 1);
            int gap = rows.nextClearBit(Math.max(from, pageFrom));
            if (gap >= Math.min(to, pageTo)) {
                continue;
            }
            Bounds bounds = index.bounds().get(page);
            if (pageFrom >= from && pageTo <= to && bounds.hasMaxTime(time.field(), time.leaf())) {
                highest = Math.max(highest, bounds.maxTime(time.field(), time.leaf()));
            } else {
                rows.set(Math.max(from, pageFrom), Math.min(to, pageTo));
            }
        }
        return highest;
    }

    /** The next row to read from here on, or {@code to} when there is none. */
    long next(long row) {
        int next = rows.nextSetBit((int) row);
        return next < 0 ? to : Math.min(to, next);
    }

    /** Where the rows to read end that begin here. */
    long end(long row) {
        return Math.min(to, rows.nextClearBit((int) row));
    }

    RowsLeftOut leftOut() {
        return leftOut;
    }
}
