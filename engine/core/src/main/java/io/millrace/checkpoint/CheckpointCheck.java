package io.millrace.checkpoint;

import io.millrace.columnar.ArrowMemory;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.storage.FileStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Reads every byte of a checkpoint and says of each file whether it is as it was written. Changes nothing, and goes on
 * after damage: what is behind it is looked at too.
 *
 * <p>The query may be running: its files come and go meanwhile, so where something looks wrong it is looked at again.
 */
public final class CheckpointCheck {
    private static final int LOOKS_MAX = 3;

    private final GuardedStore store;
    private final Map<String, File> files = new TreeMap<>();
    private LogState state;

    /**
     * A file.
     *
     * @param problem null where it is as it was written
     * @param note what it is
     */
    public record File(String name, long bytes, String note, String problem) {}

    /**
     * What was found.
     *
     * @param queryName null where that cannot be read any more
     * @param files by name, with those that are missing
     * @param lastBatch the last one that the log shows; empty where it shows none
     * @param restorable the last batch whose state can be put together; empty where that of none can
     */
    public record Report(
            String queryName, List<File> files, OptionalLong lastBatch, OptionalLong restorable, boolean finished) {
        public Report {
            files = List.copyOf(files);
        }

        public List<File> damaged() {
            return files.stream().filter(file -> file.problem() != null).toList();
        }
    }

    private CheckpointCheck(GuardedStore store) {
        this.store = store;
    }

    /** Checks the checkpoint in a store, which is the caller's. Errors: FILE_NOT_FOUND, UNSUPPORTED, IO_ERROR. */
    public static Report run(FileStore files) {
        GuardedStore store = new GuardedStore(files);
        CheckpointView.requireCheckpoint(store);
        for (int look = 1; ; look++) {
            try {
                Report report = new CheckpointCheck(store).run();
                if (report.damaged().isEmpty() || look == LOOKS_MAX) {
                    return report;
                }
            } catch (MillraceException e) {
                if (e.code() != ErrorCode.CHECKPOINT_CORRUPT || look == LOOKS_MAX) {
                    throw e;
                }
            }
        }
    }

    private Report run() {
        Optional<Metadata> metadata = metadata();
        noteOthers();
        if (metadata.isPresent()) {
            log(metadata.get());
        }
        OptionalLong restorable = state == null ? OptionalLong.empty() : stateFiles(metadata.get());
        boolean any = state != null && state.lastBatch() >= 0;
        return new Report(
                metadata.map(Metadata::queryName).orElse(null),
                new ArrayList<>(files.values()),
                any ? OptionalLong.of(state.lastBatch()) : OptionalLong.empty(),
                restorable,
                state != null && state.finished());
    }

    private Optional<Metadata> metadata() {
        Optional<Metadata> metadata = Optional.empty();
        String problem = null;
        try {
            metadata = Optional.of(Metadata.read(store));
        } catch (MillraceException e) {
            problem = damage(e).found();
        }
        put(Names.METADATA, "the query and its plan", problem);
        return metadata;
    }

    /** What is there beside the log and the state that the log names. */
    private void noteOthers() {
        for (String name : store.list("")) {
            if (name.equals(Names.CLOSED)) {
                String problem = null;
                try {
                    ClosedMark.read(store);
                } catch (MillraceException e) {
                    problem = damage(e).found();
                }
                put(name, "how far the log went when the query was stopped", problem);
            } else if (Names.epoch(name).isPresent()) {
                noteOwner(name);
            } else if (name.equals(Names.LOG) || name.equals(Names.STATE)) {
                store.list(name).forEach(file -> put(name + "/" + file, "not referred to", null));
            } else if (name.equals(Names.WORK)) {
                put(name, "what the running query has on disk; not read at a start", null);
            } else if (!files.containsKey(name) && !Names.beforeMetadata(name)) {
                put(name, "not part of a checkpoint", null);
            }
        }
    }

    private void noteOwner(String name) {
        try {
            put(name, "opened last by " + Owner.Mark.read(store, name).holder(), null);
        } catch (MillraceException e) {
            put(name, "who has opened it last", damage(e).found());
        }
    }

