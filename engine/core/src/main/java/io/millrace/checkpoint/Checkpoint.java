package io.millrace.checkpoint;

import io.millrace.columnar.ArrowMemory;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.state.StateChunk;
import io.millrace.storage.FileStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.arrow.memory.BufferAllocator;

/**
 * What survives of a query, in the files of a store.
 *
 * <p>Ownership: holds the lock of the store's root until it is closed; the store is the caller's.
 *
 * <p>Errors: CHECKPOINT_LOCKED, CHECKPOINT_CORRUPT (file, offset, what), UNSUPPORTED (written by a newer release),
 * DISK_FULL (nothing has changed: the same call may be made again when there is room), IO_ERROR. After a sync that
 * failed every call but close fails.
 */
public final class Checkpoint implements BatchLog {
    private final GuardedStore store;
    private final Owner owner;
    private final String queryName;
    private final Limits limits;
    private final BufferAllocator allocator = ArrowMemory.newAllocator("checkpoint");
    private final StateFiles files;
    private final DatabaseFiles databases;
    private final SnapshotPolicy policy;
    private Metadata metadata;
    private LogState state;
    private LogWriter log;
    private SegmentStart.Base opened;
    private long snapshots;
    private boolean closed;

    private Checkpoint(GuardedStore store, Owner owner, String queryName, Limits limits) {
        this.store = store;
        this.owner = owner;
        this.queryName = queryName;
        this.limits = limits;
        this.files = new StateFiles(store, allocator);
        this.databases = new DatabaseFiles(store);
        this.policy = new SnapshotPolicy(limits);
    }

    /**
     * Takes the lock, reads and verifies the log, cuts off an append that a crash cut short, and logs a new epoch.
     *
     * @param queryName whose checkpoint it is
     */
    public static Checkpoint open(FileStore store, String queryName) {
        return open(store, queryName, Limits.DEFAULT);
    }

    /** @param limits how large things may grow in it */
    public static Checkpoint open(FileStore store, String queryName, Limits limits) {
        GuardedStore guarded = new GuardedStore(store);
        boolean exists = Folder.inspect(guarded);
        Checkpoint checkpoint = new Checkpoint(guarded, Owner.lock(guarded, queryName), queryName, limits);
        try {
            if (exists || Folder.inspect(guarded)) {
                checkpoint.recover();
            }
            return checkpoint;
        } catch (RuntimeException e) {
            checkpoint.abandon();
            throw e;
        }
    }

    @Override
    public boolean isNew() {
        return metadata == null;
    }

    @Override
    public void create(StoredPlan plan) {
        require(isNew(), "the checkpoint exists");
        Folder.beginCreation(store);
        String id = UUID.randomUUID().toString();
        owner.begin(id, 0);
        Metadata fresh = new Metadata(id, queryName, owner.epoch(), plan);
        LogState freshState = new LogState(plan);
        LogWriter writer = new LogWriter(store, owner.epoch(), null, 0, Hash.NONE);
        SegmentStart start = segmentStart(fresh, 0, 0, null, null);
        writer.startSegment(start);
        freshState.start(start, writer.epoch());
        fresh.write(store);
        Folder.endCreation(store);
        metadata = fresh;
        state = freshState;
        log = writer;
    }

    @Override
    public StoredPlan plan() {
        requireCreated();
        return state.plan();
    }

    @Override
    public void replacePlan(StoredPlan plan) {
        requireOwned();
        log.append(LogFrame.Kind.PLAN, state.lastBatch(), Json.write(plan));
        log.force();
        state.plan(plan);
    }

    @Override
    public String queryId() {
        requireCreated();
        return metadata.queryId();
    }

    @Override
    public long epoch() {
        return log == null ? 1 : log.epoch();
    }

    @Override
    public Optional<BatchRecord> lastRecord() {
        return state == null ? Optional.empty() : Optional.ofNullable(state.last());
    }

    @Override
    public boolean lastCommitted() {
        return state == null || state.committed();
    }

    @Override
    public Optional<BatchRecord> committedRecord() {
        return lastCommitted() ? lastRecord() : Optional.ofNullable(state.beforeLast());
    }

    @Override
    public String stateId(long batchId) {
        return requireEntry(batchId).hash().hex();
    }

    @Override
    public Optional<String> databaseBackend(long batchId) {
        requireCreated();
        return state.databaseFor(batchId).map(KeptDatabase::backend);
    }

