package io.millrace.sql.plan;

import io.millrace.sql.types.MillraceTypeSystem;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.fun.SqlAbstractTimeFunction;
import org.apache.calcite.sql.type.SqlTypeName;

/** {@code CURRENT_TIMESTAMP} and {@code LOCALTIMESTAMP}: the clock of the batch, to the microsecond unless cut on request. */
final class ClockFunction extends SqlAbstractTimeFunction {
    ClockFunction(String name) {
        super(name, SqlTypeName.TIMESTAMP);
    }

    @Override
    public RelDataType inferReturnType(SqlOperatorBinding binding) {
        return binding.getOperandCount() == 0
                ? binding.getTypeFactory().createSqlType(SqlTypeName.TIMESTAMP, MillraceTypeSystem.TIME_PRECISION_MAX)
                : super.inferReturnType(binding);
    }
}
