package io.millrace.runtime;

import io.millrace.checkpoint.BatchLog;
import io.millrace.checkpoint.BatchRecord;
import io.millrace.operator.StatefulOperator;
import io.millrace.state.StateChunk;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The log of a query as its loop uses it; a batch query has none. */
final class QueryLog implements AutoCloseable {
    private final BatchLog checkpoint;

    /** @param checkpoint null for a batch query */
    QueryLog(BatchLog checkpoint) {
        this.checkpoint = checkpoint;
    }

    /** The changes of the state since the last call, copied out. */
    List<StateChunk> changes(Iterable<Step> stateful) {
        List<StateChunk> changes = new ArrayList<>();
        if (checkpoint != null) {
            stateful.forEach(step -> step.changes(changes::add));
        }
        return changes;
    }

    /** Makes the micro-batch's inputs and state durable; gives the id of the state after it. */
    String record(BatchRecord record, List<StateChunk> changes) {
        return checkpoint == null ? "" : checkpoint.record(record, changes);
    }

    void commit(long batchId) {
        if (checkpoint != null) {
            checkpoint.commit(batchId);
        }
    }

    /** Whether the whole state is to be kept with the next commit. */
    boolean snapshotDue() {
        return checkpoint != null && checkpoint.snapshotDue();
    }

    /** The whole state, share by share as it is read, copied out. */
    Iterable<StateChunk> wholeByShare(List<Step> stateful) {
        List<StatefulOperator> shares =
                stateful.stream().flatMap(step -> Arrays.stream(step.shards)).toList();
        // one flatMap only: an iterator reads all that comes of one element
        return () -> shares.stream().flatMap(QueryLog::wholeOf).iterator();
    }

    private static Stream<StateChunk> wholeOf(StatefulOperator share) {
        List<StateChunk> whole = new ArrayList<>();
        share.snapshot(whole::add);
        return whole.stream();
    }

    /** The whole state, copied out. */
    List<StateChunk> whole(Iterable<Step> stateful) {
        List<StateChunk> whole = new ArrayList<>();
        stateful.forEach(step -> step.snapshot(whole::add));
        return whole;
    }

    /** @param whole the state after that micro-batch, the last that was committed */
    void snapshot(long batchId, Iterable<StateChunk> whole) {
        checkpoint.snapshot(batchId, whole);
    }

    void restore(long batchId, Consumer<StateChunk> to) {
        checkpoint.restore(batchId, to);
    }

    void flush() {
        if (checkpoint != null) {
            checkpoint.flush();
        }
    }

    /** Whether more can be written: not once a sync has failed. */
    boolean usable() {
        return checkpoint == null || checkpoint.usable();
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
