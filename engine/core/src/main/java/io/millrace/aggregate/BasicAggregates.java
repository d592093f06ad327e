package io.millrace.aggregate;

import static io.millrace.aggregate.AggregateFunction.Property.DUPLICATE_FREE;
import static io.millrace.aggregate.AggregateFunction.Property.EXACT_MERGE;
import static io.millrace.aggregate.AggregateFunction.Property.INVERTIBLE;
import static io.millrace.aggregate.AggregateFunction.Property.ORDER_FREE;

import io.millrace.aggregate.AggregateFunction.Nulls;
import io.millrace.aggregate.AggregateFunction.Property;
import io.millrace.columnar.DataType;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** COUNT, SUM, AVG, MIN and MAX. */
final class BasicAggregates {
    private static final int DIGITS_MAX = 38;
    private static final int COUNT_ARGUMENTS_MAX = 100;

    static final List<AggregateFunction> ALL = List.of(
            AggregateFunction.named("COUNT")
                    .says(
                            "COUNT(x, ...)",
                            "How many rows have no NULL among the arguments; COUNT(*), how many there are.")
                    .takes(0, COUNT_ARGUMENTS_MAX)
                    .gives(types -> DataType.BIGINT)
                    .has(EXACT_MERGE, INVERTIBLE, ORDER_FREE)
                    .nulls(Nulls.PASSED_OVER)
                    .neverNull()
                    .by((call, types) -> new CountAccumulator()),
            AggregateFunction.named("SUM")
                    .says("SUM(x)", "The sum; of integers in BIGINT, of DECIMAL in 38 digits, each exact.")
                    .gives(BasicAggregates::sumType)
                    .has(BasicAggregates::sumProperties)
                    .nulls(Nulls.PASSED_OVER)
                    .by((call, types) -> sum(call, types.get(0), false)),
            AggregateFunction.named("AVG")
                    .says("AVG(x)", "The average; of integers in DOUBLE.")
                    .gives(BasicAggregates::averageType)
                    .has(BasicAggregates::sumProperties)
                    .nulls(Nulls.PASSED_OVER)
                    .by((call, types) -> sum(call, types.get(0), true)),
            AggregateFunction.named("MIN")
                    .says("MIN(x)", "The least value.")
                    .gives(types -> types.get(0))
                    .has(EXACT_MERGE, ORDER_FREE, DUPLICATE_FREE)
                    .nulls(Nulls.PASSED_OVER)
                    .by((call, types) -> extreme(false, types.get(0))),
            AggregateFunction.named("MAX")
                    .says("MAX(x)", "The greatest value; NaN is the greatest of numbers.")
                    .gives(types -> types.get(0))
                    .has(EXACT_MERGE, ORDER_FREE, DUPLICATE_FREE)
                    .nulls(Nulls.PASSED_OVER)
                    .by((call, types) -> extreme(true, types.get(0))));

    private BasicAggregates() {}

    private static DataType sumType(List<DataType> types) {
        DataType type = ArgumentTypes.number("SUM", types.get(0));
        if (type.isInteger()) {
            return DataType.BIGINT;
        }
        if (type.kind() == DataType.Kind.DECIMAL) {
            return DataType.decimal(DIGITS_MAX, type.scale());
        }
        return type.isNumeric() ? DataType.DOUBLE : type;
    }

    /** As in Spark: four more digits behind the point. */
    private static DataType averageType(List<DataType> types) {
        DataType type = ArgumentTypes.number("AVG", types.get(0));
        return type.kind() == DataType.Kind.DECIMAL
                ? DataType.decimal(Math.min(type.precision() + 4, DIGITS_MAX), Math.min(type.scale() + 4, DIGITS_MAX))
                : DataType.DOUBLE;
    }

    /** Subtracting does not undo the rounding of a floating addition, nor an infinity. */
    private static Set<Property> sumProperties(List<DataType> types) {
        return types.get(0).storage() == DataType.Storage.DOUBLE
                ? EnumSet.of(ORDER_FREE)
                : EnumSet.of(EXACT_MERGE, INVERTIBLE, ORDER_FREE);
    }

    private static Accumulator sum(AggregateCall call, DataType input, boolean average) {
        ArgumentTypes.number(call.function().name(), input);
        return switch (input.storage()) {
            case LONG -> new LongSumAccumulator(average);
            case DOUBLE -> new DoubleSumAccumulator(average);
            default -> new DecimalSumAccumulator(average, call.type());
        };
    }

    private static Accumulator extreme(boolean max, DataType input) {
        return input.storage() == DataType.Storage.LONG
                ? new LongExtremeAccumulator(max, input)
                : new ValueExtremeAccumulator(max, input);
    }
}
