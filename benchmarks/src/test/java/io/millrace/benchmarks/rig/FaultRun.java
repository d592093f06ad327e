package io.millrace.benchmarks.rig;

import io.millrace.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * A query that writes files, told at each of its calls to the file system that the disk is full or fails, or killed there.
 * A process started afterwards must end the query with the right results; so must, when it was a sync that failed, one that
 * is started on whatever the device has.
 */
final class FaultRun {
    private static final Set<ErrorCode> EXPECTED = Set.of(ErrorCode.DISK_FULL, ErrorCode.IO_ERROR);

    private final RigQuery query;
    private final PlantedBug bug;
    private final long seed;

    /** What happens at a call. */
    enum Strike {
        KILL,
        DEVICE,
        FULL;

        boolean isPossibleAt(String call) {
            return this == FULL
                    ? Set.of("create", "write", "link", "rename").contains(call)
                    : !Set.of("read", "open", "size", "exists", "list").contains(call);
        }
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
    static int run(RigQuery query, PlantedBug bug, long seed, Strike strike, int every) {
        FaultRun run = new FaultRun(query, bug, seed);
        int calls = run.calls(strike);
        int struck = 0;
        for (int i = (int) Math.floorMod(seed, every); i < calls; i += every) {
            run.strike(strike, i);
            struck++;
        }
        return struck;
    }

    /** How many calls there are to be struck. */
    private int calls(Strike strike) {
        StruckWorld world = new StruckWorld(strike, -1);
        rig().run(world, new Process(), new Disk());
        return world.calls.size();
    }

    private Rig rig() {
        var tables = RigRows.tables(query, new Random(seed), 2, 24, query == RigQuery.WINDOW);
        tables.values().forEach(EventTable::seal);
        return new Rig(query, tables, bug, null, 20, Long.MAX_VALUE, new Journal());
    }

    private void strike(Strike strike, int at) {
        Rig rig = rig();
        Disk disk = new Disk();
        Process process = new Process();
        StruckWorld world = new StruckWorld(strike, at);
        Rig.End end = rig.run(world, process, disk);
        String situation =
                query + ", seed " + seed + ", " + strike + " at call " + at + " (" + world.calls.get(at) + ")";
        if (end.failure().isPresent() && !EXPECTED.contains(end.failure().get().code())) {
            throw new Finding(situation + ": " + end.describe(), end.failure().get());
        }
        if (end.finished()) {
            rig.requireRight(disk, situation);
        }
        if (disk.hasSyncFailed()) {
            disk.files()
                    .crashStates()
                    .after(
                            disk.files().operationCount(),
                            seed,
                            state -> rig.branch()
                                    .requireFinishes(
                                            new Disk(state.store()),
                                            situation + ", power lost " + state.description()));
        }
        disk.takeLocks(process.isDead() ? process : new Process());
        rig.requireFinishes(disk, situation);
    }

    private static final class StruckWorld extends World {
        private final Strike strike;
        private final int at;
        private final List<String> calls = new ArrayList<>();

        StruckWorld(Strike strike, int at) {
            this.strike = strike;
            this.at = at;
        }

        @Override
        Fault fault(Process process, String call, String name) {
            if (!strike.isPossibleAt(call)) {
                return Fault.NONE;
            }
            calls.add(call + " " + name);
            if (calls.size() - 1 != at) {
                return Fault.NONE;
            }
            if (strike == Strike.KILL) {
                process.die();
            }
            return strike == Strike.FULL ? Fault.FULL : Fault.DEVICE;
        }
    }
}
