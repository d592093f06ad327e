package io.millrace.sql.plan;

import java.util.Set;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.implicit.TypeCoercionImpl;

/**
 * Which types turn into which without a CAST: numbers into wider ones, texts into times they are compared with, anything into
 * text where a function wants text. Texts never turn into numbers: a typing mistake would show itself in the first bad row,
 * not in the statement.
 */
final class StrictCoercion extends TypeCoercionImpl {
    private static final Set<SqlTypeFamily> NUMBERS = Set.of(
            SqlTypeFamily.NUMERIC,
            SqlTypeFamily.DECIMAL,
            SqlTypeFamily.APPROXIMATE_NUMERIC,
            SqlTypeFamily.EXACT_NUMERIC,
            SqlTypeFamily.INTEGER);

    StrictCoercion(RelDataTypeFactory factory, SqlValidator validator) {
        super(factory, validator);
    }

    @Override
    protected boolean binaryArithmeticWithStrings(SqlCallBinding binding, RelDataType left, RelDataType right) {
        return false;
    }

    @Override
    public RelDataType commonTypeForBinaryComparison(RelDataType left, RelDataType right) {
        return isTextAndNumber(left, right) || isTextAndNumber(right, left)
                ? null
                : super.commonTypeForBinaryComparison(left, right);
    }

    private static boolean isTextAndNumber(RelDataType text, RelDataType other) {
        return text != null
                && other != null
                && SqlTypeUtil.isCharacter(text)
                && (SqlTypeUtil.isNumeric(other) || SqlTypeUtil.isBoolean(other));
    }

    @Override
    public RelDataType implicitCast(RelDataType in, SqlTypeFamily expected) {
        return SqlTypeUtil.isCharacter(in) && NUMBERS.contains(expected) ? null : super.implicitCast(in, expected);
    }
}
