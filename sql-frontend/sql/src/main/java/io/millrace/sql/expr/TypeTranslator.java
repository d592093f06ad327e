package io.millrace.sql.expr;

import io.millrace.columnar.DataType;
import io.millrace.columnar.DataType.Kind;
import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.util.List;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;

/** Calcite's types as the engine's and back. Errors: UNSUPPORTED for types that the engine does not have. */
public final class TypeTranslator {
    private static final int TIME_PRECISION_MAX = 6;

    private TypeTranslator() {}

    public static Schema schema(RelDataType rowType) {
        return new Schema(
                rowType.getFieldList().stream().map(TypeTranslator::field).toList());
    }

    public static Field field(RelDataTypeField field) {
        return new Field(
                field.getName(), toEngine(field.getType()), field.getType().isNullable());
    }

    public static DataType toEngine(RelDataType type) {
        return switch (type.getSqlTypeName()) {
            case BOOLEAN -> DataType.BOOLEAN;
            case TINYINT -> DataType.TINYINT;
            case SMALLINT -> DataType.SMALLINT;
            case INTEGER -> DataType.INTEGER;
            case BIGINT -> DataType.BIGINT;
            case REAL -> DataType.REAL;
            case FLOAT, DOUBLE -> DataType.DOUBLE;
            case DECIMAL -> DataType.decimal(type.getPrecision(), type.getScale());
            case CHAR -> DataType.of(Kind.CHAR, length(type));
            case VARCHAR -> DataType.varchar(length(type));
            case BINARY -> DataType.of(Kind.BINARY, length(type));
            case VARBINARY -> DataType.of(Kind.VARBINARY, length(type));
            case DATE -> DataType.DATE;
            case TIME -> DataType.time(timePrecision(type));
            case TIMESTAMP -> DataType.timestamp(timePrecision(type));
            case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> DataType.timestampLtz(timePrecision(type));
            case INTERVAL_YEAR, INTERVAL_YEAR_MONTH, INTERVAL_MONTH -> DataType.INTERVAL_YEAR_MONTH;
            case INTERVAL_DAY,
                    INTERVAL_DAY_HOUR,
                    INTERVAL_DAY_MINUTE,
                    INTERVAL_DAY_SECOND,
                    INTERVAL_HOUR,
                    INTERVAL_HOUR_MINUTE,
                    INTERVAL_HOUR_SECOND,
                    INTERVAL_MINUTE,
                    INTERVAL_MINUTE_SECOND,
                    INTERVAL_SECOND -> DataType.INTERVAL_DAY_TIME;
            case NULL, UNKNOWN -> DataType.NULL;
            case SYMBOL -> DataType.VARCHAR;
            case ARRAY -> array(type.getComponentType());
            case MAP -> map(type);
            case ROW, STRUCTURED ->
                DataType.row(
                        type.getFieldList().stream().map(TypeTranslator::field).toList());
            default ->
                throw new MillraceException(
                        ErrorCode.UNSUPPORTED,
                        "The type " + type
                                + " is not supported. Cast the value to a type of the table in the reference.");
        };
    }

    private static DataType array(RelDataType component) {
        return DataType.array(toEngine(component), component.isNullable());
    }

    private static DataType map(RelDataType type) {
        RelDataType value = type.getValueType();
        return DataType.map(toEngine(type.getKeyType()), toEngine(value), value.isNullable());
    }

    private static int length(RelDataType type) {
        int precision = type.getPrecision();
        return precision == Integer.MAX_VALUE ? -1 : precision;
    }

    private static int timePrecision(RelDataType type) {
        int precision = type.getPrecision();
        return precision < 0 ? 0 : Math.min(precision, TIME_PRECISION_MAX);
    }

    public static RelDataType toCalcite(Schema schema, RelDataTypeFactory factory) {
        return struct(schema.fields(), factory);
    }

    public static RelDataType toCalcite(DataType type, boolean nullable, RelDataTypeFactory factory) {
        return factory.createTypeWithNullability(notNull(type, factory), nullable);
    }

    private static RelDataType notNull(DataType type, RelDataTypeFactory factory) {
        return switch (type.kind()) {
            case BOOLEAN -> factory.createSqlType(SqlTypeName.BOOLEAN);
            case TINYINT -> factory.createSqlType(SqlTypeName.TINYINT);
            case SMALLINT -> factory.createSqlType(SqlTypeName.SMALLINT);
            case INTEGER -> factory.createSqlType(SqlTypeName.INTEGER);
            case BIGINT -> factory.createSqlType(SqlTypeName.BIGINT);
            case REAL -> factory.createSqlType(SqlTypeName.REAL);
            case DOUBLE -> factory.createSqlType(SqlTypeName.DOUBLE);
            case DECIMAL -> factory.createSqlType(SqlTypeName.DECIMAL, type.precision(), type.scale());
            case CHAR -> sized(SqlTypeName.CHAR, type.precision(), factory);
            case VARCHAR -> sized(SqlTypeName.VARCHAR, type.precision(), factory);
            case BINARY -> sized(SqlTypeName.BINARY, type.precision(), factory);
            case VARBINARY -> sized(SqlTypeName.VARBINARY, type.precision(), factory);
            case DATE -> factory.createSqlType(SqlTypeName.DATE);
            case TIME -> factory.createSqlType(SqlTypeName.TIME, type.precision());
            case TIMESTAMP -> factory.createSqlType(SqlTypeName.TIMESTAMP, type.precision());
            case TIMESTAMP_LTZ -> factory.createSqlType(SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE, type.precision());
            case INTERVAL_YEAR_MONTH -> interval(TimeUnit.YEAR, TimeUnit.MONTH, factory);
            case INTERVAL_DAY_TIME -> interval(TimeUnit.DAY, TimeUnit.SECOND, factory);
            case NULL -> factory.createSqlType(SqlTypeName.NULL);
            case ARRAY -> factory.createArrayType(child(type, 0, factory), -1);
            case MAP -> factory.createMapType(child(type, 0, factory), child(type, 1, factory));
            case ROW -> struct(type.children(), factory);
        };
    }

    private static RelDataType child(DataType type, int index, RelDataTypeFactory factory) {
        Field field = type.children().get(index);
        return toCalcite(field.type(), field.nullable(), factory);
    }

    private static RelDataType sized(SqlTypeName name, int length, RelDataTypeFactory factory) {
        return length < 0 ? factory.createSqlType(name) : factory.createSqlType(name, length);
    }

    private static RelDataType interval(TimeUnit from, TimeUnit to, RelDataTypeFactory factory) {
        return factory.createSqlIntervalType(new SqlIntervalQualifier(from, to, SqlParserPos.ZERO));
    }

    private static RelDataType struct(List<Field> fields, RelDataTypeFactory factory) {
        RelDataTypeFactory.Builder builder = factory.builder();
        for (Field field : fields) {
            builder.add(field.name(), toCalcite(field.type(), field.nullable(), factory));
        }
        return builder.build();
    }
}
