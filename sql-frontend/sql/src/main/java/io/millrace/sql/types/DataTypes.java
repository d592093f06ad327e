package io.millrace.sql.types;

import io.millrace.columnar.DataType;

/** The types of columns under Spark's names. Theirs in SQL are those of {@link DataType}. */
public final class DataTypes {
    public static final DataType BooleanType = DataType.BOOLEAN;
    public static final DataType ByteType = DataType.TINYINT;
    public static final DataType ShortType = DataType.SMALLINT;
    public static final DataType IntegerType = DataType.INTEGER;
    public static final DataType LongType = DataType.BIGINT;
    public static final DataType FloatType = DataType.REAL;
    public static final DataType DoubleType = DataType.DOUBLE;
    public static final DataType StringType = DataType.VARCHAR;
    public static final DataType BinaryType = DataType.VARBINARY;
    public static final DataType DateType = DataType.DATE;
    /** Without a zone, as in SQL; Spark's has the session's. */
    public static final DataType TimestampType = DataType.TIMESTAMP;

    public static final DataType TimestampNTZType = DataType.TIMESTAMP;

    private DataTypes() {}

    public static DataType createDecimalType(int precision, int scale) {
        return DataType.decimal(precision, scale);
    }

    public static DataType createArrayType(DataType element) {
        return DataType.array(element, true);
    }

    public static DataType createMapType(DataType key, DataType value) {
        return DataType.map(key, value, true);
    }
}
