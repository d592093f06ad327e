package io.millrace.sql.plan;

import io.millrace.sql.types.MillraceTypeSystem;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlBasicFunction;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeTransforms;

/** Scalar functions that no other dialect's table has, or has otherwise. */
final class OwnFunctions {
    /** {@code PROCTIME()}: the clock of the batch in which the row arrived. */
    static final SqlFunction PROCTIME = SqlBasicFunction.create(
                    "PROCTIME",
                    binding -> binding.getTypeFactory()
                            .createSqlType(
                                    SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE, MillraceTypeSystem.TIME_PRECISION_MAX),
                    OperandTypes.NILADIC,
                    SqlFunctionCategory.TIMEDATE)
            .withDeterministic(false)
            .withDynamic(true);

    /** {@code SPLIT(text, separator)}: the pieces of a text, as an ARRAY. */
    static final SqlFunction SPLIT = SqlBasicFunction.create(
            "SPLIT",
            OwnFunctions::pieces,
            OperandTypes.family(SqlTypeFamily.CHARACTER, SqlTypeFamily.CHARACTER),
            SqlFunctionCategory.STRING);

    /** The event time of a window's result row, from the window's end: a microsecond before it. Never written by users. */
    static final SqlFunction ROWTIME = SqlBasicFunction.create(
            "$ROWTIME", ReturnTypes.ARG0, OperandTypes.family(SqlTypeFamily.DATETIME), SqlFunctionCategory.TIMEDATE);

    /** A value that must not be NULL, and what it is for. Never written by users. */
    static final SqlFunction REQUIRED = SqlBasicFunction.create(
            "REQUIRED",
            ReturnTypes.ARG0.andThen(SqlTypeTransforms.TO_NOT_NULLABLE),
            OperandTypes.VARIADIC,
            SqlFunctionCategory.SYSTEM);

    static final List<SqlOperator> ALL = List.of(
            PROCTIME,
            SPLIT,
            ROWTIME,
            new ClockFunction("CURRENT_TIMESTAMP", SqlTypeName.TIMESTAMP),
            new ClockFunction("LOCALTIMESTAMP", SqlTypeName.TIMESTAMP),
            new ClockFunction("CURRENT_TIME", SqlTypeName.TIME),
            new ClockFunction("LOCALTIME", SqlTypeName.TIME),
            SqlLibraryOperators.TRY_CAST,
            SqlLibraryOperators.SAFE_CAST);

    private OwnFunctions() {}

    private static RelDataType pieces(SqlOperatorBinding binding) {
        RelDataTypeFactory factory = binding.getTypeFactory();
        RelDataType array = factory.createArrayType(factory.createSqlType(SqlTypeName.VARCHAR), -1);
        boolean nullable = binding.collectOperandTypes().stream().anyMatch(RelDataType::isNullable);
        return factory.createTypeWithNullability(array, nullable);
    }
}
