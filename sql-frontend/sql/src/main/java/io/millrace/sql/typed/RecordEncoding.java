package io.millrace.sql.typed;

import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.config.Spelling;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A record: its components are columns, found by name in any case. Other columns are left out. */
public final class RecordEncoding<T extends Record> implements Encoding<T> {
    private final Class<T> type;
    private final RecordComponent[] components;
    private final ValueType[] types;
    private final Constructor<T> constructor;

    public RecordEncoding(Class<T> type) {
        this.type = type;
        this.components = type.getRecordComponents();
        this.types = new ValueType[components.length];
        Class<?>[] classes =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            this.constructor = type.getDeclaredConstructor(classes);
            constructor.setAccessible(true);
            for (int i = 0; i < components.length; i++) {
                components[i].getAccessor().setAccessible(true);
                types[i] =
                        ValueType.of(components[i].getGenericType(), "component \"" + components[i].getName() + "\"");
            }
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String name() {
        return type.getSimpleName();
    }

    @Override
    public List<Field> fields() {
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < components.length; i++) {
            fields.add(types[i].field(components[i].getName()));
        }
        return fields;
    }

    @Override
    public List<Object> encode(T record) {
        return encodeAny(record);
    }

    List<Object> encodeAny(Object record) {
        List<Object> values = new ArrayList<>(components.length);
        for (int i = 0; i < components.length; i++) {
            try {
                values.add(types[i].encoded(components[i].getAccessor().invoke(record)));
            } catch (InvocationTargetException e) {
                throw new MillraceException(
                        ErrorCode.INVALID_VALUE,
                        "component \"" + components[i].getName() + "\" of record \"" + name() + "\" cannot be read: "
                                + e.getCause().getMessage(),
                        e.getCause());
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            } catch (MillraceException e) {
                throw new MillraceException(
                        e.code(),
                        "component \"" + components[i].getName() + "\" of record \"" + name() + "\": " + e.getMessage(),
                        e);
            }
        }
        return values;
    }

    @Override
    public Decoder<T> over(Schema columns) {
        Optional<MillraceException> mismatch = mismatch(columns.fields());
        if (mismatch.isPresent()) {
            throw mismatch.get();
        }
        List<Integer> places = new ArrayList<>();
        for (RecordComponent component : components) {
            places.add(columns.indexOf(component.getName()));
        }
        Schema taken = columns.select(places);
        return new Decoder<>(places, values -> of(values, taken));
    }

    /** What of a record's columns is not there, or of another type. */
    Optional<MillraceException> mismatch(List<Field> fields) {
        Schema columns = new Schema(fields);
        for (int i = 0; i < components.length; i++) {
            String name = components[i].getName();
            int column = columns.indexOf(name);
            if (column < 0) {
                return Optional.of(new MillraceException(
                        ErrorCode.UNKNOWN_COLUMN,
                        "record \"" + name() + "\" has a component \"" + name + "\", but there is no such column"
                                + Spelling.hint(name, columns.names()) + "; columns: "
                                + String.join(", ", columns.names())));
            }
            if (!types[i].takes(columns.type(column))) {
                return Optional.of(new MillraceException(
                        ErrorCode.TYPE_MISMATCH,
                        "column \"" + columns.field(column).name() + "\" is " + columns.type(column)
                                + ", but the component of record \"" + name() + "\" is a "
                                + components[i].getGenericType().getTypeName().replaceAll("\\w+[.$]", "")));
            }
        }
        return Optional.empty();
    }

    private T of(List<Object> values, Schema columns) {
        Object[] arguments = new Object[components.length];
        for (int i = 0; i < arguments.length; i++) {
            Object value = values.get(i);
            if (value == null && !types[i].nullable()) {
                throw new MillraceException(
                        ErrorCode.INVALID_VALUE,
                        "column \"" + components[i].getName() + "\" is NULL, which a "
                                + components[i].getType() + " cannot be; make the component of record \"" + name()
                                + "\" an object");
            }
            arguments[i] = decoded(i, value, columns);
        }
        try {
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException e) {
            throw new MillraceException(
                    ErrorCode.INVALID_VALUE,
                    "record \"" + name() + "\" refuses row " + values + ": "
                            + e.getCause().getMessage(),
                    e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private Object decoded(int component, Object value, Schema columns) {
        try {
            return types[component].decoded(value, columns.type(component));
        } catch (MillraceException e) {
            throw new MillraceException(
                    e.code(), "column \"" + columns.field(component).name() + "\": " + e.getMessage(), e);
        }
    }
}
