package io.millrace.sql.plan;

import java.util.List;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlGroupedWindowFunction;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeTransforms;

/**
 * Windows as group functions: {@code GROUP BY TUMBLE(ts, size [, offset])} with {@code TUMBLE_START}, {@code TUMBLE_END}.
 * The offset may be an INTERVAL or, as in Calcite, a TIME. {@code TUMBLE_ROWTIME(...)} becomes {@code
 * $ROWTIME(TUMBLE_END(...))} before anything else looks at it ({@link QueryRewriter}).
 */
final class GroupWindows {
    /** Rows without a time are in no window, so its bounds are never NULL. */
    private static final SqlReturnTypeInference TIME = ReturnTypes.ARG0.andThen(SqlTypeTransforms.TO_NOT_NULLABLE);

    /** In place of Calcite's, whose offset can be a TIME only. */
    private static final class GroupWindow extends SqlGroupedWindowFunction {
        private final List<SqlGroupedWindowFunction> auxiliaries;

        GroupWindow(SqlKind kind, SqlKind start, SqlKind end, SqlOperandTypeChecker operands) {
            super("$" + kind.name(), kind, null, TIME, null, operands, SqlFunctionCategory.SYSTEM);
            this.auxiliaries = List.of(bound(start), bound(end));
        }

        private SqlGroupedWindowFunction bound(SqlKind kind) {
            return new SqlGroupedWindowFunction(
                    kind.name(), kind, this, TIME, null, getOperandTypeChecker(), SqlFunctionCategory.SYSTEM);
        }

        @Override
        public List<SqlGroupedWindowFunction> getAuxiliaryFunctions() {
            return auxiliaries;
        }
    }

    static final SqlGroupedWindowFunction TUMBLE = new GroupWindow(
            SqlKind.TUMBLE,
            SqlKind.TUMBLE_START,
            SqlKind.TUMBLE_END,
            OperandTypes.family(SqlTypeFamily.DATETIME, SqlTypeFamily.DATETIME_INTERVAL)
                    .or(OperandTypes.family(
                            SqlTypeFamily.DATETIME, SqlTypeFamily.DATETIME_INTERVAL, SqlTypeFamily.DATETIME_INTERVAL))
                    .or(OperandTypes.family(
                            SqlTypeFamily.DATETIME, SqlTypeFamily.DATETIME_INTERVAL, SqlTypeFamily.TIME)));

    static final SqlGroupedWindowFunction HOP = new GroupWindow(
            SqlKind.HOP,
            SqlKind.HOP_START,
            SqlKind.HOP_END,
            OperandTypes.family(
                            SqlTypeFamily.DATETIME, SqlTypeFamily.DATETIME_INTERVAL, SqlTypeFamily.DATETIME_INTERVAL)
                    .or(OperandTypes.family(
                            SqlTypeFamily.DATETIME,
                            SqlTypeFamily.DATETIME_INTERVAL,
                            SqlTypeFamily.DATETIME_INTERVAL,
                            SqlTypeFamily.DATETIME_INTERVAL))
                    .or(OperandTypes.family(
                            SqlTypeFamily.DATETIME,
                            SqlTypeFamily.DATETIME_INTERVAL,
                            SqlTypeFamily.DATETIME_INTERVAL,
                            SqlTypeFamily.TIME)));

    static final List<SqlOperator> ALL = List.of(
            TUMBLE,
            HOP,
            TUMBLE.getAuxiliaryFunctions().get(0),
            TUMBLE.getAuxiliaryFunctions().get(1),
            HOP.getAuxiliaryFunctions().get(0),
            HOP.getAuxiliaryFunctions().get(1));

    private GroupWindows() {}
}
