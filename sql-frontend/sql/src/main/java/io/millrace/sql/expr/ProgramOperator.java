package io.millrace.sql.expr;

import io.millrace.columnar.DataType;
import io.millrace.error.MillraceException;
import io.millrace.sql.parse.Positions;
import io.millrace.sql.typed.ValueFunction;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperandCountRange;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlOperandCountRanges;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorScope;
import org.apache.calcite.util.Litmus;

/**
 * A function of a program as an operator of SQL. It may stand in a syntax tree without being known by its name.
 *
 * <p>Looks odd, is meant: Calcite takes operators of one name for one, in expressions and in syntax trees. Two lambdas have one
 * name, so both are told here that the function itself must be the same.
 */
public final class ProgramOperator extends SqlFunction {
    private final ValueFunction function;

    public ProgramOperator(ValueFunction function) {
        super(
                function.name(),
                SqlKind.OTHER_FUNCTION,
                binding -> TypeTranslator.toCalcite(function.resultType(), true, binding.getTypeFactory()),
                (binding, result, operands) -> infer(function, binding, operands),
                new Arguments(function),
                SqlFunctionCategory.USER_DEFINED_FUNCTION);
        this.function = function;
    }

    /** What it calls. */
    ValueFunction function() {
        return function;
    }

    /** Types of parameters among the arguments. */
    private static void infer(ValueFunction function, SqlCallBinding binding, RelDataType[] operands) {
        for (int i = 0; i < operands.length; i++) {
            Optional<DataType> type = function.argumentType(i);
            if (type.isPresent()) {
                operands[i] = TypeTranslator.toCalcite(type.get(), true, binding.getTypeFactory());
            }
        }
    }

    /** It is this very function, whatever the operator table has under its name. */
    @Override
    public RelDataType deriveType(SqlValidator validator, SqlValidatorScope scope, SqlCall call) {
        for (SqlNode operand : call.getOperandList()) {
            validator.deriveType(scope, operand);
        }
        return validateOperands(validator, scope, call);
    }

    @Override
    public SqlCall createCall(SqlLiteral quantifier, SqlParserPos pos, SqlNode... operands) {
        return new CallOfProgram(this, Arrays.asList(operands), pos.plusAll(operands), quantifier);
    }

    @Override
    public boolean isDeterministic() {
        return function.deterministic();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ProgramOperator operator && operator.function == function;
    }

    @Override
    public int hashCode() {
        return function.hashCode();
    }

    private static final class CallOfProgram extends SqlBasicCall {
        CallOfProgram(SqlOperator operator, List<SqlNode> operands, SqlParserPos pos, SqlLiteral quantifier) {
            super(operator, operands, pos, quantifier);
        }

        @Override
        public boolean equalsDeep(SqlNode node, Litmus litmus) {
            boolean another =
                    node instanceof CallOfProgram call && !call.getOperator().equals(getOperator());
            return another
                    ? litmus.fail("{} is another function than in {}", this, node)
                    : super.equalsDeep(node, litmus);
        }
    }

    private record Arguments(ValueFunction function) implements SqlOperandTypeChecker {
        @Override
        public boolean checkOperandTypes(SqlCallBinding binding, boolean throwOnFailure) {
            List<DataType> types = IntStream.range(0, binding.getOperandCount())
                    .mapToObj(i -> TypeTranslator.toEngine(binding.getOperandType(i)))
                    .toList();
            try {
                function.check(types);
                return true;
            } catch (MillraceException e) {
                if (throwOnFailure) {
                    throw new MillraceException(e.code(), e.getMessage(), Positions.of(binding.getCall()), null);
                }
                return false;
            }
        }

        /** Any, so that it is the check that tells how many there must be. */
        @Override
        public SqlOperandCountRange getOperandCountRange() {
            return SqlOperandCountRanges.any();
        }

        @Override
        public String getAllowedSignatures(SqlOperator operator, String name) {
            return function.signature();
        }
    }
}
