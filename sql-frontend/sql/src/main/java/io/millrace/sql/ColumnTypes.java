package io.millrace.sql;

import io.millrace.columnar.DataType;
import io.millrace.columnar.DataType.Kind;
import io.millrace.columnar.Field;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.error.TextPosition;
import io.millrace.sql.parse.IntervalTypeName;
import io.millrace.sql.parse.Positions;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlCollectionTypeNameSpec;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlMapTypeNameSpec;
import org.apache.calcite.sql.SqlRowTypeNameSpec;
import org.apache.calcite.sql.SqlTypeNameSpec;
import org.apache.calcite.sql.type.SqlTypeName;

/** Reads the types of CREATE TABLE. What has no precision gets the greatest; a CHAR or BINARY without length has 1. */
final class ColumnTypes {
    private static final int DECIMAL_PRECISION_MAX = 38;
    private static final int FRACTION_DIGITS_MAX = 6;

    private ColumnTypes() {}

    static DataType of(SqlDataTypeSpec type) {
        return of(type.getTypeNameSpec());
    }

    private static DataType of(SqlTypeNameSpec type) {
        if (type instanceof SqlBasicTypeNameSpec basic) {
            return basic(basic);
        }
        if (type instanceof IntervalTypeName interval) {
            return interval.yearMonth() ? DataType.INTERVAL_YEAR_MONTH : DataType.INTERVAL_DAY_TIME;
        }
        if (type instanceof SqlCollectionTypeNameSpec collection
                && collection.getTypeName().getSimple().equals("ARRAY")) {
            return DataType.array(of(collection.getElementTypeName()), true);
        }
        if (type instanceof SqlMapTypeNameSpec map) {
            return DataType.map(of(map.getKeyType()), of(map.getValType()), true);
        }
        if (type instanceof SqlRowTypeNameSpec row) {
            return row(row);
        }
        throw unknown(type);
    }

    private static DataType row(SqlRowTypeNameSpec row) {
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < row.getArity(); i++) {
            fields.add(Field.of(
                    row.getFieldNames().get(i).getSimple(),
                    of(row.getFieldTypes().get(i))));
        }
        return DataType.row(fields);
    }

    private static DataType basic(SqlBasicTypeNameSpec type) {
        int precision = type.getPrecision();
        return switch (SqlTypeName.valueOf(type.getTypeName().getSimple())) {
            case BOOLEAN -> DataType.BOOLEAN;
            case TINYINT -> DataType.TINYINT;
            case SMALLINT -> DataType.SMALLINT;
            case INTEGER -> DataType.INTEGER;
            case BIGINT -> DataType.BIGINT;
            case REAL -> DataType.REAL;
            case FLOAT, DOUBLE -> DataType.DOUBLE;
            case DECIMAL -> decimal(type);
            case CHAR -> DataType.of(Kind.CHAR, length(type, 1));
            case VARCHAR -> DataType.varchar(length(type, -1));
            case BINARY -> DataType.of(Kind.BINARY, length(type, 1));
            case VARBINARY -> DataType.of(Kind.VARBINARY, length(type, -1));
            case DATE -> DataType.DATE;
            case TIME -> DataType.time(fractionDigits(type, precision));
            case TIMESTAMP -> DataType.timestamp(fractionDigits(type, precision));
            case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> DataType.timestampLtz(fractionDigits(type, precision));
            default -> throw unknown(type);
        };
    }

    private static DataType decimal(SqlBasicTypeNameSpec type) {
        int precision = type.getPrecision() < 0 ? DECIMAL_PRECISION_MAX : type.getPrecision();
        int scale = type.getScale() == Integer.MIN_VALUE ? 0 : type.getScale();
        if (precision < 1 || precision > DECIMAL_PRECISION_MAX || scale < 0 || scale > precision) {
            throw new MillraceException(
                    ErrorCode.TYPE_MISMATCH,
                    "DECIMAL has 1 to " + DECIMAL_PRECISION_MAX + " digits, at most that many of them behind the point",
                    place(type),
                    null);
        }
        return DataType.decimal(precision, scale);
    }

    private static int length(SqlBasicTypeNameSpec type, int whenNone) {
        if (type.getPrecision() == 0) {
            throw new MillraceException(
                    ErrorCode.TYPE_MISMATCH,
                    "the length of " + type.getTypeName() + " is 0; the least is 1",
                    place(type),
                    null);
        }
        return type.getPrecision() < 0 ? whenNone : type.getPrecision();
    }

    private static int fractionDigits(SqlBasicTypeNameSpec type, int precision) {
        if (precision > FRACTION_DIGITS_MAX) {
            throw new MillraceException(
                    ErrorCode.TYPE_MISMATCH,
                    type.getTypeName() + " has 0 to " + FRACTION_DIGITS_MAX + " fraction digits, not " + precision,
                    place(type),
                    null);
        }
        return precision < 0 ? FRACTION_DIGITS_MAX : precision;
    }

    private static MillraceException unknown(SqlTypeNameSpec type) {
        return new MillraceException(
                ErrorCode.TYPE_MISMATCH,
                "there is no type \"" + type.getTypeName()
                        + "\"; types are BOOLEAN, TINYINT, SMALLINT, INTEGER, BIGINT,"
                        + " REAL, DOUBLE, DECIMAL(p, s), CHAR(n), VARCHAR(n), BINARY(n), VARBINARY(n), DATE, TIME(p),"
                        + " TIMESTAMP(p), TIMESTAMP_LTZ(p), INTERVAL, t ARRAY, MAP<k, v>, ROW(name t, ...)",
                place(type),
                null);
    }

    private static TextPosition place(SqlTypeNameSpec type) {
        return Positions.of(type.getParserPos());
    }
}
