package io.millrace.jdbc;

import io.millrace.columnar.DataType;
import java.sql.Array;
import java.sql.Struct;
import java.sql.Types;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.Period;
import java.util.Map;

/** What JDBC calls the types of columns, and what it wants to know of them. */
final class SqlTypes {
    private SqlTypes() {}

    /** One of {@link Types}. */
    static int code(DataType type) {
        return switch (type.kind()) {
            case BOOLEAN -> Types.BOOLEAN;
            case TINYINT -> Types.TINYINT;
            case SMALLINT -> Types.SMALLINT;
            case INTEGER -> Types.INTEGER;
            case BIGINT -> Types.BIGINT;
            case REAL -> Types.REAL;
            case DOUBLE -> Types.DOUBLE;
            case DECIMAL -> Types.DECIMAL;
            case CHAR -> Types.CHAR;
            case VARCHAR -> Types.VARCHAR;
            case BINARY -> Types.BINARY;
            case VARBINARY -> Types.VARBINARY;
            case DATE -> Types.DATE;
            case TIME -> Types.TIME;
            case TIMESTAMP -> Types.TIMESTAMP;
            case TIMESTAMP_LTZ -> Types.TIMESTAMP_WITH_TIMEZONE;
            case INTERVAL_YEAR_MONTH, INTERVAL_DAY_TIME -> Types.OTHER;
            case ARRAY -> Types.ARRAY;
            case MAP -> Types.JAVA_OBJECT;
            case ROW -> Types.STRUCT;
            case NULL -> Types.NULL;
        };
    }

    /** The type's name without its lengths; of nested types and intervals the whole. */
    static String name(DataType type) {
        return switch (type.kind()) {
            case INTERVAL_YEAR_MONTH, INTERVAL_DAY_TIME, ARRAY, MAP, ROW -> type.toString();
            default -> type.kind().name();
        };
    }

    /** The class of what {@code getObject} gives. */
    static Class<?> javaClass(DataType type) {
        return switch (type.kind()) {
            case BOOLEAN -> Boolean.class;
            case TINYINT, SMALLINT, INTEGER -> Integer.class;
            case BIGINT -> Long.class;
            case REAL -> Float.class;
            case DOUBLE -> Double.class;
            case DECIMAL -> java.math.BigDecimal.class;
            case CHAR, VARCHAR -> String.class;
            case BINARY, VARBINARY -> byte[].class;
            case DATE -> java.sql.Date.class;
            case TIME -> java.sql.Time.class;
            case TIMESTAMP -> java.sql.Timestamp.class;
            case TIMESTAMP_LTZ -> OffsetDateTime.class;
            case INTERVAL_YEAR_MONTH -> Period.class;
            case INTERVAL_DAY_TIME -> Duration.class;
            case ARRAY -> Array.class;
            case MAP -> Map.class;
            case ROW -> Struct.class;
            case NULL -> Object.class;
        };
    }

    /** Digits of a number, characters of a text or a time, bytes of a byte string; 0 where there is no limit. */
    static int precision(DataType type) {
        return switch (type.kind()) {
            case BOOLEAN -> 1;
            case TINYINT -> 3;
            case SMALLINT -> 5;
            case INTEGER -> 10;
            case BIGINT -> 19;
            case REAL -> 7;
            case DOUBLE -> 15;
            case DECIMAL -> type.precision();
            case CHAR, VARCHAR, BINARY, VARBINARY -> Math.max(0, type.precision());
            case DATE -> 10;
            case TIME -> withFraction(8, type);
            case TIMESTAMP, TIMESTAMP_LTZ -> withFraction(19, type);
            default -> 0;
        };
    }

    /** Digits after the point of a decimal and of a time. */
    static int scale(DataType type) {
        return switch (type.kind()) {
            case DECIMAL -> type.scale();
            case TIME, TIMESTAMP, TIMESTAMP_LTZ -> type.precision();
            default -> 0;
        };
    }

    /** Most characters of the text of a value. */
    static int displaySize(DataType type) {
        return switch (type.kind()) {
            case BOOLEAN -> 5;
            case TINYINT -> 4;
            case SMALLINT -> 6;
            case INTEGER -> 11;
            case BIGINT -> 20;
            case REAL -> 15;
            case DOUBLE -> 24;
            case DECIMAL -> type.precision() + 2;
            case CHAR, VARCHAR -> type.precision() < 0 ? Integer.MAX_VALUE : type.precision();
            case BINARY, VARBINARY -> type.precision() < 0 ? Integer.MAX_VALUE : 2 * type.precision();
            case DATE, TIME, TIMESTAMP, TIMESTAMP_LTZ -> precision(type);
            case INTERVAL_YEAR_MONTH, INTERVAL_DAY_TIME -> 32;
            case ARRAY, MAP, ROW -> Integer.MAX_VALUE;
            case NULL -> 4;
        };
    }

    static boolean signed(DataType type) {
        return type.isNumeric();
    }

    private static int withFraction(int length, DataType type) {
        return type.precision() == 0 ? length : length + 1 + type.precision();
    }
}
