package io.millrace.runtime;

import io.millrace.checkpoint.BatchRecord;
import io.millrace.checkpoint.Checkpoint;
import io.millrace.state.StateChunk;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The log of a query as its loop uses it; a batch query has none. */
final class QueryLog implements AutoCloseable {
    private final Checkpoint checkpoint;

    /** @param checkpoint null for a batch query */
    QueryLog(Checkpoint checkpoint) {
        this.checkpoint = checkpoint;
    }

    /** Makes the micro-batch's inputs and state durable; gives the id of the state after it. */
    String record(BatchRecord record, Iterable<Step> stateful) {
        if (checkpoint == null) {
            return "";
        }
        List<StateChunk> changes = new ArrayList<>();
        stateful.forEach(step -> step.changes(changes::add));
        return checkpoint.record(record, changes);
    }

    void commit(long batchId, Iterable<Step> stateful) {
        if (checkpoint == null) {
            return;
        }
        checkpoint.commit(batchId);
        if (checkpoint.snapshotDue()) {
            List<StateChunk> whole = new ArrayList<>();
            stateful.forEach(step -> step.snapshot(whole::add));
            checkpoint.snapshot(batchId, whole);
        }
    }

    void restore(long batchId, Consumer<StateChunk> to) {
        checkpoint.restore(batchId, to);
    }

    void flush() {
        if (checkpoint != null) {
            checkpoint.flush();
        }
    }

    void finish() {
        if (checkpoint != null) {
            checkpoint.finish();
        }
    }

    @Override
    public void close() {
        if (checkpoint != null) {
            checkpoint.close();
        }
    }
}
