package io.millrace.runtime;

import io.millrace.checkpoint.BatchLog;
import io.millrace.checkpoint.BatchRecord;
import io.millrace.operator.PagedOperator;
import io.millrace.operator.StatefulOperator;
import io.millrace.state.StateChunk;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The log of a query as its loop uses it; a batch query has none. */
final class QueryLog implements AutoCloseable {
    private final BatchLog checkpoint;

    /** @param checkpoint null for a batch query */
    QueryLog(BatchLog checkpoint) {
        this.checkpoint = checkpoint;
    }

    /** The changes of the state since the last call, copied out share by share, which workers do side by side. */
    List<StateChunk> changes(List<Step> stateful, Workers workers, boolean worthThreads) {
        return checkpoint == null ? List.of() : copied(stateful, StatefulOperator::changes, workers, worthThreads);
    }

    private static List<StateChunk> copied(
            List<Step> stateful,
            BiConsumer<StatefulOperator, Consumer<StateChunk>> copy,
            Workers workers,
            boolean worthThreads) {
        List<Callable<List<StateChunk>>> tasks = new ArrayList<>();
        for (StatefulOperator share : shares(stateful)) {
            tasks.add(() -> {
                List<StateChunk> chunks = new ArrayList<>();
                copy.accept(share, chunks::add);
                return chunks;
            });
        }
        List<StateChunk> all = new ArrayList<>();
        workers.run(tasks, worthThreads).forEach(all::addAll);
        return all;
    }

    private static List<StatefulOperator> shares(List<Step> stateful) {
        return stateful.stream().flatMap(step -> Arrays.stream(step.shards)).toList();
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

    /** The whole state, but for what is in a database, share by share as it is read, copied out. */
    private static Iterable<StateChunk> wholeByShare(List<Step> stateful) {
        List<StatefulOperator> shares =
                shares(stateful.stream().filter(step -> !step.isPaged()).toList());
        // one flatMap only: an iterator reads all that comes of one element
        return () -> shares.stream().flatMap(QueryLog::wholeOf).iterator();
    }

    private static Stream<StateChunk> wholeOf(StatefulOperator share) {
        List<StateChunk> whole = new ArrayList<>();
        share.snapshot(whole::add);
        return whole.stream();
    }

    /** The whole state, copied out as {@link #changes} are. */
    List<StateChunk> whole(List<Step> stateful, Workers workers) {
        return copied(stateful, StatefulOperator::snapshot, workers, true);
    }

    /** @param whole the state after that micro-batch, the last that was committed */
    void snapshot(long batchId, Iterable<StateChunk> whole) {
        checkpoint.snapshot(batchId, whole, null);
    }

    /**
     * Keeps the state as it is.
     *
     * @param batchId the last that was committed
     * @param database null where all state is in memory
     */
    void snapshot(long batchId, List<Step> stateful, QueryDatabase database) {
        for (Step step : stateful) {
            if (step.isPaged()) {
                for (StatefulOperator page : step.shards) {
                    ((PagedOperator) page).note();
                }
            }
        }
        checkpoint.snapshot(batchId, wholeByShare(stateful), database == null ? null : database.live());
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
