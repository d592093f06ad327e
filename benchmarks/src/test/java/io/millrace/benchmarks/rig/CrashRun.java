package io.millrace.benchmarks.rig;

import io.millrace.testing.CrashStates.CrashState;
import io.millrace.testing.RecordingFileStore;
import java.util.Random;

/**
 * A query that writes files, run once to its end on a disk that notes every change; then, for every number of changes, what a
 * loss of power just then may leave of checkpoint and results. A process started on that must end the query with the
 * same results; some are cut off in their recovery a second time.
 */
final class CrashRun {
    private static final int AGAIN_EVERY = 16;

    private final RigQuery query;
    private final long seed;
    private final int every;
    private final Rig rig;
    private int states;

    private CrashRun(RigQuery query, PlantedBug bug, long seed, int every) {
        this.query = query;
        this.seed = seed;
        this.every = every;
        var tables = RigRows.tables(query, new Random(seed), 2, 40, query == RigQuery.WINDOW);
        tables.values().forEach(EventTable::seal);
        this.rig = new Rig(query, tables, bug, null, 20, Long.MAX_VALUE, new Journal());
    }

    /**
     * Fails with a Finding on the first state that breaks a rule; gives the number of states tried.
     *
     * @param every tries one in so many of the states
     */
    static int run(RigQuery query, PlantedBug bug, long seed, int every) {
        return new CrashRun(query, bug, seed, every).run();
    }

    private int run() {
        Disk disk = new Disk();
        rig.requireFinishes(disk, "undisturbed");
        RecordingFileStore files = disk.files();
        Random random = new Random(seed);
        for (int count = 0; count <= files.operationCount(); count++) {
            files.crashStates().after(count, seed, state -> {
                if (every == 1 || random.nextInt(every) == 0) {
                    verify(state);
                }
            });
        }
        return states;
    }

    private void verify(CrashState state) {
        states++;
        String situation = query + ", seed " + seed + ", crash " + state.description();
        Disk disk = new Disk(state.store());
        Rig after = rig.branch();
        after.requireFinishes(disk, situation);
        if (states % AGAIN_EVERY == 0) {
            int count = new Random(seed + states).nextInt(disk.files().operationCount() + 1);
            disk.files().crashStates().after(count, seed, second -> {
                if (new Random(seed + second.description().hashCode()).nextInt(4) == 0) {
                    after.branch()
                            .requireFinishes(new Disk(second.store()), situation + ", then " + second.description());
                }
            });
        }
    }
}
