package io.millrace.sql.plan;

import io.millrace.sql.types.MillraceTypeSystem;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.fun.SqlAbstractTimeFunction;
import org.apache.calcite.sql.type.SqlTypeName;

/** CURRENT_TIMESTAMP, LOCALTIME and the like: the clock of the batch, to the microsecond unless cut on request. */
final class ClockFunction extends SqlAbstractTimeFunction {
    private final SqlTypeName typeName;

    ClockFunction(String name, SqlTypeName typeName) {
        super(name, typeName);
        this.typeName = typeName;
    }

    @Override
    public RelDataType inferReturnType(SqlOperatorBinding binding) {
        return binding.getOperandCount() == 0
                ? binding.getTypeFactory().createSqlType(typeName, MillraceTypeSystem.TIME_PRECISION_MAX)
                : super.inferReturnType(binding);
    }
}
