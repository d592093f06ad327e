package io.millrace.sql;

import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.config.Spelling;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A Java record as a row: its components are columns, by name in any case. Numbers may be wider than the column's. */
final class RecordType<T extends Record> {
    private static final int DECIMAL_PRECISION = 38;
    private static final int DECIMAL_SCALE = 18;

    private static final Map<Class<?>, DataType> TYPES = Map.ofEntries(
            Map.entry(boolean.class, DataType.BOOLEAN),
            Map.entry(Boolean.class, DataType.BOOLEAN),
            Map.entry(byte.class, DataType.TINYINT),
            Map.entry(Byte.class, DataType.TINYINT),
            Map.entry(short.class, DataType.SMALLINT),
            Map.entry(Short.class, DataType.SMALLINT),
            Map.entry(int.class, DataType.INTEGER),
            Map.entry(Integer.class, DataType.INTEGER),
            Map.entry(long.class, DataType.BIGINT),
            Map.entry(Long.class, DataType.BIGINT),
            Map.entry(float.class, DataType.REAL),
            Map.entry(Float.class, DataType.REAL),
            Map.entry(double.class, DataType.DOUBLE),
            Map.entry(Double.class, DataType.DOUBLE),
            Map.entry(BigDecimal.class, DataType.decimal(DECIMAL_PRECISION, DECIMAL_SCALE)),
            Map.entry(String.class, DataType.VARCHAR),
            Map.entry(byte[].class, DataType.VARBINARY),
            Map.entry(LocalDate.class, DataType.DATE),
            Map.entry(LocalTime.class, DataType.time(6)),
            Map.entry(LocalDateTime.class, DataType.TIMESTAMP),
            Map.entry(Instant.class, DataType.timestampLtz(6)),
            Map.entry(Duration.class, DataType.INTERVAL_DAY_TIME),
            Map.entry(Period.class, DataType.INTERVAL_YEAR_MONTH));

    private final Class<T> type;
    private final RecordComponent[] components;
    private final Constructor<T> constructor;

    RecordType(Class<T> type) {
        this.type = type;
        this.components = type.getRecordComponents();
        Class<?>[] classes =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            this.constructor = type.getDeclaredConstructor(classes);
            constructor.setAccessible(true);
            for (RecordComponent component : components) {
                component.getAccessor().setAccessible(true);
            }
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(e);
        }
    }

    private static DataType typeOf(RecordComponent component) {
        DataType known = TYPES.get(component.getType());
        if (known == null) {
            throw new MillraceException(
                    ErrorCode.TYPE_MISMATCH,
                    "component \"" + component.getName() + "\" is a "
                            + component.getType().getSimpleName()
                            + ", which no column is made of; take a number, text, boolean, byte[] or java.time type");
        }
        return known;
    }

    /** The columns that records make. */
    Schema schema() {
        return new Schema(Arrays.stream(components)
                .map(component -> new Field(
                        component.getName(),
                        typeOf(component),
                        !component.getType().isPrimitive()))
                .toList());
    }

    /** Refuses a schema in which a component has no column. */
    void check(Schema schema) {
        for (RecordComponent component : components) {
            if (schema.indexOf(component.getName()) < 0) {
                throw new MillraceException(
                        ErrorCode.UNKNOWN_COLUMN,
                        "record \"" + type.getSimpleName() + "\" has a component \"" + component.getName()
                                + "\", but there is no such column" + Spelling.hint(component.getName(), schema.names())
                                + "; columns: " + String.join(", ", schema.names()));
            }
        }
    }

    T of(Row row) {
        Object[] values = new Object[components.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = fitted(row.get(components[i].getName()), components[i]);
        }
        try {
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            throw new MillraceException(
                    ErrorCode.INVALID_VALUE,
                    "record \"" + type.getSimpleName() + "\" refuses row " + row + ": "
                            + e.getCause().getMessage(),
                    e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private Object fitted(Object value, RecordComponent component) {
        Class<?> wanted = component.getType();
        if (value == null) {
            if (wanted.isPrimitive()) {
                throw new MillraceException(
                        ErrorCode.INVALID_VALUE,
                        "column \"" + component.getName() + "\" is NULL, which a " + wanted
                                + " cannot be; make the component of record \"" + type.getSimpleName()
                                + "\" an object");
            }
            return null;
        }
        DataType known = TYPES.get(wanted);
        boolean number = value instanceof Number && known != null && known.isNumeric();
        Object fitting = number && known.kind() != DataType.Kind.DECIMAL
                ? JavaValues.of(JavaValues.toColumn(value, known), known)
                : value;
        if (!wanted.isPrimitive() && !wanted.isInstance(fitting)) {
            throw new MillraceException(
                    ErrorCode.TYPE_MISMATCH,
                    "column \"" + component.getName() + "\" holds a "
                            + value.getClass().getSimpleName()
                            + ", but the component of record \"" + type.getSimpleName() + "\" is a "
                            + wanted.getSimpleName());
        }
        return fitting;
    }

    Row toRow(T record) {
        List<Object> values = new ArrayList<>();
        for (RecordComponent component : components) {
            try {
                values.add(component.getAccessor().invoke(record));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
        return Row.of(values.toArray());
    }
}
