package io.millrace.sql.plan;

import io.millrace.aggregate.AggregateFunction;
import io.millrace.aggregate.AggregateFunction.Ordering;
import io.millrace.columnar.DataType;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.sql.expr.TypeTranslator;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperandCountRange;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.SqlWithinGroupOperator;
import org.apache.calcite.sql.type.SqlOperandCountRanges;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.util.Optionality;

/** An aggregate function of the engine as an operator of SQL: what it takes and gives is asked of the engine. */
final class AggregateOperator extends SqlAggFunction {
    private final AggregateFunction function;
    private final boolean validated;

    AggregateOperator(String name, AggregateFunction function) {
        this(name, function, false);
    }

    private AggregateOperator(String name, AggregateFunction function, boolean validated) {
        super(
                name,
                null,
                kind(function),
                binding -> resultType(function, binding),
                null,
                new Arguments(function),
                SqlFunctionCategory.USER_DEFINED_FUNCTION,
                false,
                false,
                switch (function.ordering()) {
                    case NONE -> Optionality.FORBIDDEN;
                    case OPTIONAL -> Optionality.OPTIONAL;
                    case ARGUMENT -> Optionality.MANDATORY;
                });
        this.function = function;
        this.validated = validated;
    }

    /** Makes a validated query ready to be converted. */
    static void prepare(SqlNode query) {
        query.accept(new SqlBasicVisitor<Void>() {
            @Override
            public Void visit(SqlCall call) {
                if (call.getKind() == SqlKind.WITHIN_GROUP) {
                    checkOrder(call.operand(0), call.operand(1));
                }
                if (call instanceof SqlBasicCall basic && call.getOperator() instanceof AggregateOperator operator) {
                    basic.setOperator(new AggregateOperator(operator.getName(), operator.function, true));
                }
                return super.visit(call);
            }
        });
    }

    private static void checkOrder(SqlCall call, SqlNodeList order) {
        if (call.getOperator() instanceof AggregateOperator operator
                && operator.function.ordering() == Ordering.ARGUMENT
                && order.size() != 1) {
            throw PlanErrors.at(
                    call,
                    ErrorCode.INVALID_QUERY,
                    operator.function.name() + " is ordered by one value, not " + order.size());
        }
    }

    /** The converter wants to hear it of whoever is of that kind; the validator would refuse all but numbers. */
    @Override
    public boolean isPercentile() {
        return validated && function.ordering() == Ordering.ARGUMENT;
    }

    /** The engine's function. */
    AggregateFunction function() {
        return function;
    }

    /** The validator gives the type of what is ordered by to one kind of function only. */
    private static SqlKind kind(AggregateFunction function) {
        return function.ordering() == Ordering.ARGUMENT ? SqlKind.PERCENTILE_CONT : SqlKind.OTHER_FUNCTION;
    }

    @Override
    public boolean allowsNullTreatment() {
        return function.nulls() == AggregateFunction.Nulls.KEPT;
    }

    private static RelDataType resultType(AggregateFunction function, SqlOperatorBinding binding) {
        boolean nullable = function.nullable();
        return TypeTranslator.toCalcite(
                function.resultType(argumentTypes(function, binding)), nullable, binding.getTypeFactory());
    }

    private static List<DataType> argumentTypes(AggregateFunction function, SqlOperatorBinding binding) {
        List<DataType> types = new ArrayList<>();
        if (function.ordering() == Ordering.ARGUMENT) {
            types.add(TypeTranslator.toEngine(binding.getCollationType()));
        }
        for (int i = 0; i < binding.getOperandCount(); i++) {
            types.add(TypeTranslator.toEngine(binding.getOperandType(i)));
        }
        return types;
    }

    /** Asks the engine whether it takes the arguments. */
    private record Arguments(AggregateFunction function) implements SqlOperandTypeChecker {
        @Override
        public boolean checkOperandTypes(SqlCallBinding binding, boolean throwOnFailure) {
            boolean ordered = binding instanceof SqlWithinGroupOperator.PercentileDiscCallBinding;
            if (function.ordering() == Ordering.ARGUMENT && !ordered) {
                throw PlanErrors.at(
                        binding.getCall(),
                        ErrorCode.INVALID_QUERY,
                        function.name() + " is written " + function.signature());
            }
            try {
                function.resultType(argumentTypes(function, binding));
                return true;
            } catch (MillraceException e) {
                if (throwOnFailure) {
                    throw PlanErrors.at(binding.getCall(), e.code(), e.getMessage());
                }
                return false;
            }
        }

        @Override
        public SqlOperandCountRange getOperandCountRange() {
            int ordered = function.ordering() == Ordering.ARGUMENT ? 1 : 0;
            return SqlOperandCountRanges.between(function.argumentsMin() - ordered, function.argumentsMax() - ordered);
        }

        @Override
        public String getAllowedSignatures(SqlOperator operator, String name) {
            return function.signature();
        }
    }
}
