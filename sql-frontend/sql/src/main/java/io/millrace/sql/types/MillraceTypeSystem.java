package io.millrace.sql.types;

import java.math.RoundingMode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeSystemImpl;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;

/**
 * The limits of Millrace's SQL types and the result types of its aggregates: times to the microsecond, DECIMAL to 38
 * digits, SUM of integers BIGINT, AVG of integers DOUBLE, strings never padded.
 */
public final class MillraceTypeSystem extends RelDataTypeSystemImpl {
    public static final MillraceTypeSystem INSTANCE = new MillraceTypeSystem();

    /** Digits of a DECIMAL at most. */
    public static final int DECIMAL_PRECISION_MAX = 38;
    /** Fraction digits of a TIME or TIMESTAMP at most, and when none are given. */
    public static final int TIME_PRECISION_MAX = 6;

    private MillraceTypeSystem() {}

    @Override
    public int getMaxPrecision(SqlTypeName typeName) {
        return switch (typeName) {
            case DECIMAL -> DECIMAL_PRECISION_MAX;
            case CHAR, VARCHAR, BINARY, VARBINARY -> Integer.MAX_VALUE;
            default -> isTime(typeName) ? TIME_PRECISION_MAX : super.getMaxPrecision(typeName);
        };
    }

    @Override
    public int getMinPrecision(SqlTypeName typeName) {
        return isTime(typeName) ? 0 : super.getMinPrecision(typeName);
    }

    /** Intervals have their greatest precision, so that {@code INTERVAL '3600' SECOND} needs none written. */
    @Override
    public int getDefaultPrecision(SqlTypeName typeName) {
        if (SqlTypeName.INTERVAL_TYPES.contains(typeName)) {
            return getMaxPrecision(typeName);
        }
        return isTime(typeName) ? TIME_PRECISION_MAX : super.getDefaultPrecision(typeName);
    }

    @Override
    public int getMaxScale(SqlTypeName typeName) {
        return typeName == SqlTypeName.DECIMAL ? DECIMAL_PRECISION_MAX : super.getMaxScale(typeName);
    }

    @Override
    public RoundingMode roundingMode() {
        return RoundingMode.HALF_UP;
    }

    @Override
    public boolean shouldConvertRaggedUnionTypesToVarying() {
        return true;
    }

    @Override
    public boolean isSchemaCaseSensitive() {
        return false;
    }

    @Override
    public RelDataType deriveSumType(RelDataTypeFactory factory, RelDataType argument) {
        RelDataType sum = switch (argument.getSqlTypeName()) {
            case TINYINT, SMALLINT, INTEGER, BIGINT -> factory.createSqlType(SqlTypeName.BIGINT);
            case REAL, FLOAT, DOUBLE -> factory.createSqlType(SqlTypeName.DOUBLE);
            case DECIMAL -> factory.createSqlType(SqlTypeName.DECIMAL, DECIMAL_PRECISION_MAX, argument.getScale());
            default -> argument;
        };
        return factory.createTypeWithNullability(sum, argument.isNullable());
    }

    /** DOUBLE, but for DECIMAL(p, s) the DECIMAL(p + 4, s + 4) of Spark, within the limit. */
    @Override
    public RelDataType deriveAvgAggType(RelDataTypeFactory factory, RelDataType argument) {
        RelDataType average = argument;
        if (argument.getSqlTypeName() == SqlTypeName.DECIMAL) {
            int precision = Math.min(argument.getPrecision() + 4, DECIMAL_PRECISION_MAX);
            int scale = Math.min(argument.getScale() + 4, DECIMAL_PRECISION_MAX);
            average = factory.createSqlType(SqlTypeName.DECIMAL, precision, scale);
        } else if (SqlTypeUtil.isNumeric(argument)) {
            average = factory.createSqlType(SqlTypeName.DOUBLE);
        }
        return factory.createTypeWithNullability(average, argument.isNullable());
    }

    private static boolean isTime(SqlTypeName typeName) {
        return switch (typeName) {
            case TIME, TIME_WITH_LOCAL_TIME_ZONE, TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE -> true;
            default -> false;
        };
    }
}
