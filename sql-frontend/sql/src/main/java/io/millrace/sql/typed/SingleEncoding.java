package io.millrace.sql.typed;

import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.util.ArrayList;
import java.util.List;

/** A class whose objects are values of one column, {@code value}. */
final class SingleEncoding<T> implements Encoding<T> {
    private static final String VALUE = "value";

    private final Class<T> type;
    private final ValueType value;

    SingleEncoding(Class<T> type) {
        this.type = type;
        this.value = ValueType.of(type, "the class");
    }

    @Override
    public String name() {
        return type.getSimpleName();
    }

    @Override
    public List<Field> fields() {
        return List.of(value.field(VALUE));
    }

    @Override
    public List<Object> encode(T object) {
        List<Object> one = new ArrayList<>(1);
        one.add(value.encoded(object));
        return one;
    }

    @Override
    public Decoder<T> over(Schema columns) {
        int column = columns.size() == 1 ? 0 : columns.indexOf(VALUE);
        if (column < 0) {
            throw new MillraceException(
                    ErrorCode.UNKNOWN_COLUMN,
                    "a " + name() + " is one column, but there are " + columns.size() + ": "
                            + String.join(", ", columns.names()) + "; select one, or take a record");
        }
        DataType found = columns.type(column);
        if (!value.takes(found)) {
            throw new MillraceException(
                    ErrorCode.TYPE_MISMATCH,
                    "column \"" + columns.field(column).name() + "\" is " + found + ", which is not made into a "
                            + name());
        }
        return new Decoder<>(List.of(column), values -> decoded(values.get(0), found));
    }

    @SuppressWarnings("unchecked")
    private T decoded(Object found, DataType column) {
        return (T) value.decoded(found, column);
    }
}
