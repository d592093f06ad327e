package io.millrace.sql.types;

import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.sql.Session;
import java.util.ArrayList;
import java.util.List;

/** Columns put together one by one, as Spark's programs do it; {@code "name STRING, age INT"} says the same. Immutable. */
public final class StructType {
    private final List<Field> fields;

    public StructType() {
        this(List.of());
    }

    private StructType(List<Field> fields) {
        this.fields = List.copyOf(fields);
    }

    /** These columns and one more behind them. */
    public StructType add(String name, DataType type, boolean nullable) {
        List<Field> more = new ArrayList<>(fields);
        more.add(new Field(name, type, nullable));
        return new StructType(more);
    }

    public StructType add(String name, DataType type) {
        return add(name, type, true);
    }

    /** @param type its name in SQL or Spark: {@code string}, {@code DECIMAL(10, 2)} */
    public StructType add(String name, String type, boolean nullable) {
        return add(name, Session.dataType(type), nullable);
    }

    /** @param type its name in SQL or Spark: {@code string}, {@code DECIMAL(10, 2)} */
    public StructType add(String name, String type) {
        return add(name, type, true);
    }

    /** A ROW within a row. */
    public StructType add(String name, StructType type) {
        return add(name, DataType.row(type.fields), true);
    }

    public Schema toSchema() {
        return new Schema(fields);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StructType struct && fields.equals(struct.fields);
    }

    @Override
    public int hashCode() {
        return fields.hashCode();
    }

    @Override
    public String toString() {
        return fields.toString();
    }
}
