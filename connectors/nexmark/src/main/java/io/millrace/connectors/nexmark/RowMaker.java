package io.millrace.connectors.nexmark;

import io.millrace.columnar.Column;
import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.Schema;
import java.util.List;

/**
 * Makes batches of the columns that a query reads. Thread-safe.
 *
 * @param bytesPerRow about, to size batches by
 */
record RowMaker(Schema schema, List<ColumnMaker> columns, int bytesPerRow) {
    private static final int BATCH_BYTES = 512 * 1024;
    private static final int BATCH_ROWS_MIN = 1024;
    private static final int BATCH_ROWS_MAX = 8192;

    int batchRows() {
        return Math.max(BATCH_ROWS_MIN, Math.min(BATCH_ROWS_MAX, BATCH_BYTES / bytesPerRow));
    }

    ColumnBatch make(long firstRow, int rows) {
        Column[] made = new Column[columns.size()];
        for (int i = 0; i < made.length; i++) {
            made[i] = columns.get(i).make(firstRow, rows);
        }
        return ColumnBatch.of(schema, rows, made);
    }
}
