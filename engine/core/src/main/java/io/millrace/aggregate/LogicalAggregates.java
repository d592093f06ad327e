package io.millrace.aggregate;

import static io.millrace.aggregate.AggregateFunction.Property.DUPLICATE_FREE;
import static io.millrace.aggregate.AggregateFunction.Property.EXACT_MERGE;
import static io.millrace.aggregate.AggregateFunction.Property.INVERTIBLE;
import static io.millrace.aggregate.AggregateFunction.Property.ORDER_FREE;

import java.util.List;

/** Aggregates of truth values and of bits. */
final class LogicalAggregates {
    static final List<AggregateFunction> ALL = List.of(
            AggregateFunction.named("EVERY", "BOOL_AND")
                    .says("EVERY(condition)", "Whether all are true.")
                    .gives(types -> ArgumentTypes.bool("EVERY", types.get(0)))
                    .has(EXACT_MERGE, INVERTIBLE, ORDER_FREE, DUPLICATE_FREE)
                    .by((call, types) -> new BooleanAccumulator(true)),
            AggregateFunction.named("SOME", "BOOL_OR")
                    .says("SOME(condition)", "Whether one is true.")
                    .gives(types -> ArgumentTypes.bool("SOME", types.get(0)))
                    .has(EXACT_MERGE, INVERTIBLE, ORDER_FREE, DUPLICATE_FREE)
                    .by((call, types) -> new BooleanAccumulator(false)),
            AggregateFunction.named("BIT_AND")
                    .says("BIT_AND(x)", "The bits that all have.")
                    .gives(types -> ArgumentTypes.integer("BIT_AND", types.get(0)))
                    .has(EXACT_MERGE, ORDER_FREE, DUPLICATE_FREE)
                    .by((call, types) -> new BitAccumulator(BitAccumulator.Operation.AND)),
            AggregateFunction.named("BIT_OR")
                    .says("BIT_OR(x)", "The bits that one has.")
                    .gives(types -> ArgumentTypes.integer("BIT_OR", types.get(0)))
                    .has(EXACT_MERGE, ORDER_FREE, DUPLICATE_FREE)
                    .by((call, types) -> new BitAccumulator(BitAccumulator.Operation.OR)),
            AggregateFunction.named("BIT_XOR")
                    .says("BIT_XOR(x)", "The bits that an odd number have.")
                    .gives(types -> ArgumentTypes.integer("BIT_XOR", types.get(0)))
                    .has(EXACT_MERGE, INVERTIBLE, ORDER_FREE)
                    .by((call, types) -> new BitAccumulator(BitAccumulator.Operation.XOR)));

    private LogicalAggregates() {}
}
