package io.millrace.jdbc;

import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.connector.ChangeBatch;
import io.millrace.connector.OutputMode;
import io.millrace.sql.RowCursor;
import io.millrace.sql.StatementResult;
import java.sql.ResultSet;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The rows that a question about the database is answered with: columns as JDBC prescribes them, rows as they come. */
final class MetadataRows {
    private final Schema schema;
    private final List<List<Object>> rows = new ArrayList<>();

    /** @param columns names, each with {@code :int}, {@code :short}, {@code :bool} behind it where it is no text */
    MetadataRows(String... columns) {
        schema = new Schema(Arrays.stream(columns).map(MetadataRows::field).toList());
    }

    private static Field field(String column) {
        int colon = column.indexOf(':');
        if (colon < 0) {
            return new Field(column, DataType.VARCHAR, true);
        }
        DataType type = switch (column.substring(colon + 1)) {
            case "int" -> DataType.INTEGER;
            case "short" -> DataType.SMALLINT;
            case "bool" -> DataType.BOOLEAN;
            default -> throw new IllegalArgumentException(column);
        };
        return new Field(column.substring(0, colon), type, true);
    }

    /** @param values one for each column; any whole number for int and short */
    MetadataRows add(Object... values) {
        if (values.length != schema.size()) {
            throw new IllegalArgumentException(values.length + " values for " + schema.size() + " columns");
        }
        List<Object> row = new ArrayList<>();
        for (Object value : values) {
            row.add(value instanceof Number number ? (Object) number.longValue() : value);
        }
        rows.add(row);
        return this;
    }

    ResultSet open() {
        RowCursor cursor = RowCursor.of(new ChangeBatch(ColumnBatch.ofRows(schema, rows), null));
        return new MillraceResultSet(new StatementResult.Rows(schema, cursor, OutputMode.APPEND), ZoneOffset.UTC);
    }
}
