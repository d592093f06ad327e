package io.millrace.sql;

import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.sql.typed.Decoder;
import io.millrace.sql.typed.Encoding;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Rows as they are, for functions of the program that take them without a class of their own. */
record RowEncoding(Schema schema) implements Encoding<Row> {
    @Override
    public String name() {
        return "Row";
    }

    @Override
    public List<Field> fields() {
        return schema.fields();
    }

    @Override
    public List<Object> encode(Row row) {
        List<Object> values = new ArrayList<>(row.size());
        for (int i = 0; i < row.size(); i++) {
            values.add(JavaValues.toColumn(row.get(i), schema.type(i)));
        }
        return values;
    }

    @Override
    public Decoder<Row> over(Schema columns) {
        return new Decoder<>(IntStream.range(0, columns.size()).boxed().toList(), values -> Row.of(columns, values));
    }
}
