package io.millrace.shell;

import io.millrace.columnar.Column;
import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.ColumnBuilder;
import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.connector.ChangeBatch;
import java.util.ArrayList;
import java.util.List;

/** The last column of a changing result: {@code +I}, {@code -U}, {@code +U} or {@code -D}. */
final class ChangeColumn {
    static final Field FIELD = new Field("_change", DataType.VARCHAR, false);

    private ChangeColumn() {}

    static Schema addTo(Schema schema) {
        List<Field> fields = new ArrayList<>(schema.fields());
        fields.add(FIELD);
        return new Schema(fields);
    }

    /** The rows as insertions, what they were before in a last column. */
    static ColumnBatch addTo(ChangeBatch batch) {
        ColumnBatch rows = batch.rows();
        int width = rows.schema().size();
        Column[] columns = new Column[width + 1];
        for (int i = 0; i < width; i++) {
            columns[i] = rows.column(i);
        }
        ColumnBuilder changes = ColumnBuilder.of(FIELD.type(), rows.rowCount());
        for (int row = 0; row < rows.rowCount(); row++) {
            changes.append((Object) batch.kind(row).text());
        }
        columns[width] = changes.build();
        return ColumnBatch.of(addTo(rows.schema()), rows.rowCount(), columns);
    }
}