    @Override
    public LiveDatabase openDatabase(long batchId, Path folder) {
        require(databaseBackend(batchId).isPresent(), "no database of batch " + batchId);
        opened = state.baseFor(batchId);
        return databases.open(opened.database(), folder);
    }

    @Override
    public void restore(long batchId, Consumer<StateChunk> to) {
        requireCreated();
        require(batchId >= state.lastBatch() - 1 && batchId <= state.lastBatch(), "no state of batch " + batchId);
        require(
                databaseBackend(batchId).isEmpty() || state.baseFor(batchId).equals(opened),
                "the state of batch " + batchId + " without its database");
        new Restore(store, files, metadata.queryId(), state).run(batchId, to);
    }

    @Override
    public String record(BatchRecord record, List<StateChunk> changes) {
        requireOwned();
        long batch = record.batchId();
        require(
                lastCommitted() && !finished() && batch == state.lastBatch() + 1,
                "a record of batch " + batch + " after " + state.position());
        log.endOldSegment();
        if (log.length() > limits.segmentBytesMax() && state.start().firstBatch() < batch) {
            log.force();
            startSegment(segmentStart(
                    metadata, batch, state.start().oldest(), state.start().base(), planIfReplaced()));
        }
        LogState.Entry entry = append(record, changes);
        boolean again = state.discarded();
        state.record(entry, record);
        policy.recorded(entry);
        if (again && state.discardedFile() != null) {
            files.discard(state.discardedFile().name());
        }
        owner.require();
        return entry.hash().hex();
    }

    private LogState.Entry append(BatchRecord record, List<StateChunk> changes) {
        long batch = record.batchId();
        Hash previous = log.head();
        StateFile file = null;
        byte[] inline = {};
        long heapBytes = heapBytes(changes);
        if (heapBytes > inlineBytesMax()) {
            file = files.write(
                    Names.delta(batch, previous), StateFiles.Head.delta(metadata, batch, epoch(), previous), changes);
        } else {
            inline = files.encode(changes, (int) (heapBytes / 3));
        }
        long offset = log.length();
        try {
            Hash hash = log.append(LogFrame.Kind.RECORD, batch, Json.write(new StoredBatch(record, file)), inline);
            log.force();
            long stateBytes = file == null ? inline.length : file.bytes();
            return new LogState.Entry(batch, epoch(), log.segment(), offset, hash, previous, file, stateBytes);
        } catch (MillraceException e) {
            if (file != null) {
                files.discardAfter(e, file.name());
            }
            throw e;
        }
    }

    private long inlineBytesMax() {
        return policy.changeBytes() < limits.segmentBytesMax()
                ? limits.inlineBytesMaxAfterSnapshot()
                : limits.inlineBytesMax();
    }

    @Override
    public void commit(long batchId) {
        requireOwned();
        require(batchId == state.lastBatch(), "a commit of batch " + batchId + " after " + state.position());
        if (!state.committed()) {
            log.append(LogFrame.Kind.COMMIT, batchId, "{}");
            state.commit(batchId);
        }
    }

    @Override
    public boolean usable() {
        return store.usable();
    }

    @Override
    public void flush() {
        store.requireUsable();
        if (log != null) {
            log.force();
        }
    }

    @Override
    public boolean snapshotDue() {
        return state != null && lastCommitted() && !state.discarded() && policy.due();
    }

    @Override
    public void snapshot(long batchId, Iterable<StateChunk> whole, LiveDatabase database) {
        requireOwned();
        require(
                batchId >= 0 && batchId == state.lastBatch() && lastCommitted() && !state.discarded(),
                "a snapshot of batch " + batchId + " after " + state.position());
        SegmentStart.Base old = state.start().base();
        log.endOldSegment();
        if (old != null && old.batch() == batchId) {
            return;
        }
        log.force();
        StateFiles.Head head = StateFiles.Head.snapshot(metadata, batchId, epoch(), log.head());
        KeptDatabase inDatabase = database == null ? null : databases.keep(batchId, database);
        StateFile file = files.write(Names.snapshot(batchId), head, whole);
        SegmentStart.Base base = new SegmentStart.Base(batchId, epoch(), head.previous(), file, inDatabase);
        SegmentStart.Base kept = state.baseFor(batchId - limits.retainBatches() + 1);
        long oldest = kept == null ? state.start().oldest() : kept.batch() + 1;
        startSegment(segmentStart(metadata, batchId + 1, oldest, base, planIfReplaced()));
        if (database != null) {
            database.isKept(inDatabase);
        }
        snapshots++;
        policy.snapshot(base);
        Folder.purge(store, state);
    }

