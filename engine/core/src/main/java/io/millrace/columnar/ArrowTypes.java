package io.millrace.columnar;

import java.util.List;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.IntervalUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.FieldType;

/** The one mapping of types to Arrow's. */
public final class ArrowTypes {
    private ArrowTypes() {}

    public static org.apache.arrow.vector.types.pojo.Schema schema(Schema schema) {
        return new org.apache.arrow.vector.types.pojo.Schema(
                schema.fields().stream().map(ArrowTypes::field).toList());
    }

    public static org.apache.arrow.vector.types.pojo.Field field(Field field) {
        DataType type = field.type();
        FieldType fieldType = new FieldType(field.nullable(), arrowType(type), null);
        List<org.apache.arrow.vector.types.pojo.Field> children = switch (type.kind()) {
            case ARRAY, ROW -> type.children().stream().map(ArrowTypes::field).toList();
            case MAP -> List.of(entries(type));
            default -> List.of();
        };
        return new org.apache.arrow.vector.types.pojo.Field(field.name(), fieldType, children);
    }

    private static org.apache.arrow.vector.types.pojo.Field entries(DataType map) {
        return new org.apache.arrow.vector.types.pojo.Field(
                "entries",
                new FieldType(false, ArrowType.Struct.INSTANCE, null),
                map.children().stream().map(ArrowTypes::field).toList());
    }

    private static ArrowType arrowType(DataType type) {
        return switch (type.kind()) {
            case BOOLEAN -> ArrowType.Bool.INSTANCE;
            case TINYINT -> new ArrowType.Int(8, true);
            case SMALLINT -> new ArrowType.Int(16, true);
            case INTEGER -> new ArrowType.Int(32, true);
            case BIGINT -> new ArrowType.Int(64, true);
            case REAL -> new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);
            case DOUBLE -> new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
            case DECIMAL -> new ArrowType.Decimal(type.precision(), type.scale(), 128);
            case CHAR, VARCHAR -> ArrowType.Utf8.INSTANCE;
            case BINARY, VARBINARY -> ArrowType.Binary.INSTANCE;
            case DATE -> new ArrowType.Date(DateUnit.DAY);
            case TIME -> new ArrowType.Time(TimeUnit.MICROSECOND, 64);
            case TIMESTAMP -> new ArrowType.Timestamp(TimeUnit.MICROSECOND, null);
            case TIMESTAMP_LTZ -> new ArrowType.Timestamp(TimeUnit.MICROSECOND, "UTC");
            case INTERVAL_YEAR_MONTH -> new ArrowType.Interval(IntervalUnit.YEAR_MONTH);
            case INTERVAL_DAY_TIME -> new ArrowType.Duration(TimeUnit.MICROSECOND);
            case ARRAY -> ArrowType.List.INSTANCE;
            case MAP -> new ArrowType.Map(false);
            case ROW -> ArrowType.Struct.INSTANCE;
            case NULL -> ArrowType.Null.INSTANCE;
        };
    }
}
