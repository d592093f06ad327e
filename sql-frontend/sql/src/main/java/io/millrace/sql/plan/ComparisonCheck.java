package io.millrace.sql.plan;

import io.millrace.error.ErrorCode;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.validate.SqlValidator;

/** Refuses to compare texts with numbers, which the validator would let pass as a cast that fails in the first bad row. */
final class ComparisonCheck extends SqlBasicVisitor<Void> {
    private final SqlValidator validator;

    private ComparisonCheck(SqlValidator validator) {
        this.validator = validator;
    }

    static void check(SqlNode valid, SqlValidator validator) {
        valid.accept(new ComparisonCheck(validator));
    }

    @Override
    public Void visit(SqlCall call) {
        if (call.isA(SqlKind.COMPARISON) || call.getKind() == SqlKind.BETWEEN || call.getKind() == SqlKind.IN) {
            List<SqlNode> operands = call.getOperandList();
            for (int i = 1; i < operands.size(); i++) {
                compare(call, operands.get(0), operands.get(i));
            }
        }
        return super.visit(call);
    }

    private void compare(SqlCall call, SqlNode left, SqlNode right) {
        if (right instanceof SqlNodeList list) {
            list.forEach(each -> compare(call, left, each));
            return;
        }
        RelDataType a = validator.getValidatedNodeTypeIfKnown(left);
        RelDataType b = right == null ? null : validator.getValidatedNodeTypeIfKnown(right);
        if (a != null && b != null && (differ(a, b) || differ(b, a))) {
            throw PlanErrors.at(
                    call,
                    ErrorCode.TYPE_MISMATCH,
                    "a " + a.getSqlTypeName() + " cannot be compared with a " + b.getSqlTypeName()
                            + "; CAST one of them to the other's type");
        }
    }

    private static boolean differ(RelDataType text, RelDataType other) {
        return SqlTypeUtil.isCharacter(text) && (SqlTypeUtil.isNumeric(other) || SqlTypeUtil.isBoolean(other));
    }
}
