package io.millrace.checkpoint;

import io.millrace.state.StateChunk;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What survives of a query, as its run uses it: the plan, the log of the micro-batches and the state. {@link Checkpoint}
 * keeps it in files. The order of calls for batch N is
 *
 * <pre>  record(N)  (the sink commits N)  commit(N)</pre>
 *
 * and after a start {@link #lastRecord()}, {@link #lastCommitted()} and {@link #restore} say where to go on.
 *
 * <p>Durability: what {@code record}, {@code create}, {@code replacePlan} and {@code finish} say
 * is durable when they return; a commit with the next record, {@link #flush()} or {@link #close()}.
 *
 * <p>Threads: one at a time.
 */
public interface BatchLog extends AutoCloseable {
    /** Whether there is no query in it yet: {@link #create} comes next. */
    boolean isNew();

    /** Makes it that of a query that starts. */
    void create(StoredPlan plan);

    /** The plan the query runs with. */
    StoredPlan plan();

    /** Keeps another plan, for a statement that was changed within what may change. */
    void replacePlan(StoredPlan plan);

    /** Survives restarts. */
    String queryId();

    /** Grows with each start. */
    long epoch();

    /** The last record in the log; empty before the first. */
    Optional<BatchRecord> lastRecord();

    /** Whether the commit of the last record is logged, or there is none. */
    boolean lastCommitted();

    /** The last record whose commit is logged. */
    Optional<BatchRecord> committedRecord();

    /** Names the state after a recorded batch: what the sink's commit carries. */
    String stateId(long batchId);

    /** Names the backend of the database that holds a part of the state after a batch; empty where all of it is in chunks. */
    Optional<String> databaseBackend(long batchId);

    /**
     * Opens that database as it was when a snapshot was last made: {@link #restore} gives what has changed since.
     *
     * @param batchId as for {@link #restore}, which comes later
     * @param folder empty, for its files
     */
    LiveDatabase openDatabase(long batchId, Path folder);

    /**
     * Gives the state after a batch, but for what {@link #openDatabase} has: chunks to be applied in order.
     *
     * @param batchId of the last record, or the one before it; -1: before the first batch there is no state
     */
    void restore(long batchId, Consumer<StateChunk> to);

    /**
     * Logs a batch, durably, before its outputs take effect.
     *
     * @param changes of the state of all operators; read once
     * @return the state's id
     */
    String record(BatchRecord record, List<StateChunk> changes);

    /** Logs that the sink has taken the last record; a second time it does nothing. */
    void commit(long batchId);

    /** Whether more can be written: not once a sync has failed. */
    boolean usable();

    /** Makes everything so far durable. */
    void flush();

    /** Whether applying the changes since the last snapshot has become dearer than writing a new one. */
    boolean snapshotDue();

    /**
     * Keeps the whole state, and deletes what is needed no more: what is from before the newest snapshot that all retained
     * states can be restored from.
     *
     * @param batchId of the last record, which must be committed
     * @param whole what of the state is not in the database
     * @param database of which what is new is written; null where there is none
     */
    void snapshot(long batchId, Iterable<StateChunk> whole, LiveDatabase database);

    /**
     * Takes the last record, uncommitted, back, so that the batch can be recorded again. The log has the old record
     * until then: whoever starts in between finds the ranges, watermarks and clock that the batch is to run with.
     */
    void discardRecord(long batchId);

    /** Logs that the query is FINISHED: its inputs have ended and all of its results are out. */
    void finish();

    boolean finished();

    /**
     * A folder for what a run has on disk beside its log; it need not be there. What is in it after the run means nothing.
     * Empty where the log is in no local file system.
     */
    default Optional<Path> workFolder() {
        return Optional.empty();
    }

    /** Makes everything durable, marks the end of the log as one in good order, and lets others have it. */
    @Override
    void close();
}
