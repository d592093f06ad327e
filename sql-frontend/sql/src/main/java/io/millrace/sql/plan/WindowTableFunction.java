package io.millrace.sql.plan;

import io.millrace.error.MillraceException;
import java.util.Collections;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperandCountRange;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.SqlWindowTableFunction;
import org.apache.calcite.sql.type.SqlOperandCountRanges;
import org.apache.calcite.sql.type.SqlOperandMetadata;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;

/**
 * A table function over a table and one of its times. Windows, such as {@code TABLE(HOP(TABLE t, DESCRIPTOR(ts), slide, size
 * [, offset]))}, give the columns of the table, then {@code window_start, window_end, window_time} of the time column's type;
 * {@code DEDUPLICATE} gives the columns of the table.
 */
final class WindowTableFunction extends SqlWindowTableFunction {
    private static final String PARAM_STEP = "STEP";
    private static final String PARAM_ZONE = "TIME_ZONE";
    private static final String PARAM_WITHIN = "WITHIN";

    static final String DEDUPLICATE = "DEDUPLICATE";

    static final List<SqlOperator> ALL = List.of(
            new WindowTableFunction(
                    "TUMBLE", List.of(PARAM_DATA, PARAM_TIMECOL, PARAM_SIZE, PARAM_OFFSET, PARAM_ZONE), 3),
            new WindowTableFunction(
                    "HOP", List.of(PARAM_DATA, PARAM_TIMECOL, PARAM_SLIDE, PARAM_SIZE, PARAM_OFFSET, PARAM_ZONE), 4),
            new WindowTableFunction(
                    "CUMULATE",
                    List.of(PARAM_DATA, PARAM_TIMECOL, PARAM_STEP, PARAM_SIZE, PARAM_OFFSET, PARAM_ZONE),
                    4),
            new WindowTableFunction("SESSION", List.of(PARAM_DATA, PARAM_TIMECOL, PARAM_KEY, PARAM_SIZE), 3),
            new WindowTableFunction(DEDUPLICATE, List.of(PARAM_DATA, PARAM_TIMECOL, PARAM_KEY, PARAM_WITHIN), 3));

    static final List<String> NAMES = ALL.stream().map(SqlOperator::getName).toList();

    private WindowTableFunction(String name, List<String> parameters, int mandatory) {
        super(name, new Operands(parameters, mandatory));
    }

    @Override
    public SqlReturnTypeInference getRowTypeInference() {
        return WindowTableFunction::rowType;
    }

    private static RelDataType rowType(SqlOperatorBinding binding) {
        RelDataTypeFactory factory = binding.getTypeFactory();
        RelDataType input = binding.getOperandType(0);
        if (binding.getOperator().getName().equals(DEDUPLICATE)) {
            return input;
        }
        RelDataType time = factory.createTypeWithNullability(
                timeColumn((SqlCallBinding) binding).getType(), false);
        return factory.builder()
                .kind(input.getStructKind())
                .addAll(input.getFieldList())
                .add("window_start", time)
                .add("window_end", time)
                .add("window_time", time)
                .uniquify()
                .build();
    }

    private static RelDataTypeField timeColumn(SqlCallBinding binding) {
        SqlCall descriptor = (SqlCall) binding.operands().get(1);
        SqlIdentifier name = descriptor.operand(0);
        return binding.getOperandType(0).getField(name.getSimple(), false, false);
    }

    /** A table, the descriptor of one of its TIMESTAMP columns, then intervals. */
    private record Operands(List<String> paramNames, int mandatory) implements SqlOperandMetadata {
        @Override
        public boolean checkOperandTypes(SqlCallBinding binding, boolean throwOnFailure) {
            MillraceException fault = fault(binding);
            if (fault != null && throwOnFailure) {
                throw fault;
            }
            return fault == null;
        }

        private static MillraceException fault(SqlCallBinding binding) {
            String window = binding.getOperator().getName();
            RelDataType table = binding.getOperandType(0);
            if (table.getSqlTypeName() != SqlTypeName.ROW
                    || !namesOneColumn(binding.operands().get(1))) {
                return PlanErrors.windowSyntax(window, binding.getCall());
            }
            SqlIdentifier name = ((SqlCall) binding.operands().get(1)).operand(0);
            RelDataTypeField time = table.getField(name.getSimple(), false, false);
            if (time == null) {
                return PlanErrors.unknownColumn(name.getSimple(), table.getFieldNames(), name);
            }
            if (!SqlTypeUtil.isTimestamp(time.getType())) {
                return PlanErrors.notTime(window, time.getName(), time.getType().toString(), name);
            }
            for (int i = 2; i < binding.operands().size(); i++) {
                MillraceException fault = argumentFault(binding, i, table);
                if (fault != null) {
                    return fault;
                }
            }
            return null;
        }

        /** Lengths are intervals; SESSION and DEDUPLICATE have a descriptor of keys besides, the others the name of a time zone. */
        private static MillraceException argumentFault(SqlCallBinding binding, int position, RelDataType table) {
            String window = binding.getOperator().getName();
            SqlNode operand = binding.operands().get(position);
            if (operand.getKind() == SqlKind.DEFAULT || isInterval(binding, operand)) {
                return null;
            }
            if (takesKeys(window) && operand.getKind() == SqlKind.DESCRIPTOR) {
                for (SqlNode key : ((SqlCall) operand).getOperandList()) {
                    String name = ((SqlIdentifier) key).getSimple();
                    if (table.getField(name, false, false) == null) {
                        return PlanErrors.unknownColumn(name, table.getFieldNames(), key);
                    }
                }
                return null;
            }
            boolean zone = !takesKeys(window)
                    && position > 2
                    && SqlTypeUtil.isCharacter(SqlTypeUtil.deriveType(binding, operand));
            return zone ? null : PlanErrors.windowSyntax(window, operand);
        }

        private static boolean takesKeys(String function) {
            return function.equals("SESSION") || function.equals(DEDUPLICATE);
        }

        private static boolean isInterval(SqlCallBinding binding, SqlNode operand) {
            return operand.getKind() != SqlKind.DESCRIPTOR
                    && SqlTypeUtil.isInterval(SqlTypeUtil.deriveType(binding, operand));
        }

        private static boolean namesOneColumn(SqlNode descriptor) {
            return descriptor.getKind() == SqlKind.DESCRIPTOR
                    && ((SqlCall) descriptor).operandCount() == 1
                    && ((SqlCall) descriptor).operand(0) instanceof SqlIdentifier name
                    && name.isSimple();
        }

        @Override
        public SqlOperandCountRange getOperandCountRange() {
            return SqlOperandCountRanges.between(mandatory, paramNames.size());
        }

        @Override
        public List<RelDataType> paramTypes(RelDataTypeFactory factory) {
            return Collections.nCopies(paramNames.size(), factory.createSqlType(SqlTypeName.ANY));
        }

        @Override
        public boolean isOptional(int i) {
            return i >= mandatory;
        }

        @Override
        public String getAllowedSignatures(SqlOperator operator, String name) {
            return PlanErrors.windowSignature(operator.getName());
        }
    }
}
