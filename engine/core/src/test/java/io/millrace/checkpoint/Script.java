package io.millrace.checkpoint;

import io.millrace.state.StateChunk;
import io.millrace.storage.FileStore;
import java.util.List;
import java.util.function.Consumer;

/**
 * The life of a checkpoint, step by step: everything that can be asked of one happens at least once. Its state is in memory,
 * or in a database.
 */
final class Script {
    static final StoredPlan PLAN = new StoredPlan("SELECT 1", "{\"plan\":1}");
    static final StoredPlan OTHER_PLAN = new StoredPlan("SELECT 2", "{\"plan\":2}");

    /**
     * A call.
     *
     * @param durable whether what it did is durable when it returns
     */
    record Step(String name, boolean durable, Consumer<Script> action) {}

    static final List<Step> STEPS = List.of(
            new Step("open", true, Script::open),
            new Step("create", true, script -> script.create()),
            record(0),
            commit(0),
            record(1),
            commit(1),
            new Step("replacePlan", true, script -> script.checkpoint.replacePlan(OTHER_PLAN)),
            new Step("record 2, large", true, script -> script.recordLarge(2)),
            new Step("discardRecord 2", false, script -> script.discard(2)),
            record(2),
            commit(2),
            new Step("flush", true, script -> script.checkpoint.flush()),
            new Step("snapshot 2", true, script -> script.snapshot(2)),
            record(3),
            commit(3),
            new Step("record 4, large", true, script -> script.recordLarge(4)),
            commit(4),
            record(5),
            commit(5),
            new Step("snapshot 5", true, script -> script.snapshot(5)),
            new Step("close", true, Script::close),
            new Step("open again", true, Script::open),
            record(6),
            commit(6),
            new Step("finish", true, script -> script.checkpoint.finish()),
            new Step("close", true, Script::close));

    private final FileStore store;
    private final boolean inDatabase;
    private Checkpoint checkpoint;
    private ScriptDatabase database;

    Script(FileStore store, boolean inDatabase) {
        this.store = store;
        this.inDatabase = inDatabase;
    }

    Checkpoint checkpoint() {
        return checkpoint;
    }

    private void open() {
        checkpoint = open(store);
        if (!checkpoint.isNew()) {
            openDatabase();
        }
    }

    private void create() {
        checkpoint.create(PLAN);
        openDatabase();
    }

    private void openDatabase() {
        if (inDatabase) {
            letGo();
            database = ScriptDatabase.of(
                    checkpoint,
                    checkpoint.lastRecord().map(BatchRecord::batchId).orElse(-1L));
        }
    }

    private void discard(long batch) {
        checkpoint.discardRecord(batch);
        openDatabase();
    }

    private void snapshot(long batch) {
        checkpoint.snapshot(batch, inDatabase ? List.of() : Batches.whole(batch), inDatabase ? database.live() : null);
    }

    private void close() {
        checkpoint.close();
        letGo();
    }

    /** Closes what is not the checkpoint's. */
    void letGo() {
        if (database != null) {
            database.close();
            database = null;
        }
    }

    /** Opens it with limits so small that little data meets them. */
    static Checkpoint open(FileStore store) {
        return Checkpoint.open(store, "q", new Limits(2_000, 2_500, 8L << 20));
    }

    private void recordLarge(long batch) {
        record(batch, Batches.largeChanges(batch));
    }

    private void record(long batch, List<StateChunk> changes) {
        checkpoint.record(Batches.record(batch), changes);
        if (inDatabase) {
            database.apply(changes);
        }
    }

    private static Step record(long batch) {
        return new Step("record " + batch, true, script -> script.record(batch, Batches.changes(batch)));
    }

    private static Step commit(long batch) {
        return new Step("commit " + batch, false, script -> script.checkpoint.commit(batch));
    }
}
