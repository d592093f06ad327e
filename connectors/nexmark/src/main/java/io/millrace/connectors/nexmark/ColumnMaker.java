package io.millrace.connectors.nexmark;

import io.millrace.columnar.Column;

/** Makes the values of one column for a run of rows of its table. Thread-safe. */
interface ColumnMaker {
    Column make(long firstRow, int rows);
}
