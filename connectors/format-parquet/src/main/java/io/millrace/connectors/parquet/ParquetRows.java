package io.millrace.connectors.parquet;

import io.millrace.columnar.Column;
import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.Schema;
import io.millrace.connector.RandomBytes;
import io.millrace.connector.RowsLeftOut;
import io.millrace.connector.RowsWanted;
import io.millrace.connector.SplitReader;
import java.util.List;

/** Reads a range of the rows of one file, batch by batch; a batch lies in one row group. */
final class ParquetRows implements SplitReader {
    private static final int BATCH_ROWS = 8192;

    private final ParquetFile rows;
    private final RandomBytes file;
    private final List<Integer> projection;
    private final RowsWanted wanted;
    private final Schema schema;
    private final long end;
    private long position;
    private int group = -1;
    private RowsLeftOut leftOut = RowsLeftOut.NONE;
    private ColumnReader[] readers = {};
    /** The rows of the group to read; null for all. */
    private WantedInGroup inGroup;

    ParquetRows(ParquetFile rows, RandomBytes file, List<Integer> projection, RowsWanted wanted, long from, long to) {
        this.rows = rows;
        this.file = file;
        this.projection = projection;
        this.wanted = wanted;
        this.schema = rows.schema(projection);
        this.position = from;
        this.end = Math.min(to, rows.firstRow(rows.blocks()));
    }

    @Override
    public ColumnBatch next() {
        try {
            if (!enterGroup()) {
                return null;
            }
            long rangeEnd = inGroup == null
                    ? Math.min(end, rows.firstRow(group + 1))
                    : rows.firstRow(group) + inGroup.end(position - rows.firstRow(group));
            int count = (int) Math.min(BATCH_ROWS, rangeEnd - position);
            Column[] columns = new Column[readers.length];
            for (int i = 0; i < columns.length; i++) {
                columns[i] = readers[i].read(count);
            }
            position += count;
            return ColumnBatch.of(schema, count, columns);
        } catch (DamagedException | ArithmeticException | NegativeArraySizeException | IndexOutOfBoundsException e) {
            // decoders check what is cheap to check, and leave the rest to the bounds of the arrays
            throw ParquetFile.damaged(file.origin(), e);
        }
    }

    /** Makes sure that the readers are those of the group that holds the next row; false when there is none. */
    private boolean enterGroup() {
        if (position >= end) {
            close();
            return false;
        }
        if (group >= 0 && position < rows.firstRow(group + 1) && goOn()) {
            return true;
        }
        if (position >= end) {
            close();
            return false;
        }
        close();
        group++;
        while (position < end && (position >= rows.firstRow(group + 1) || leaveOut() || leaveOutPages())) {
            group++;
        }
        if (position >= end) {
            return false;
        }
        ColumnReader[] next = new ColumnReader[projection.size()];
        for (int i = 0; i < next.length; i++) {
            next[i] = rows.reader(projection.get(i), group, file);
            next[i].skip(position - rows.firstRow(group));
        }
        readers = next;
        return true;
    }

    /** Goes to the next row of the group that has to be read; false, and beyond the group, when there is none. */
    private boolean goOn() {
        if (inGroup == null) {
            return true;
        }
        long first = rows.firstRow(group);
        long next = first + inGroup.next(position - first);
        boolean found = next < Math.min(end, rows.firstRow(group + 1));
        for (int i = 0; found && i < readers.length; i++) {
            readers[i].skip(next - position);
        }
        position = next;
        return found;
    }

    /** Finds out which rows of the group have to be read and goes to the first; true, and beyond the group, without one. */
    private boolean leaveOutPages() {
        long first = rows.firstRow(group);
        long groupEnd = Math.min(end, rows.firstRow(group + 1));
        inGroup = rows.wantedRows(file, wanted, projection, group, position - first, groupEnd - first);
        if (inGroup == null) {
            return false;
        }
        leftOut = leftOut.plus(inGroup.leftOut().rows(), inGroup.leftOut().maxTimeMicros());
        position = first + inGroup.next(position - first);
        return position >= groupEnd;
    }

    /** Goes over the group when it holds nothing that is wanted. Of a part of a group the highest time is not known. */
    private boolean leaveOut() {
        long groupEnd = rows.firstRow(group + 1);
        boolean whole = position == rows.firstRow(group) && groupEnd <= end;
        if (!whole || !rows.holdsNone(wanted, projection, group)) {
            return false;
        }
        leftOut = leftOut.plus(groupEnd - position, rows.maxTime(wanted, projection, group));
        position = groupEnd;
        return true;
    }

    @Override
    public boolean reusesArrays() {
        return true;
    }

    @Override
    public RowsLeftOut leftOut() {
        return leftOut;
    }

    @Override
    public void close() {
        for (ColumnReader reader : readers) {
            reader.close();
        }
        readers = new ColumnReader[0];
    }
}
