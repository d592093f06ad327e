package io.millrace.checkpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the log says so far. The owner of a checkpoint changes it as it appends, recovery as it reads; the rules of
 * what may follow what stand here, once.
 */
final class LogState {

    /**
     * Where the state changes of a recorded batch are.
     *
     * @param file null when they are in the log entry
     * @param stateBytes length of the changes
     */
    record Entry(
            long batch,
            long epoch,
            String segment,
            long offset,
            Hash hash,
            Hash previous,
            StateFile file,
            long stateBytes) {}

    private final TreeMap<Long, Entry> entries = new TreeMap<>();
    private final TreeMap<Long, SegmentStart.Base> bases = new TreeMap<>();
    private SegmentStart start;
    private long epoch;
    private StoredPlan plan;
    private BatchRecord last;
    private BatchRecord beforeLast;
    private long lastBatch = -1;
    private boolean committed = true;
    private StateFile discardedFile;
    private boolean discarded;
    private boolean finished;

    LogState(StoredPlan plan) {
        this.plan = plan;
    }

    /**
     * A segment begins. Null, or what is wrong with it here.
     *
     * @param owner epoch of who began it: the entry that announced it may be gone with an older segment
     */
    String start(SegmentStart segment, long owner) {
        if (start != null && segment.firstBatch() <= start.firstBatch()) {
            return "a segment that begins with batch " + segment.firstBatch() + " follows one that begins with batch "
                    + start.firstBatch();
        }
        if (start == null && segment.base() != null) {
            lastBatch = segment.firstBatch() - 1;
        }
        start = segment;
        epoch = Math.max(epoch, owner);
        if (segment.base() != null) {
            bases.put(segment.base().batch(), segment.base());
        }
        if (segment.plan() != null) {
            plan = segment.plan();
        }
        return null;
    }

    String epoch(long next) {
        if (next <= epoch) {
            return "epoch " + next + " follows epoch " + epoch;
        }
        epoch = next;
        return null;
    }

    /** A batch is recorded; one that takes the place of the last record says so by its number. */
    String record(Entry entry, BatchRecord record) {
        if (!committed && entry.batch() == lastBatch) {
            discard(lastBatch);
        }
        if (finished || !committed || entry.batch() != lastBatch + 1 || record.batchId() != entry.batch()) {
            return "a record of batch " + entry.batch() + " follows " + position();
        }
        entries.put(entry.batch(), entry);
        beforeLast = last;
        last = record;
        lastBatch = entry.batch();
        committed = false;
        discarded = false;
        return null;
    }

    String commit(long batch) {
        if (committed || batch != lastBatch) {
            return "a commit of batch " + batch + " follows " + position();
        }
        committed = true;
        return null;
    }

    String discard(long batch) {
        if (committed || batch != lastBatch) {
            return "a discard of batch " + batch + " follows " + position();
        }
        discardedFile = entries.remove(batch).file();
        discarded = true;
        last = beforeLast;
        beforeLast = null;
        lastBatch--;
        committed = true;
        return null;
    }

    String finish() {
        if (finished || !committed || discarded) {
            return "the end of the query follows " + position();
        }
        finished = true;
        return null;
    }

    void plan(StoredPlan next) {
        plan = next;
    }

    /** Forgets what is older than the oldest segment that is still needed. */
    void forgetBefore(long oldest) {
        entries.headMap(oldest).clear();
        bases.headMap(oldest - 1).clear();
    }

    /** The changes between two batches, both included, in order. */
    List<Entry> entries(long from, long to) {
        return from > to
                ? List.of()
                : new ArrayList<>(entries.subMap(from, true, to, true).values());
    }

    /** Names of all state files that are referred to. */
    List<String> fileNames() {
        List<String> names = new ArrayList<>();
        entries.values().stream()
                .filter(entry -> entry.file() != null)
                .forEach(entry -> names.add(entry.file().name()));
        bases.values().forEach(base -> base.files().forEach(file -> names.add(file.name())));
        return names;
    }

    /** The snapshots, oldest first. */
    List<SegmentStart.Base> bases() {
        return List.copyOf(bases.values());
    }

    /** The recorded batch, or null. */
    Entry entry(long batch) {
        return entries.get(batch);
    }

    /** The newest snapshot of the state after that batch or an earlier one; null: there was no state yet. */
    SegmentStart.Base baseFor(long batch) {
        var base = bases.floorEntry(batch);
        return base == null ? null : base.getValue();
    }

    /** The database that is part of that snapshot; empty where all state is in chunks. */
    Optional<KeptDatabase> databaseFor(long batch) {
        return Optional.ofNullable(baseFor(batch)).map(SegmentStart.Base::database);
    }

    SegmentStart start() {
        return start;
    }

    long epoch() {
        return epoch;
    }

    StoredPlan plan() {
        return plan;
    }

    BatchRecord last() {
        return last;
    }

    BatchRecord beforeLast() {
        return beforeLast;
    }

    long lastBatch() {
        return lastBatch;
    }

    boolean committed() {
        return committed;
    }

    /** Whether the log still has a record after the last one here, whose place the next record takes. */
    boolean discarded() {
        return discarded;
    }

    /** The state changes of the record that was last discarded; null: none, or in the log. */
    StateFile discardedFile() {
        return discardedFile;
    }

    boolean finished() {
        return finished;
    }

    /** Where the log stands, for messages. */
    String position() {
        if (finished) {
            return "the end of the query";
        }
        if (lastBatch < 0) {
            return "the beginning";
        }
        return (committed ? "the commit of batch " : "the record of batch ") + lastBatch;
    }
}
