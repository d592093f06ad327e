package io.millrace.connectors.parquet;

import io.millrace.columnar.Column;
import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.Schema;
import io.millrace.connector.RandomBytes;
import io.millrace.connector.SplitReader;
import java.util.List;

/** Reads a range of the rows of one file, batch by batch; a batch lies in one row group. */
final class ParquetRows implements SplitReader {
    private static final int BATCH_ROWS = 8192;

    private final ParquetFile rows;
    private final RandomBytes file;
    private final List<Integer> projection;
    private final Schema schema;
    private final long end;
    private long position;
    private int group = -1;
    private ColumnReader[] readers;

    ParquetRows(ParquetFile rows, RandomBytes file, List<Integer> projection, long from, long to) {
        this.rows = rows;
        this.file = file;
        this.projection = projection;
        this.schema = rows.schema(projection);
        this.position = from;
        this.end = Math.min(to, rows.firstRow(rows.blocks()));
    }

    @Override
    public ColumnBatch next() {
        if (position >= end) {
            return null;
        }
        try {
            enterGroup();
            long groupEnd = Math.min(end, rows.firstRow(group + 1));
            int count = (int) Math.min(BATCH_ROWS, groupEnd - position);
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

    private void enterGroup() {
        if (group >= 0 && position < rows.firstRow(group + 1)) {
            return;
        }
        group++;
        while (position >= rows.firstRow(group + 1)) {
            group++;
        }
        readers = new ColumnReader[projection.size()];
        for (int i = 0; i < readers.length; i++) {
            readers[i] = rows.reader(projection.get(i), group, file);
            readers[i].skip(position - rows.firstRow(group));
        }
    }

    @Override
    public void close() {}
}
