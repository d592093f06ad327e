package io.millrace.sql.typed;

import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import java.util.List;

/**
 * How objects of a class are rows. Thread-safe.
 *
 * <p>Shape: a record has a column for each component, by its name; anything else one column. Values have the form {@link
 * io.millrace.columnar.Column#value} gives. Errors: USER codes, naming the component and its record.
 */
public interface Encoding<T> {
    /** What errors and names call it. */
    String name();

    List<Field> fields();

    List<Object> encode(T object);

    /** Finds the columns that objects are made of. Errors: UNKNOWN_COLUMN, TYPE_MISMATCH. */
    Decoder<T> over(Schema columns);

    /** As {@link #over}, of the columns that it makes itself. */
    default Decoder<T> over() {
        return over(new Schema(fields()));
    }

    /** @param type a record, or what a column holds */
    @SuppressWarnings("unchecked")
    static <T> Encoding<T> of(Class<T> type) {
        return type.isRecord()
                ? (Encoding<T>) new RecordEncoding<>((Class<? extends Record>) type)
                : new SingleEncoding<>(type);
    }
}
