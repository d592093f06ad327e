package io.millrace.checkpoint;

import io.millrace.error.MillraceException;
import io.millrace.storage.FileStore;
import io.millrace.testing.CrashStates.CrashState;
import io.millrace.testing.RecordingFileStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * Runs a {@link Script} once on a recording store, then opens the checkpoint on everything that a crash at any moment
 * may leave. It must open; it must show what was acknowledged, or that and the step that was under way; and it must be
 * possible to go on with it. Some are crashed a second time while they recover.
 */
final class CrashCheck {
    /** Of a state in a database, whose files are opened for each look, every which operation is one to crash after. */
    private static final int DATABASE_STEP = 4;

    private final RecordingFileStore recorded = new RecordingFileStore();
    private final List<Done> done = new ArrayList<>();
    private final long seed;
    private final boolean inDatabase;
    private int states;

    /** A step that was taken: which changes it made, and what the checkpoint said afterwards. */
    private record Done(Script.Step step, int from, int to, String description, long epoch) {}

    private CrashCheck(long seed, boolean inDatabase) {
        this.seed = seed;
        this.inDatabase = inDatabase;
    }

    /**
     * Fails with an AssertionError on the first state that breaks a rule; gives the number of states tried.
     *
     * @param inDatabase whether the state of the script is in a database
     */
    static int run(long seed, boolean inDatabase, UnaryOperator<FileStore> plantedBug) {
        CrashCheck check = new CrashCheck(seed, inDatabase);
        check.record(plantedBug.apply(check.recorded));
        for (int count = 0; count <= check.recorded.operationCount(); count += inDatabase ? DATABASE_STEP : 1) {
            int at = count;
            check.recorded.crashStates().after(at, seed, state -> check.verify(at, state));
        }
        return check.states;
    }

    private void record(FileStore store) {
        Script script = new Script(store, inDatabase);
        String description = "new";
        for (Script.Step step : Script.STEPS) {
            int from = recorded.operationCount();
            step.action().accept(script);
            boolean closed = step.name().equals("close");
            description = closed ? description : Batches.describe(script.checkpoint());
            done.add(new Done(
                    step,
                    from,
                    recorded.operationCount(),
                    description,
                    script.checkpoint().epoch()));
        }
    }

    private void verify(int count, CrashState state) {
        states++;
        Set<String> allowed = allowed(count);
        long epoch = acknowledgedEpoch(count);
        RecordingFileStore store = state.store();
        String found;
        try (Checkpoint checkpoint = Script.open(store)) {
            found = Batches.describe(checkpoint);
            if (!allowed.contains(found)) {
                throw failed(state, "found\n" + found + "\nexpected one of\n" + String.join("\n", allowed), null);
            }
            if (!checkpoint.isNew() && checkpoint.epoch() <= epoch) {
                throw failed(state, "epoch " + checkpoint.epoch() + " was used before", null);
            }
        } catch (MillraceException e) {
            throw failed(state, "it does not open", e);
        }
        verifyGoingOn(state, state.store());
        if (states % 16 == 0) {
            crashAgain(state, store, found);
        }
    }

    /** What the checkpoint said after the last durable step, and after each one begun since. */
    private Set<String> allowed(int count) {
        Set<String> allowed = new TreeSet<>();
        allowed.add("new");
        for (Done step : done) {
            if (step.to() <= count && step.step().durable()) {
                allowed.clear();
            }
            if (step.from() < count || step.to() <= count) {
                allowed.add(step.description());
            }
        }
        return allowed;
    }

    private long acknowledgedEpoch(int count) {
        return done.stream()
                .filter(step -> step.to() <= count && !step.description().equals("new"))
                .mapToLong(Done::epoch)
                .max()
                .orElse(0);
    }

    private void verifyGoingOn(CrashState state, RecordingFileStore store) {
        try {
            String before = goOn(store);
            try (Checkpoint checkpoint = Script.open(store)) {
                String after = Batches.describe(checkpoint);
                if (!after.equals(before)) {
                    throw failed(state, "going on gave\n" + before + "\nbut after a restart it is\n" + after, null);
                }
            }
        } catch (MillraceException e) {
            throw failed(state, "it is not possible to go on", e);
        }
    }

    private String goOn(RecordingFileStore store) {
        try (Checkpoint checkpoint = Script.open(store)) {
            goOn(checkpoint, states % 2 == 0, inDatabase);
            return Batches.describe(checkpoint);
        }
    }

    /** Some more batches, with a snapshot. */
    static void goOn(Checkpoint checkpoint, boolean discards, boolean inDatabase) {
        if (checkpoint.isNew()) {
            checkpoint.create(Script.PLAN);
        }
        long last = checkpoint.lastRecord().map(BatchRecord::batchId).orElse(-1L);
        if (!checkpoint.lastCommitted() && discards) {
            checkpoint.discardRecord(last--);
        } else if (last >= 0) {
            checkpoint.commit(last);
        }
        if (!checkpoint.finished()) {
            Batches.run(checkpoint, last + 1, last + 2);
            checkpoint.record(Batches.record(last + 2), Batches.largeChanges(last + 2));
            checkpoint.commit(last + 2);
            if (inDatabase) {
                try (ScriptDatabase database = ScriptDatabase.of(checkpoint, last + 2)) {
                    checkpoint.snapshot(last + 2, List.of(), database.live());
                }
            } else {
                checkpoint.snapshot(last + 2, Batches.whole(last + 2), null);
            }
            Batches.run(checkpoint, last + 3, last + 4);
        }
    }

    /** The store has seen one recovery and a close: a crash anywhere in that must change nothing either. */
    private void crashAgain(CrashState first, RecordingFileStore store, String expected) {
        int count = new Random(seed + states).nextInt(store.operationCount() + 1);
        store.crashStates().after(count, seed, second -> {
            try (Checkpoint checkpoint = Script.open(second.store())) {
                String found = Batches.describe(checkpoint);
                if (!found.equals(expected)) {
                    throw failed(first, "then " + second.description() + " found\n" + found, null);
                }
            } catch (MillraceException e) {
                throw failed(first, "then " + second.description() + ": it does not open", e);
            }
        });
    }

    private AssertionError failed(CrashState state, String problem, MillraceException cause) {
        return new AssertionError(
                "seed " + seed + ", crash " + state.description() + ": " + problem
                        + (cause == null ? "" : ": " + cause.getMessage()),
                cause);
    }
}
