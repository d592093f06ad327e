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
        /**
         * Emits rows.
         *
         * @param order where they stand among what all shares of the operator emit in this micro-batch: ascending, and at
         *     the same order by share. Window ends, so that results come window by window for any number of threads.
         */
        void emit(long order, ColumnBatch batch);

        default void emit(ColumnBatch batch) {
            emit(0, batch);
        }
    }

    void begin(BatchContext context);

    void process(int input, ColumnBatch batch, Output out);

    default void endInput(int input, Output out) {}

    default void finish(Output out) {}

    @Override
    default void close() {}
}
