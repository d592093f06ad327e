package io.millrace.sql;

import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.Schema;
import io.millrace.config.Spelling;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.math.BigDecimal;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * A row of a result, or one that a program makes. Immutable.
 *
 * <p>Shape: values are the objects that {@link JavaValues} names, in the order of the columns. Nulls: NULL is null; a getter
 * of a primitive refuses it. Errors: INVALID_VALUE where a value is not what the getter is for, UNKNOWN_COLUMN.
 */
public final class Row {
    private static final DateTimeFormatter DATE_TIME = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .appendPattern(" HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 6, true)
            .toFormatter(Locale.ROOT);

    private final Schema schema;
    private final List<Object> values;

    private Row(Schema schema, List<Object> values) {
        this.schema = schema;
        this.values = Collections.unmodifiableList(values);
    }

    /** A row of values without names, for {@link Session#createDataFrame} and memory streams. */
    public static Row of(Object... values) {
        return new Row(null, new ArrayList<>(Arrays.asList(values)));
    }

    /** A row of values in the form {@link io.millrace.columnar.Column#value} gives. */
    static Row of(Schema schema, List<?> columnValues) {
        List<Object> values = new ArrayList<>(columnValues.size());
        for (int i = 0; i < columnValues.size(); i++) {
            values.add(JavaValues.of(columnValues.get(i), schema.type(i)));
        }
        return new Row(schema, values);
    }

    static Row of(ColumnBatch batch, int row) {
        return of(batch.schema(), batch.row(row));
    }

    /** Names and types of the columns; null for a row that a program has made without them. */
    public Schema schema() {
        return schema;
    }

    public int size() {
        return values.size();
    }

    public Object get(int column) {
        if (column < 0 || column >= values.size()) {
            throw new MillraceException(
                    ErrorCode.UNKNOWN_COLUMN,
                    "there is no column " + column + " in a row of " + values.size() + "; columns count from 0");
        }
        return values.get(column);
    }

    public Object get(String column) {
        return get(fieldIndex(column));
    }

    /** The value of a column, cast to what the caller takes it for. */
    @SuppressWarnings("unchecked")
    public <T> T getAs(int column) {
        return (T) get(column);
    }

    /** The value of a column, cast to what the caller takes it for. */
    @SuppressWarnings("unchecked")
    public <T> T getAs(String column) {
        return (T) get(column);
    }

    /** The position of a column, by its name in any case. */
    public int fieldIndex(String column) {
        if (schema == null) {
            throw new MillraceException(
                    ErrorCode.UNKNOWN_COLUMN, "the columns of this row have no names; use their positions");
        }
        int index = schema.indexOf(column);
        if (index < 0) {
            throw new MillraceException(
                    ErrorCode.UNKNOWN_COLUMN,
                    "there is no column \"" + column + "\"" + Spelling.hint(column, schema.names()) + "; columns: "
                            + String.join(", ", schema.names()));
        }
        return index;
    }

    public boolean isNullAt(int column) {
        return get(column) == null;
    }

    public boolean getBoolean(int column) {
        return required(column, Boolean.class);
    }

    public byte getByte(int column) {
        return required(column, Byte.class);
    }

    public short getShort(int column) {
        return required(column, Short.class);
    }

    public int getInt(int column) {
        return required(column, Integer.class);
    }

    /** A BIGINT, or any smaller integer. */
    public long getLong(int column) {
        Object value = required(column, Number.class);
        if (value instanceof Float || value instanceof Double || value instanceof BigDecimal) {
            throw mismatch(column, value, Long.class);
        }
        return ((Number) value).longValue();
    }

    public float getFloat(int column) {
        return required(column, Float.class);
    }

    /** A DOUBLE or a REAL. */
    public double getDouble(int column) {
        Object value = required(column, Number.class);
        if (!(value instanceof Float) && !(value instanceof Double)) {
            throw mismatch(column, value, Double.class);
        }
        return ((Number) value).doubleValue();
    }

    public String getString(int column) {
        return optional(column, String.class);
    }

    public BigDecimal getDecimal(int column) {
        return optional(column, BigDecimal.class);
    }

    public LocalDate getLocalDate(int column) {
        return optional(column, LocalDate.class);
    }

    public LocalDateTime getLocalDateTime(int column) {
        return optional(column, LocalDateTime.class);
    }

    public Instant getInstant(int column) {
        return optional(column, Instant.class);
    }

    public Date getDate(int column) {
        LocalDate date = getLocalDate(column);
        return date == null ? null : Date.valueOf(date);
    }

    /** A TIMESTAMP, with the same fields in the zone of the machine; or a TIMESTAMP_LTZ. */
    public Timestamp getTimestamp(int column) {
        Object value = get(column);
        if (value instanceof Instant instant) {
            return Timestamp.from(instant);
        }
        LocalDateTime dateTime = getLocalDateTime(column);
        return dateTime == null ? null : Timestamp.valueOf(dateTime);
    }

    @SuppressWarnings("unchecked")
    public <T> List<T> getList(int column) {
        return (List<T>) optional(column, List.class);
    }

    @SuppressWarnings("unchecked")
    public <K, V> Map<K, V> getJavaMap(int column) {
        return (Map<K, V>) optional(column, Map.class);
    }

    public Row getStruct(int column) {
        return optional(column, Row.class);
    }

    private <T> T required(int column, Class<T> type) {
        Object value = get(column);
        if (value == null) {
            throw new MillraceException(
                    ErrorCode.INVALID_VALUE, name(column) + " is NULL; ask isNullAt first, or take it with get");
        }
        return as(column, value, type);
    }

    private <T> T optional(int column, Class<T> type) {
        Object value = get(column);
        return value == null ? null : as(column, value, type);
    }

    private <T> T as(int column, Object value, Class<T> type) {
        if (!type.isInstance(value)) {
            throw mismatch(column, value, type);
        }
        return type.cast(value);
    }

    private MillraceException mismatch(int column, Object value, Class<?> type) {
        return new MillraceException(
                ErrorCode.INVALID_VALUE,
                name(column) + " holds a " + value.getClass().getSimpleName() + ", not a " + type.getSimpleName());
    }

    private String name(int column) {
        return schema == null
                ? "column " + column
                : "column \"" + schema.field(column).name() + "\"";
    }

    /** The values in the order of the columns. */
    public List<Object> toList() {
        return values;
    }

    /** The values, one after the other. */
    public String mkString(String separator) {
        return values.stream().map(Row::text).collect(Collectors.joining(separator));
    }

    private static String text(Object value) {
        if (value instanceof LocalDateTime dateTime) {
            return DATE_TIME.format(dateTime);
        }
        return value instanceof Instant instant
                ? DATE_TIME.format(instant.atOffset(ZoneOffset.UTC)) + "Z"
                : Objects.toString(value);
    }

    /** Equal values, whatever the names. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Row row && Objects.deepEquals(values.toArray(), row.values.toArray());
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(values.toArray());
    }

    @Override
    public String toString() {
        return "[" + mkString(",") + "]";
    }
}
