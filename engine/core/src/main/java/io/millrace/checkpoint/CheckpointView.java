package io.millrace.checkpoint;

import io.millrace.columnar.ArrowMemory;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.state.StateChunk;
import io.millrace.storage.FileStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.arrow.memory.BufferAllocator;

/**
 * A checkpoint read by somebody who does not own it, as it was at a moment; its query may be running. Changes nothing.
 *
 * <p>Threads: one at a time. Errors: CHECKPOINT_CORRUPT (file, offset, what), FILE_NOT_FOUND when there is no checkpoint,
 * UNSUPPORTED (written by a newer release), IO_ERROR.
 */
public final class CheckpointView implements AutoCloseable {
    /** A running query deletes files that it needs no more; so often a look that finds one missing is tried again. */
    private static final int LOOKS_MAX = 5;

    private final GuardedStore store;
    private final Metadata metadata;
    private final LogState state;
    private final List<Batch> batches;
    private final BufferAllocator allocator = ArrowMemory.newAllocator("checkpoint-view");

    /**
     * A micro-batch in the log.
     *
     * @param committed whether the sinks are known to have it
     * @param epoch of the process that ran it
     * @param stateBytes length of its changes to the state, as stored
     * @param file that holds these changes
     * @param snapshot file with the whole state after it; null where there is none
     * @param snapshotBytes its length, with that of the database files that belong to it; 0 where there is none
     */
    public record Batch(
            BatchRecord record,
            boolean committed,
            long epoch,
            long stateBytes,
            String file,
            String snapshot,
            long snapshotBytes) {}

    private CheckpointView(GuardedStore store, Metadata metadata, LogState state, List<Batch> batches) {
        this.store = store;
        this.metadata = metadata;
        this.state = state;
        this.batches = List.copyOf(batches);
    }

    /** Reads and verifies the log. The store is the caller's. */
    public static CheckpointView open(FileStore files) {
        GuardedStore store = new GuardedStore(files);
        requireCheckpoint(store);
        for (int look = 1; ; look++) {
            try {
                return look(store);
            } catch (MillraceException e) {
                if (e.code() != ErrorCode.CHECKPOINT_CORRUPT || look == LOOKS_MAX) {
                    throw e;
                }
            }
        }
    }

    static void requireCheckpoint(GuardedStore store) {
        if (!store.exists(Names.METADATA)) {
            List<String> below = store.list("").stream()
                    .filter(name -> store.exists(name + "/" + Names.METADATA))
                    .toList();
            throw new MillraceException(
                    ErrorCode.FILE_NOT_FOUND,
                    "there is no checkpoint in \"" + store.describe() + "\""
                            + (below.isEmpty()
                                    ? "; a query has its own in a folder of its name below \"checkpoint.dir\""
                                    : "; there are some below it, in \"" + String.join("\", \"", below) + "\""));
        }
    }

    private static CheckpointView look(GuardedStore store) {
        Metadata metadata = Metadata.read(store);
        TreeMap<Long, BatchRecord> records = new TreeMap<>();
        Recovery recovery = new Recovery(store, metadata, (entry, record) -> records.put(entry.batch(), record));
        recovery.run();
        LogState state = recovery.state();
        List<Batch> batches = new ArrayList<>();
        for (LogState.Entry entry : state.entries(0, state.lastBatch())) {
            batches.add(batch(entry, records.get(entry.batch()), state));
        }
        return new CheckpointView(store, metadata, state, batches);
    }

    private static Batch batch(LogState.Entry entry, BatchRecord record, LogState state) {
        SegmentStart.Base base = state.baseFor(entry.batch());
        boolean snapshot = base != null && base.batch() == entry.batch();
        return new Batch(
                record,
                entry.batch() < state.lastBatch() || state.committed(),
                entry.epoch(),
                entry.stateBytes(),
                entry.file() == null ? entry.segment() : entry.file().name(),
                snapshot ? base.file().name() : null,
                snapshot ? base.bytes() : 0);
    }

    public String queryId() {
        return metadata.queryId();
    }

    public String queryName() {
        return metadata.queryName();
    }

    /** The plan that the query runs with. */
    public StoredPlan plan() {
        return state.plan();
    }

    /** Whether the query has ended because its inputs have. */
    public boolean finished() {
        return state.finished();
    }

    /** The micro-batches that the log still has, oldest first. */
    public List<Batch> batches() {
        return batches;
    }

    /** Names the backend of the database that holds a part of the state after a batch; empty where all of it is in chunks. */
    public Optional<String> databaseBackend(long batchId) {
        return state.databaseFor(batchId).map(KeptDatabase::backend);
    }

    /**
     * Opens that database as it was when a snapshot was last made: {@link #state} gives what has changed since.
     *
     * @param folder empty, for its files
     */
    public LiveDatabase openDatabase(long batchId, Path folder) {
        return new DatabaseFiles(store).open(state.databaseFor(batchId).orElseThrow(), folder);
    }

    /**
     * Gives the state after a batch, but for what {@link #openDatabase} has: chunks to be applied in order.
     *
     * @throws MillraceException UNKNOWN_NAME when that state is not kept
     */
    public void state(long batchId, Consumer<StateChunk> to) {
        if (state.entry(batchId) == null) {
            throw new MillraceException(
                    ErrorCode.UNKNOWN_NAME,
                    "checkpoint \"" + store.describe() + "\" does not keep the state after batch " + batchId
                            + (batches.isEmpty() ? "; it has no batch" : "; it keeps those of " + kept()));
        }
        new Restore(store, new StateFiles(store, allocator), metadata.queryId(), state).run(batchId, to);
    }

    private String kept() {
        return "batches " + batches.get(0).record().batchId() + " to " + state.lastBatch();
    }

    @Override
    public void close() {
        allocator.close();
    }
}
