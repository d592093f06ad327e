package io.millrace.columnar;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A SQL type. Its text, as given by {@link #toString()} and read by {@link #parse}, is SQL's own spelling.
 *
 * @param precision digits of a DECIMAL, characters of CHAR/VARCHAR, bytes of BINARY/VARBINARY (-1: unlimited), fraction
 *     digits (0 to 6) of TIME and TIMESTAMP; else 0
 * @param scale of a DECIMAL; else 0
 * @param children ARRAY: {@code element}; MAP: {@code key}, {@code value}; ROW: its fields; else empty
 */
public record DataType(Kind kind, int precision, int scale, List<Field> children) {

    /** How the values of a column are held: see {@link Column}. */
    public enum Storage {
        LONG,
        DOUBLE,
        BYTES,
        OBJECT
    }

    /** The kinds of types, each with its storage. */
    public enum Kind {
        BOOLEAN(Storage.LONG),
        TINYINT(Storage.LONG),
        SMALLINT(Storage.LONG),
        INTEGER(Storage.LONG),
        BIGINT(Storage.LONG),
        REAL(Storage.DOUBLE),
        DOUBLE(Storage.DOUBLE),
        DECIMAL(Storage.OBJECT),
        CHAR(Storage.BYTES),
        VARCHAR(Storage.BYTES),
        BINARY(Storage.BYTES),
        VARBINARY(Storage.BYTES),
        /** Days since 1970-01-01. */
        DATE(Storage.LONG),
        /** Microseconds since midnight. */
        TIME(Storage.LONG),
        /** Microseconds since 1970-01-01 00:00:00, without a zone. */
        TIMESTAMP(Storage.LONG),
        /** Microseconds since 1970-01-01 00:00:00 UTC; shown in the session's zone. */
        TIMESTAMP_LTZ(Storage.LONG),
        /** Months. */
        INTERVAL_YEAR_MONTH(Storage.LONG),
        /** Microseconds. */
        INTERVAL_DAY_TIME(Storage.LONG),
        ARRAY(Storage.OBJECT),
        MAP(Storage.OBJECT),
        ROW(Storage.OBJECT),
        /** The type of a bare NULL. */
        NULL(Storage.LONG);

        private final Storage storage;

        Kind(Storage storage) {
            this.storage = storage;
        }

        public Storage storage() {
            return storage;
        }
    }

    public static final DataType BOOLEAN = simple(Kind.BOOLEAN);
    public static final DataType TINYINT = simple(Kind.TINYINT);
    public static final DataType SMALLINT = simple(Kind.SMALLINT);
    public static final DataType INTEGER = simple(Kind.INTEGER);
    public static final DataType BIGINT = simple(Kind.BIGINT);
    public static final DataType REAL = simple(Kind.REAL);
    public static final DataType DOUBLE = simple(Kind.DOUBLE);
    public static final DataType DATE = simple(Kind.DATE);
    public static final DataType NULL = simple(Kind.NULL);
    public static final DataType INTERVAL_YEAR_MONTH = simple(Kind.INTERVAL_YEAR_MONTH);
    public static final DataType INTERVAL_DAY_TIME = simple(Kind.INTERVAL_DAY_TIME);
    /** VARCHAR without a limit. */
    public static final DataType VARCHAR = varchar(-1);

    public static final DataType VARBINARY = new DataType(Kind.VARBINARY, -1, 0, List.of());
    /** TIMESTAMP(6). */
    public static final DataType TIMESTAMP = timestamp(6);

    public DataType {
        children = List.copyOf(children);
    }

    public static DataType simple(Kind kind) {
        return new DataType(kind, 0, 0, List.of());
    }

    public static DataType of(Kind kind, int precision) {
        return new DataType(kind, precision, 0, List.of());
    }

    public static DataType varchar(int length) {
        return of(Kind.VARCHAR, length);
    }

    public static DataType decimal(int precision, int scale) {
        return new DataType(Kind.DECIMAL, precision, scale, List.of());
    }

    public static DataType timestamp(int precision) {
        return of(Kind.TIMESTAMP, precision);
    }

    public static DataType timestampLtz(int precision) {
        return of(Kind.TIMESTAMP_LTZ, precision);
    }

    public static DataType time(int precision) {
        return of(Kind.TIME, precision);
    }

    public static DataType array(DataType element, boolean nullable) {
        return new DataType(Kind.ARRAY, 0, 0, List.of(new Field("element", element, nullable)));
    }

    public static DataType map(DataType key, DataType value, boolean valueNullable) {
        return new DataType(
                Kind.MAP, 0, 0, List.of(new Field("key", key, false), new Field("value", value, valueNullable)));
    }

    public static DataType row(List<Field> fields) {
        return new DataType(Kind.ROW, 0, 0, fields);
    }

    public Storage storage() {
        return kind.storage();
    }

    public boolean isString() {
        return kind == Kind.CHAR || kind == Kind.VARCHAR;
    }

    public boolean isInteger() {
        return kind == Kind.TINYINT || kind == Kind.SMALLINT || kind == Kind.INTEGER || kind == Kind.BIGINT;
    }

    public boolean isNumeric() {
        return isInteger() || kind == Kind.REAL || kind == Kind.DOUBLE || kind == Kind.DECIMAL;
    }

    public boolean isTimestamp() {
        return kind == Kind.TIMESTAMP || kind == Kind.TIMESTAMP_LTZ;
    }

    /** Element type of an ARRAY. */
    public DataType element() {
        return children.get(0).type();
    }

    /** Reads the text that {@link #toString()} writes; throws IllegalArgumentException on any other. */
    @JsonCreator
    public static DataType parse(String text) {
        return new TypeParser(text).parse();
    }

    @JsonValue
    @Override
    public String toString() {
        return switch (kind) {
            case DECIMAL -> "DECIMAL(" + precision + ", " + scale + ")";
            case CHAR, VARCHAR, BINARY, VARBINARY -> kind + (precision < 0 ? "" : "(" + precision + ")");
            case TIME, TIMESTAMP, TIMESTAMP_LTZ -> kind + "(" + precision + ")";
            case INTERVAL_YEAR_MONTH -> "INTERVAL YEAR TO MONTH";
            case INTERVAL_DAY_TIME -> "INTERVAL DAY TO SECOND";
            case ARRAY -> children.get(0).typeText() + " ARRAY";
            case MAP ->
                "MAP<" + children.get(0).typeText() + ", " + children.get(1).typeText() + ">";
            case ROW ->
                children.stream()
                        .map(field -> "\"" + field.name().replace("\"", "\"\"") + "\" " + field.typeText())
                        .collect(Collectors.joining(", ", "ROW(", ")"));
            default -> kind.name();
        };
    }
}
