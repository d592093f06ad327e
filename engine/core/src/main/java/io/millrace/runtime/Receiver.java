package io.millrace.runtime;

import io.millrace.operator.BatchContext;
import io.millrace.operator.Operators;
import io.millrace.operator.PartialGroups;
import java.util.List;

/**
 * Who takes the output of a step.
 *
 * @param keys columns by which rows find their shard
 * @param step the step that takes it; null for all rows as they are
 * @param context of that step's operators
 */
record Receiver(List<Integer> keys, int shards, Step step, BatchContext context) {
    static final Receiver ALL = new Receiver(List.of(), 1, null, null);

    static Receiver of(Step step, int input, BatchContext context) {
        return new Receiver(Operators.exchangeKeys(step.node, input), step.shards.length, step, context);
    }

    /** Groups for the rows of one task, for a step that takes groups; else null. */
    PartialGroups newGroups(LateRowCollectors late) {
        return step == null || step.preAggregation == null
                ? null
                : step.preAggregation.open(context.withLate(late.of(step.id)));
    }

    /** The step has taken all of it. */
    void recycle(Parted input) {
        for (Piece piece : input.shards().get(0)) {
            if (piece.groups() != null) {
                step.preAggregation.recycle(piece.groups());
            }
        }
    }
}
