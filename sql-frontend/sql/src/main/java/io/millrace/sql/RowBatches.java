package io.millrace.sql;

import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.Schema;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.util.ArrayList;
import java.util.List;

/** Rows of a program as columns. */
final class RowBatches {
    private RowBatches() {}

    static ColumnBatch of(List<Row> rows, Schema schema) {
        List<List<Object>> values = new ArrayList<>(rows.size());
        rows.forEach(row -> values.add(columnValues(row, schema)));
        return ColumnBatch.ofRows(schema, values);
    }

    private static List<Object> columnValues(Row row, Schema schema) {
        if (row.size() != schema.size()) {
            throw new MillraceException(
                    ErrorCode.INVALID_VALUE,
                    "row " + row + " has " + row.size() + " values for " + schema.size() + " columns: "
                            + String.join(", ", schema.names()));
        }
        List<Object> values = new ArrayList<>(row.size());
        for (int i = 0; i < row.size(); i++) {
            Object value = JavaValues.toColumn(row.get(i), schema.type(i));
            if (value == null && !schema.field(i).nullable()) {
                throw new MillraceException(
                        ErrorCode.NOT_NULL_VIOLATION,
                        "column \"" + schema.field(i).name() + "\" is NOT NULL, but row " + row
                                + " has no value for it");
            }
            values.add(value);
        }
        return values;
    }
}
