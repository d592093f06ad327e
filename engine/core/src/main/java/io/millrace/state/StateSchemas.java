package io.millrace.state;

import io.millrace.columnar.ArrowTypes;
import io.millrace.columnar.Column;
import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.LongColumn;
import io.millrace.columnar.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.FieldType;

/**
 * Schemas of state tables as Arrow schemas and back. Arrow knows no VARCHAR(10), so each field carries the text of its
 * type; weights, where a table has them, are a last column of their own.
 */
final class StateSchemas {
    private static final String TYPE_KEY = "millrace:type";
    private static final String WEIGHTS_KEY = "millrace:weights";
    private static final Field WEIGHTS = new Field("$weight", DataType.BIGINT, false);

    private StateSchemas() {}

    static org.apache.arrow.vector.types.pojo.Schema toArrow(Schema schema, boolean weighted) {
        List<org.apache.arrow.vector.types.pojo.Field> fields = new ArrayList<>();
        for (Field field : stored(schema, weighted).fields()) {
            org.apache.arrow.vector.types.pojo.Field plain = ArrowTypes.field(field);
            FieldType type = new FieldType(
                    plain.isNullable(),
                    plain.getType(),
                    null,
                    Map.of(TYPE_KEY, field.type().toString()));
            fields.add(new org.apache.arrow.vector.types.pojo.Field(plain.getName(), type, plain.getChildren()));
        }
        return new org.apache.arrow.vector.types.pojo.Schema(fields, Map.of(WEIGHTS_KEY, Boolean.toString(weighted)));
    }

    static boolean weighted(org.apache.arrow.vector.types.pojo.Schema arrow) {
        return Boolean.parseBoolean(arrow.getCustomMetadata().get(WEIGHTS_KEY));
    }

    /** All stored columns, the weights included. */
    static Schema fromArrow(org.apache.arrow.vector.types.pojo.Schema arrow) {
        return new Schema(arrow.getFields().stream()
                .map(field -> new Field(
                        field.getName(), DataType.parse(field.getMetadata().get(TYPE_KEY)), field.isNullable()))
                .toList());
    }

    /** The rows with their weights, if any, as a last column. */
    static ColumnBatch toStored(ColumnBatch rows) {
        if (rows.weights() == null) {
            return rows;
        }
        Schema schema = stored(rows.schema(), true);
        Column[] columns = new Column[schema.size()];
        for (int i = 0; i < columns.length - 1; i++) {
            columns[i] = rows.column(i);
        }
        columns[columns.length - 1] = new LongColumn(rows.weights(), null, rows.rowCount());
        return ColumnBatch.of(schema, rows.rowCount(), columns);
    }

    /** The inverse of {@link #toStored}. */
    static ColumnBatch fromStored(ColumnBatch stored, boolean weighted) {
        if (!weighted) {
            return stored;
        }
        int last = stored.schema().size() - 1;
        long[] weights = stored.longs(last).values();
        List<Integer> others = new ArrayList<>();
        for (int i = 0; i < last; i++) {
            others.add(i);
        }
        return stored.select(others).withWeights(weights);
    }

    private static Schema stored(Schema schema, boolean weighted) {
        if (!weighted) {
            return schema;
        }
        List<Field> fields = new ArrayList<>(schema.fields());
        fields.add(WEIGHTS);
        return new Schema(fields);
    }
}
