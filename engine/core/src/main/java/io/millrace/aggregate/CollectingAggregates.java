package io.millrace.aggregate;

import static io.millrace.aggregate.AggregateFunction.Property.EXACT_MERGE;
import static io.millrace.aggregate.AggregateFunction.Property.GATHERING;
import static io.millrace.aggregate.AggregateFunction.Property.ORDER_FREE;

import io.millrace.aggregate.AggregateFunction.Nulls;
import io.millrace.aggregate.AggregateFunction.Ordering;
import io.millrace.columnar.DataType;
import java.util.List;

/** Aggregates that need all values of a group at once: lists and percentiles. */
final class CollectingAggregates {
    private static final String SEPARATOR = ",";

    static final List<AggregateFunction> ALL = List.of(
            AggregateFunction.named("ARRAY_AGG")
                    .says("ARRAY_AGG(x [ORDER BY y]) [IGNORE NULLS]", "All values as an array, NULLs among them.")
                    .gives(types -> DataType.array(types.get(0), true))
                    .has(EXACT_MERGE, GATHERING)
                    .nulls(Nulls.KEPT)
                    .ordering(Ordering.OPTIONAL)
                    .by((call, types) -> new ListFold(types.get(0))),
            AggregateFunction.named("COLLECT")
                    .says("COLLECT(x) [WITHIN GROUP (ORDER BY y)]", "All values but NULLs as an array.")
                    .gives(types -> DataType.array(types.get(0), true))
                    .has(EXACT_MERGE, GATHERING)
                    .ordering(Ordering.OPTIONAL)
                    .by((call, types) -> new ListFold(types.get(0))),
            AggregateFunction.named("LISTAGG", "STRING_AGG")
                    .says(
                            "LISTAGG(text [, separator]) [WITHIN GROUP (ORDER BY y)]",
                            "All texts but NULLs one after the other, with a separator (a comma) between.")
                    .takes(1, 2)
                    .parametersFrom(1)
                    .gives(CollectingAggregates::texts)
                    .has(EXACT_MERGE, GATHERING)
                    .ordering(Ordering.OPTIONAL)
                    .by((call, types) -> new TextFold(separator(call))),
            AggregateFunction.named("MEDIAN")
                    .says("MEDIAN(x)", "The value in the middle, or the mean of the two there.")
                    .gives(types -> number("MEDIAN", types))
                    .has(EXACT_MERGE, GATHERING, ORDER_FREE)
                    .by((call, types) -> new PercentileFold(types.get(0), 0.5, true)),
            AggregateFunction.named("PERCENTILE_CONT")
                    .says(
                            "PERCENTILE_CONT(fraction) WITHIN GROUP (ORDER BY x)",
                            "The value at a fraction (0 to 1) of the way through all values, between two if need be.")
                    .takes(2, 2)
                    .parametersFrom(1)
                    .gives(types -> number("PERCENTILE_CONT", types))
                    .has(EXACT_MERGE, GATHERING, ORDER_FREE)
                    .ordering(Ordering.ARGUMENT)
                    .by((call, types) -> percentile(call, types, true)),
            AggregateFunction.named("PERCENTILE_DISC")
                    .says(
                            "PERCENTILE_DISC(fraction) WITHIN GROUP (ORDER BY x)",
                            "The first value with at least that fraction (0 to 1) of all values up to it.")
                    .takes(2, 2)
                    .parametersFrom(1)
                    .gives(types -> ArgumentTypes.ordered("PERCENTILE_DISC", types.get(0)))
                    .has(EXACT_MERGE, GATHERING, ORDER_FREE)
                    .ordering(Ordering.ARGUMENT)
                    .by((call, types) -> percentile(call, types, false)));

    private CollectingAggregates() {}

    private static DataType texts(List<DataType> types) {
        types.forEach(type -> ArgumentTypes.text("LISTAGG", type));
        return DataType.VARCHAR;
    }

    private static String separator(AggregateCall call) {
        if (call.parameters().isEmpty()) {
            return SEPARATOR;
        }
        Object given = call.parameters().get(0).value();
        return given == null ? "" : given.toString();
    }

    private static DataType number(String name, List<DataType> types) {
        ArgumentTypes.plainNumber(name, types.get(0));
        return DataType.DOUBLE;
    }

    private static Fold percentile(AggregateCall call, List<DataType> types, boolean between) {
        double fraction =
                ArgumentTypes.fraction(call.function().name(), call.parameters().get(0));
        boolean descending = !call.order().isEmpty() && call.order().get(0).descending();
        return new PercentileFold(types.get(0), fraction, descending, between);
    }
}
