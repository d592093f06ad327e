package io.millrace.aggregate;

import static io.millrace.aggregate.AggregateFunction.Property.APPROXIMATE;
import static io.millrace.aggregate.AggregateFunction.Property.DUPLICATE_FREE;
import static io.millrace.aggregate.AggregateFunction.Property.EXACT_MERGE;
import static io.millrace.aggregate.AggregateFunction.Property.INVERTIBLE;
import static io.millrace.aggregate.AggregateFunction.Property.ORDER_FREE;

import io.millrace.columnar.ColumnBuilder;
import io.millrace.columnar.DataType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/** Aggregates that give estimates, from little state. */
final class ApproximateAggregates {
    static final List<AggregateFunction> ALL = List.of(
            AggregateFunction.named("APPROX_COUNT_DISTINCT")
                    .says(
                            "APPROX_COUNT_DISTINCT(x)",
                            "About how many distinct values there are: the standard error is 1.6%.")
                    .gives(types -> DataType.BIGINT)
                    .has(EXACT_MERGE, ORDER_FREE, DUPLICATE_FREE, APPROXIMATE)
                    .errs("standard error 1.6%")
                    .neverNull()
                    .by((call, types) -> distinct()),
            AggregateFunction.named("APPROX_PERCENTILE")
                    .says(
                            "APPROX_PERCENTILE(x, fraction)",
                            "About the first value with at least that fraction (0 to 1) of all values up to it: off by"
                                    + " 0.5% of that value at most, and by rounding.")
                    .takes(2, 2)
                    .parametersFrom(1)
                    .gives(types -> ArgumentTypes.plainNumber("APPROX_PERCENTILE", types.get(0)))
                    .has(EXACT_MERGE, INVERTIBLE, ORDER_FREE, APPROXIMATE)
                    .errs("off by 0.5% of the value at most")
                    .by((call, types) -> percentile(
                            types.get(0),
                            ArgumentTypes.fraction(
                                    call.function().name(), call.parameters().get(0)))));

    private ApproximateAggregates() {}

    private static Accumulator distinct() {
        return new SketchAccumulator<>(
                DistinctSketch::new,
                DistinctSketch::read,
                (sketch, out) -> out.append(sketch == null ? 0L : sketch.estimate()),
                DataType.BIGINT);
    }

    private static Accumulator percentile(DataType type, double fraction) {
        return new SketchAccumulator<>(
                PercentileSketch::new,
                PercentileSketch::read,
                (sketch, out) -> append(sketch, type, fraction, out),
                type);
    }

    /** Integers and decimals come out rounded to what their type holds. */
    private static void append(PercentileSketch sketch, DataType type, double fraction, ColumnBuilder out) {
        if (sketch == null || sketch.isEmpty()) {
            out.appendNull();
            return;
        }
        double value = sketch.at(fraction);
        switch (type.storage()) {
            case LONG -> out.append(Math.max(-1 - longMax(type), Math.min(longMax(type), Math.round(value))));
            case DOUBLE -> out.append(value);
            default -> out.append((Object) decimal(new BigDecimal(value), type));
        }
    }

    private static long longMax(DataType type) {
        return switch (type.kind()) {
            case TINYINT -> Byte.MAX_VALUE;
            case SMALLINT -> Short.MAX_VALUE;
            case INTEGER -> Integer.MAX_VALUE;
            default -> Long.MAX_VALUE;
        };
    }

    /** What is off beyond the digits of the type is its greatest value. */
    private static BigDecimal decimal(BigDecimal value, DataType type) {
        BigDecimal greatest =
                BigDecimal.TEN.pow(type.precision()).subtract(BigDecimal.ONE).movePointLeft(type.scale());
        BigDecimal least = greatest.negate();
        return value.setScale(type.scale(), RoundingMode.HALF_UP)
                .min(greatest)
                .max(least)
                .setScale(type.scale());
    }
}
