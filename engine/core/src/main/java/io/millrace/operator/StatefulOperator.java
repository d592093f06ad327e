package io.millrace.operator;

import io.millrace.state.StateChunk;
import java.util.function.Consumer;

/** An operator with state in the checkpoint. */
public interface StatefulOperator extends Operator {
    /** Gives what changed since the last call, copied out: the operator may go on at once. */
    void changes(Consumer<StateChunk> out);

    /** Gives the whole state, copied out. */
    void snapshot(Consumer<StateChunk> out);

    /** Takes chunks of this operator, in order, before the first batch. Rows of foreign key groups are passed over. */
    void restore(StateChunk chunk);

    /**
     * The smallest watermark at which the operator has something to emit or to evict; Long.MAX_VALUE when only the end of
     * all input would do. Decides whether a micro-batch without data is worth running.
     */
    long nextWakeUp();

    /** Rows in state. */
    long stateRows();

    /** Heap bytes of the state. */
    long stateBytes();

    /** Rows dropped as late in the current batch. */
    long lateRows();
}
