package io.millrace.operator;

import io.millrace.columnar.ColumnBatch;

/**
 * One physical operator, or the share of one that owns some of the keys. Used by one thread at a time.
 *
 * <p>In each micro-batch: {@code begin}, then {@code process} any number of times, input by input in ascending order, with
 * {@code endInput} after the last batch of each, then {@code finish}. Whoever emits in {@code process} must be
 * stateless or bilinear; all others emit in {@code finish}, consolidated, so that nobody downstream sees half a batch.
 */
public interface Operator extends AutoCloseable {
    /** Takes what an operator gives. The batch may be kept. */
    interface Output {
        void emit(ColumnBatch batch);
    }

    void begin(BatchContext context);

    void process(int input, ColumnBatch batch, Output out);

    default void endInput(int input, Output out) {}

    default void finish(Output out) {}

    @Override
    default void close() {}
}