    @Override
    public void discardRecord(long batchId) {
        requireCreated();
        require(
                batchId == state.lastBatch() && !lastCommitted(),
                "a discard of batch " + batchId + " after " + state.position());
        state.discard(batchId);
    }

    @Override
    public void finish() {
        requireOwned();
        require(lastCommitted() && !state.discarded(), "the end of the query after " + state.position());
        if (!finished()) {
            log.append(LogFrame.Kind.FINISH, state.lastBatch(), "{}");
            log.force();
            state.finish();
        }
    }

    @Override
    public boolean finished() {
        return state != null && state.finished();
    }

    @Override
    public Optional<Path> workFolder() {
        return store.localPath(Names.WORK);
    }

    /** What the writing has cost so far. */
    public CheckpointCost cost() {
        return new CheckpointCost(
                log == null ? 0 : log.bytesWritten(),
                files.bytesWritten() + databases.bytesWritten(),
                store.syncs(),
                store.syncNanos(),
                snapshots);
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        try {
            if (log != null && store.usable()) {
                owner.require();
                log.force();
                markClosed();
            }
        } finally {
            abandon();
        }
    }

    /** Without room for the mark the checkpoint is as good as after a crash, and everything in it is durable. */
    private void markClosed() {
        try {
            new ClosedMark(
                            queryId(),
                            epoch(),
                            state.lastBatch(),
                            log.segment(),
                            log.length(),
                            log.head().hex())
                    .write(store);
        } catch (MillraceException e) {
            if (e.code() != ErrorCode.DISK_FULL) {
                throw e;
            }
        }
    }

    private void abandon() {
        closed = true;
        if (log != null) {
            log.closeOutput();
        }
        try (allocator) {
            owner.close();
        } catch (IOException e) {
            throw new MillraceException(
                    ErrorCode.IO_ERROR,
                    "could not give up the lock of checkpoint \"" + store.describe() + "\": " + e.getMessage(),
                    e);
        }
    }

    private void recover() {
        Metadata found = Metadata.read(store);
        if (!found.queryName().equalsIgnoreCase(queryName)) {
            throw store.corrupt(
                    Names.METADATA,
                    "it belongs to query \"" + found.queryName() + "\", expected query \"" + queryName + "\"");
        }
        owner.begin(found.queryId(), 0);
        Recovery recovery = new Recovery(store, found);
        recovery.run();
        if (recovery.state().epoch() >= owner.epoch()) {
            owner.begin(found.queryId(), recovery.state().epoch());
        }
        Folder.forceNames(store);
        metadata = found;
        state = recovery.state();
        log = recovery.writer(owner.epoch());
        recovery.mendMark();
        log.append(LogFrame.Kind.EPOCH, state.lastBatch(), "{}");
        log.force();
        state.epoch(log.epoch());
        Folder.tidy(store, state);
        policy.recovered(state);
    }

    private void startSegment(SegmentStart start) {
        log.startSegment(start);
        state.start(start, epoch());
        log.endOldSegment();
    }

    private StoredPlan planIfReplaced() {
        return state.plan().equals(metadata.plan()) ? null : state.plan();
    }

    private static SegmentStart segmentStart(
            Metadata metadata, long firstBatch, long oldest, SegmentStart.Base base, StoredPlan plan) {
        return new SegmentStart(
                SealedText.FORMAT, metadata.queryId(), metadata.queryName(), firstBatch, oldest, base, plan);
    }

    private static long heapBytes(List<StateChunk> changes) {
        return changes.stream()
                .mapToLong(chunk -> chunk.rows() == null ? 0 : chunk.rows().heapBytes())
                .sum();
    }

    private LogState.Entry requireEntry(long batchId) {
        requireCreated();
        LogState.Entry entry = state.entry(batchId);
        require(entry != null, "there is no record of batch " + batchId);
        return entry;
    }

    private void requireOwned() {
        requireCreated();
        owner.require();
    }

    private void requireCreated() {
        require(!closed, "it is closed");
        store.requireUsable();
        require(metadata != null, "it has not been created");
    }

    private void require(boolean condition, String found) {
        if (!condition) {
            throw new MillraceException(
                    ErrorCode.INTERNAL, "checkpoint \"" + store.describe() + "\" used out of order: " + found);
        }
    }
}
