package io.millrace.benchmarks.rig;

import io.millrace.error.ErrorCode;
import java.util.Random;
import java.util.Set;

/**
 * A query that writes files, told at each of its calls to the file system that the disk is full or fails, or killed there.
 * A process started afterwards must end the query with the right results.
 */
final class FaultRun {
    private static final Set<ErrorCode> EXPECTED = Set.of(ErrorCode.DISK_FULL, ErrorCode.IO_ERROR);

    private static final int FULL_STEP = 12;

    private final RigQuery query;
    private final PlantedBug bug;
    private final long seed;

    /** What happens at a call. */
    private enum Strike {
        KILL,
        FULL,
        DEVICE
    }

    private FaultRun(RigQuery query, PlantedBug bug, long seed) {
        this.query = query;
        this.bug = bug;
        this.seed = seed;
    }

    /**
     * Fails with a Finding on the first call that breaks a rule; gives the number of calls that were struck.
     *
     * @param every strikes one in so many of the calls
     */
    static int run(RigQuery query, PlantedBug bug, long seed, int every) {
        FaultRun run = new FaultRun(query, bug, seed);
        int struck = 0;
        for (Strike strike : Strike.values()) {
            int at = (int) Math.floorMod(seed, every);
            // a query whose disk is full waits a while before it looks again
            int step = every * (strike == Strike.FULL ? FULL_STEP : 1);
            while (run.strike(strike, at)) {
                struck++;
                at += step;
            }
        }
        return struck;
    }

    /** False when the query makes no call of that number. */
    private boolean strike(Strike strike, int at) {
        var tables = RigRows.tables(query, new Random(seed), 2, 24, query == RigQuery.WINDOW);
        tables.values().forEach(EventTable::seal);
        Rig rig = new Rig(query, tables, bug, null, 20, Long.MAX_VALUE, new Journal());
        Disk disk = new Disk();
        Process process = new Process();
        StruckWorld world = new StruckWorld(strike, at);
        Rig.End end = rig.run(world, process, disk);
        String situation = query + ", seed " + seed + ", " + strike + " at call " + at + " (" + world.struck + ")";
        if (end.failure().isPresent() && !EXPECTED.contains(end.failure().get().code())) {
            throw new Finding(situation + ": " + end.describe(), end.failure().get());
        }
        if (end.finished()) {
            rig.requireRight(disk, situation);
        }
        disk.takeLocks(process.isDead() ? process : new Process());
        rig.requireFinishes(disk, situation);
        return world.struck != null;
    }

    private static final class StruckWorld extends World {
        private final Strike strike;
        private final int at;
        private int calls;
        private String struck;

        StruckWorld(Strike strike, int at) {
            this.strike = strike;
            this.at = at;
        }

        @Override
        Fault fault(Process process, String call, String name) {
            boolean changes = !Set.of("read", "open", "size", "exists", "list").contains(call);
            boolean room = Set.of("create", "write", "link", "rename").contains(call);
            if ((strike == Strike.FULL ? !room : !changes) || calls++ != at) {
                return Fault.NONE;
            }
            struck = call + " " + name;
            if (strike == Strike.KILL) {
                process.die();
            }
            return strike == Strike.FULL ? Fault.FULL : Fault.DEVICE;
        }
    }
}
