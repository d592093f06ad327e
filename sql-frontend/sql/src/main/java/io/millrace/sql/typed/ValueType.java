package io.millrace.sql.typed;

import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.sql.JavaValues;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A type of Java as the type of a column: numbers, texts, times, enums, lists, maps, records, and each of them as an Optional.
 *
 * <p>Nulls: null and an empty Optional are NULL; a primitive refuses it.
 */
sealed interface ValueType {
    DataType type();

    default boolean nullable() {
        return true;
    }

    /** Whether values of a column's type can be made into this. */
    boolean takes(DataType column);

    /** @param value not null */
    Object decode(Object value, DataType column);

    /** @param value not null */
    Object encode(Object value);

    /** What a NULL becomes. */
    default Object ofNull() {
        return null;
    }

    default Object decoded(Object value, DataType column) {
        return value == null ? ofNull() : decode(value, column);
    }

    default Object encoded(Object value) {
        return value == null ? null : encode(value);
    }

    /** @throws MillraceException TYPE_MISMATCH for a type that no column is made of; {@code what} has it */
    static ValueType of(Type type, String what) {
        if (type instanceof ParameterizedType generic && generic.getRawType() instanceof Class<?> raw) {
            Type[] arguments = generic.getActualTypeArguments();
            if (raw == List.class) {
                return new OfList(of(arguments[0], what));
            } else if (raw == Map.class) {
                return new OfMap(of(arguments[0], what), of(arguments[1], what));
            } else if (raw == Optional.class) {
                return new OfOptional(of(arguments[0], what));
            }
        }
        if (type instanceof Class<?> known) {
            if (Scalar.TYPES.containsKey(known)) {
                return new Scalar(known);
            } else if (known.isRecord()) {
                return new OfRecord(new RecordEncoding<>(known.asSubclass(Record.class)));
            } else if (known.isEnum()) {
                return new OfEnum(known);
            }
        }
        throw new MillraceException(
                ErrorCode.TYPE_MISMATCH,
                what + " is a " + (type instanceof Class<?> named ? named.getSimpleName() : type.getTypeName())
                        + ", which no column is made of; take a number, text, boolean, byte[] or java.time type, an enum, a"
                        + " record, or a List, Map or Optional of these");
    }

    /** What a column holds as it is. Numbers may be wider than the column's. */
    record Scalar(Class<?> java) implements ValueType {
        private static final int DECIMAL_PRECISION = 38;
        private static final int DECIMAL_SCALE = 18;

        static final Map<Class<?>, DataType> TYPES = Map.ofEntries(
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

        @Override
        public DataType type() {
            return TYPES.get(java);
        }

        @Override
        public boolean nullable() {
            return !java.isPrimitive();
        }

        @Override
        public boolean takes(DataType column) {
            DataType own = type();
            if (own.isInteger()) {
                return column.isInteger() || column.kind() == DataType.Kind.DECIMAL;
            }
            if (own.kind() == DataType.Kind.DECIMAL) {
                return own.kind() == column.kind() || column.isInteger();
            }
            boolean bytes = own.kind() == DataType.Kind.VARBINARY && column.kind() == DataType.Kind.BINARY;
            return own.isNumeric() && column.isNumeric()
                    || own.isString() && column.isString()
                    || own.kind() == column.kind()
                    || bytes;
        }

        @Override
        public Object decode(Object value, DataType column) {
            Object own = JavaValues.of(value, column);
            DataType type = type();
            if (type.kind() == DataType.Kind.DECIMAL) {
                return own instanceof BigDecimal decimal ? decimal : BigDecimal.valueOf(((Number) own).longValue());
            }
            return type.isNumeric() && !type.equals(column) ? JavaValues.of(JavaValues.toColumn(own, type), type) : own;
        }

        @Override
        public Object encode(Object value) {
            return JavaValues.toColumn(value, type());
        }
    }

    /** An enum is the name of its constant. */
    record OfEnum(Class<?> java) implements ValueType {
        @Override
        public DataType type() {
            return DataType.VARCHAR;
        }

        @Override
        public boolean takes(DataType column) {
            return column.isString();
        }

        @Override
        public Object decode(Object value, DataType column) {
            for (Object constant : java.getEnumConstants()) {
                if (((Enum<?>) constant).name().equals(value)) {
                    return constant;
                }
            }
            throw new MillraceException(
                    ErrorCode.INVALID_VALUE,
                    "\"" + value + "\" is no " + java.getSimpleName() + ": it has " + List.of(java.getEnumConstants()));
        }

        @Override
        public Object encode(Object value) {
            return ((Enum<?>) value).name();
        }
    }

    record OfList(ValueType element) implements ValueType {
        @Override
        public DataType type() {
            return DataType.array(element.type(), element.nullable());
        }

        @Override
        public boolean takes(DataType column) {
            return column.kind() == DataType.Kind.ARRAY && element.takes(column.element());
        }

        @Override
        public Object decode(Object value, DataType column) {
            List<Object> elements = new ArrayList<>();
            ((List<?>) value).forEach(each -> elements.add(element.decoded(each, column.element())));
            return elements;
        }

        @Override
        public Object encode(Object value) {
            List<Object> elements = new ArrayList<>();
            ((List<?>) value).forEach(each -> elements.add(element.encoded(each)));
            return elements;
        }
    }

    record OfMap(ValueType key, ValueType value) implements ValueType {
        @Override
        public DataType type() {
            return DataType.map(key.type(), value.type(), value.nullable());
        }

        @Override
        public boolean takes(DataType column) {
            return column.kind() == DataType.Kind.MAP
                    && key.takes(column.children().get(0).type())
                    && value.takes(column.children().get(1).type());
        }

        @Override
        public Object decode(Object map, DataType column) {
            Map<Object, Object> entries = new LinkedHashMap<>();
            DataType keys = column.children().get(0).type();
            DataType values = column.children().get(1).type();
            ((Map<?, ?>) map).forEach((k, v) -> entries.put(key.decoded(k, keys), value.decoded(v, values)));
            return entries;
        }

        @Override
        public Object encode(Object map) {
            Map<Object, Object> entries = new LinkedHashMap<>();
            ((Map<?, ?>) map).forEach((k, v) -> entries.put(key.encoded(k), value.encoded(v)));
            return entries;
        }
    }

    record OfOptional(ValueType inner) implements ValueType {
        @Override
        public DataType type() {
            return inner.type();
        }

        @Override
        public boolean takes(DataType column) {
            return inner.takes(column);
        }

        @Override
        public Object decode(Object value, DataType column) {
            return Optional.of(inner.decode(value, column));
        }

        @Override
        public Object encode(Object value) {
            return inner.encoded(((Optional<?>) value).orElse(null));
        }

        @Override
        public Object ofNull() {
            return Optional.empty();
        }
    }

    /** A record in a column. */
    record OfRecord(RecordEncoding<?> encoding) implements ValueType {
        @Override
        public DataType type() {
            return DataType.row(encoding.fields());
        }

        @Override
        public boolean takes(DataType column) {
            return column.kind() == DataType.Kind.ROW
                    && encoding.mismatch(column.children()).isEmpty();
        }

        @Override
        public Object decode(Object value, DataType column) {
            return encoding.over(new io.millrace.columnar.Schema(column.children()))
                    .ofWhole(new ArrayList<>((List<?>) value));
        }

        @Override
        public Object encode(Object value) {
            return encoding.encodeAny(value);
        }
    }

    /** The type as a column. */
    default Field field(String name) {
        return new Field(name, type(), nullable());
    }
}
