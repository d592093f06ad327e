package io.millrace.aggregate;

import static io.millrace.aggregate.AggregateFunction.Property.DUPLICATE_FREE;
import static io.millrace.aggregate.AggregateFunction.Property.EXACT_MERGE;

import io.millrace.aggregate.AggregateFunction.Nulls;
import io.millrace.aggregate.AggregateFunction.Ordering;
import io.millrace.aggregate.ChoiceAccumulator.Rule;
import io.millrace.columnar.DataType;
import java.util.List;

/** Aggregates that give the value of one of the rows. */
final class ChoosingAggregates {
    static final List<AggregateFunction> ALL = List.of(
            AggregateFunction.named("FIRST_VALUE")
                    .says(
                            "FIRST_VALUE(x) [IGNORE NULLS] [WITHIN GROUP (ORDER BY y)]",
                            "The value of the first row to arrive.")
                    .gives(types -> types.get(0))
                    .has(EXACT_MERGE, DUPLICATE_FREE)
                    .nulls(Nulls.KEPT)
                    .ordering(Ordering.OPTIONAL)
                    .by((call, types) -> new ChoiceAccumulator(Rule.FIRST, types)),
            AggregateFunction.named("LAST_VALUE")
                    .says(
                            "LAST_VALUE(x) [IGNORE NULLS] [WITHIN GROUP (ORDER BY y)]",
                            "The value of the last row to arrive.")
                    .gives(types -> types.get(0))
                    .has(EXACT_MERGE)
                    .nulls(Nulls.KEPT)
                    .ordering(Ordering.OPTIONAL)
                    .by((call, types) -> new ChoiceAccumulator(Rule.LAST, types)),
            AggregateFunction.named("ANY_VALUE")
                    .says("ANY_VALUE(x)", "A value that is not NULL: the first to arrive.")
                    .gives(types -> types.get(0))
                    .has(EXACT_MERGE, DUPLICATE_FREE)
                    .by((call, types) -> new ChoiceAccumulator(Rule.FIRST, types)),
            AggregateFunction.named("ARG_MIN", "MIN_BY")
                    .says("ARG_MIN(x, y)", "The x of the row with the least y; of several, of the first to arrive.")
                    .takes(2, 2)
                    .gives(types -> ordered("ARG_MIN", types))
                    .has(EXACT_MERGE, DUPLICATE_FREE)
                    .nulls(Nulls.LAST_SKIPPED)
                    .by((call, types) -> new ChoiceAccumulator(Rule.LEAST, types)),
            AggregateFunction.named("ARG_MAX", "MAX_BY")
                    .says("ARG_MAX(x, y)", "The x of the row with the greatest y; of several, of the first to arrive.")
                    .takes(2, 2)
                    .gives(types -> ordered("ARG_MAX", types))
                    .has(EXACT_MERGE, DUPLICATE_FREE)
                    .nulls(Nulls.LAST_SKIPPED)
                    .by((call, types) -> new ChoiceAccumulator(Rule.GREATEST, types)));

    private ChoosingAggregates() {}

    private static DataType ordered(String name, List<DataType> types) {
        ArgumentTypes.ordered(name, types.get(1));
        return types.get(0);
    }
}
