package io.millrace.connector;

import io.millrace.columnar.ColumnBatch;

/**
 * Rows for a sink.
 *
 * @param rows without weights
 * @param kinds what each row says, or null when all are insertions
 */
public record ChangeBatch(ColumnBatch rows, RowKind[] kinds) {
    public RowKind kind(int row) {
        return kinds == null ? RowKind.INSERT : kinds[row];
    }
}