    private void log(Metadata metadata) {
        for (String name : List.copyOf(files.keySet())) {
            if (name.startsWith(Names.LOG + "/") && name.endsWith(".log")) {
                Segment segment = Segment.of(name, store.read(name));
                boolean harmless = segment.flaw() == null || segment.torn();
                String note = segment.offsets().size() + " log entries"
                        + (segment.flaw() != null && harmless ? ", then one that was never finished" : "");
                put(name, note, harmless ? null : "at offset " + segment.goodLength() + " " + segment.flaw());
            }
        }
        Recovery whole = new Recovery(store, metadata);
        if (reads(whole::run)) {
            state = whole.state();
            return;
        }
        state = whole.state().start() == null ? null : whole.state();
        for (String segment : whole.segments()) {
            Recovery rest = new Recovery(store, metadata);
            boolean good = reads(() -> rest.runFrom(segment));
            if (rest.state().start() != null && (state == null || rest.state().lastBatch() > state.lastBatch())) {
                state = rest.state();
            }
            if (good) {
                return;
            }
        }
    }

    private boolean reads(Runnable run) {
        try {
            run.run();
            return true;
        } catch (MillraceException e) {
            blame(damage(e));
            return false;
        }
    }

    /** Puts what recovery stumbled over where it belongs, unless it is known there already. */
    private void blame(Damage damage) {
        File known = files.get(damage.file());
        if (known == null) {
            files.put(damage.file(), new File(damage.file(), 0, "", damage.found()));
        } else if (known.problem() == null) {
            files.put(known.name(), new File(known.name(), known.bytes(), known.note(), damage.found()));
        }
    }

    /** Reads the state files that the log names; gives the last batch that can be restored. */
    private OptionalLong stateFiles(Metadata metadata) {
        try (BufferAllocator allocator = ArrowMemory.newAllocator("checkpoint-check")) {
            StateFiles reader = new StateFiles(store, allocator);
            Map<String, Boolean> good = new HashMap<>();
            for (SegmentStart.Base base : state.bases()) {
                StateFiles.Head head = new StateFiles.Head(
                        StateFiles.SNAPSHOT, metadata.queryId(), base.batch(), base.epoch(), base.previous());
                String note = "the state after batch " + base.batch();
                boolean whole = check(base.file(), note, () -> reader.read(base.file(), head, chunk -> {}));
                good.put(base.file().name(), database(base, note) && whole);
            }
            for (LogState.Entry entry : state.entries(0, state.lastBatch())) {
                if (entry.file() != null) {
                    StateFiles.Head head = new StateFiles.Head(
                            StateFiles.DELTA,
                            metadata.queryId(),
                            entry.batch(),
                            entry.epoch(),
                            entry.previous().hex());
                    String note = "changes of the state in batch " + entry.batch();
                    good.put(
                            entry.file().name(),
                            check(entry.file(), note, () -> reader.read(entry.file(), head, chunk -> {})));
                }
            }
            return restorable(good);
        }
    }

    /** Whether what a snapshot has of a database is good. */
    private boolean database(SegmentStart.Base base, String note) {
        boolean good = true;
        if (base.database() != null) {
            String part = "part of " + note + " (" + base.database().backend() + ")";
            DatabaseFiles reader = new DatabaseFiles(store);
            for (KeptDatabase.Part file : base.database().files()) {
                good &= check(file.file(), part, () -> reader.verify(file.file()));
            }
        }
        return good;
    }

    private boolean check(StateFile file, String note, Runnable read) {
        String problem = null;
        try {
            read.run();
        } catch (MillraceException e) {
            problem = damage(e).found();
        }
        File found = files.get(file.name());
        files.put(file.name(), new File(file.name(), found == null ? 0 : found.bytes(), note, problem));
        return problem == null;
    }

    private OptionalLong restorable(Map<String, Boolean> good) {
        for (long batch = state.lastBatch(); batch >= 0; batch--) {
            SegmentStart.Base base = state.baseFor(batch);
            if (base == null
                    ? good(0, batch, good)
                    : good.get(base.file().name()) && good(base.batch() + 1, batch, good)) {
                return OptionalLong.of(batch);
            }
            if (state.entry(batch) == null) {
                break;
            }
        }
        return OptionalLong.empty();
    }

    private boolean good(long from, long to, Map<String, Boolean> good) {
        List<LogState.Entry> entries = state.entries(from, to);
        return entries.size() == to - from + 1
                && entries.stream()
                        .allMatch(entry ->
                                entry.file() == null || good.get(entry.file().name()));
    }

    private void put(String name, String note, String problem) {
        files.put(name, new File(name, store.size(name), note, problem));
    }

    /** What is wrong with a file; what is no damage is thrown. */
    private static Damage damage(MillraceException e) {
        if (e.getCause() instanceof Damage damage) {
            return damage;
        }
        throw e;
    }
}
