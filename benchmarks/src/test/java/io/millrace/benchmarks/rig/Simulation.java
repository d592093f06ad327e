package io.millrace.benchmarks.rig;

import io.millrace.error.ErrorCode;
import io.millrace.testing.CrashStates;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * A query in a world where anything may happen, all of it decided by one seed: rows come in any order of partitions, slowly,
 * late or not for long; files cannot be written, disks lose what was not synced; processes die anywhere, are stopped,
 * started again, or paused while another takes over. Afterwards the world is kind, and the query must end with the right results.
 */
final class Simulation {
    private static final int LIVES = 7;
    private static final int STEPS_MAX = 420;
    private static final long IDLE_JUMP_MICROS = 70_000_000;
    private static final Set<ErrorCode> FROM_FAULTS = Set.of(ErrorCode.DISK_FULL, ErrorCode.IO_ERROR);
    private static final Set<ErrorCode> FROM_TAKE_OVER =
            Set.of(ErrorCode.IO_ERROR, ErrorCode.SINK_FAILED, ErrorCode.CHECKPOINT_LOCKED);

    private final Random random;
    private final Rig rig;
    private final Harsh world = new Harsh();

    private Disk disk = new Disk();

    /**
     * What a seed gave.
     *
     * @param traceHash over all that has happened
     */
    record Outcome(long traceHash, long steps, int batches, int deaths, int takeOvers, int faults) {}

    private Simulation(long seed, PlantedBug bug) {
        this.random = new Random(seed);
        RigQuery query = RigQuery.SIMULATED.get(random.nextInt(RigQuery.SIMULATED.size()));
        boolean files = query != RigQuery.COUNTS && random.nextBoolean();
        Map<String, EventTable> tables =
                RigRows.tables(query, random, partitions(query), 40 + random.nextInt(40), query == RigQuery.WINDOW);
        boolean keeps = random.nextBoolean();
        rig = new Rig(
                query,
                tables,
                bug,
                files ? null : new RowPlace(keeps),
                8 + random.nextInt(30),
                random.nextBoolean() ? 1 : Long.MAX_VALUE,
                new Journal());
    }

    /** The pairs of a join are those of all rows as long as none is late: with one partition, none is. */
    private int partitions(RigQuery query) {
        return query == RigQuery.JOIN ? 1 : 1 + random.nextInt(3);
    }

    /** Fails with a Finding when a rule is broken. */
    static Outcome run(long seed, PlantedBug bug) {
        Simulation simulation = new Simulation(seed, bug);
        try {
            return simulation.run();
        } catch (Finding e) {
            throw new Finding("seed " + seed + ": " + e.getMessage() + "\n" + simulation.world.lastNotes(), e);
        }
    }

    private Outcome run() {
        for (int life = 0; life < LIVES; life++) {
            live(new Life(random));
        }
        world.kind = true;
        rig.tables().values().forEach(EventTable::seal);
        Rig.End end = rig.run(world, new Process(), disk);
        if (!end.finished()) {
            throw new Finding("in a kind world the query does not end: " + end.describe());
        }
        rig.requireFinishes(disk, "at the end");
        if (rig.place() != null && rig.place().preparedCount() > 0) {
            throw new Finding("prepared rows are left behind");
        }
        return new Outcome(
                world.traceHash(), world.steps(), rig.journal().size(), world.deaths, world.takeOvers, world.faults);
    }

    /** Runs a process to its end, and does to the disk what that means for it. */
    private void live(Life life) {
        Life paused = world.life;
        world.life = life;
        Rig.End end = rig.run(world, life.process, disk);
        world.life = paused;
        world.note(end.describe());
        if (life.process.isDead()) {
            world.deaths++;
            disk.takeLocks(life.process);
            if (paused == null && (random.nextBoolean() || disk.hasSyncFailed())) {
                losePower();
            }
            return;
        }
        end.failure().ifPresent(failure -> {
            boolean expected = life.faults > 0 && FROM_FAULTS.contains(failure.code())
                    || life.process.isTakenOver() && FROM_TAKE_OVER.contains(failure.code());
            if (!expected) {
                throw new Finding("the query fails: " + end.describe(), failure);
            }
        });
        if (paused == null && disk.hasSyncFailed()) {
            // who gets the device going again starts the machine again
            losePower();
        } else if (paused == null && !life.process.isTakenOver()) {
            check(end);
        }
    }

    private void losePower() {
        CrashStates.CrashState left = disk.files().crashStates().any(random);
        world.note("power is lost: " + left.description());
        disk = new Disk(left.store());
    }

    private void check(Rig.End end) {
        if (rig.place() != null || end.failure().isEmpty()) {
            rig.requireRight(disk, "after " + end.describe());
        }
        long behind = rig.journal().size() - 2L - rig.lastBatch(disk);
        if (behind > 0) {
            throw new Finding(behind + " committed batches are lost");
        }
    }

    /** What a process is to meet. */
    private static final class Life {
        private final Process process = new Process();
        private final boolean dies;
        private final int faultOneIn;
        private final int slowPartition;
        private int stepsLeft;
        private int faults;

        Life(Random random) {
            dies = random.nextInt(4) > 0;
            faultOneIn = random.nextInt(4) == 0 ? 40 + random.nextInt(200) : 0;
            slowPartition = 1 + random.nextInt(4);
            stepsLeft = 1 + random.nextInt(STEPS_MAX);
        }
    }

    private final class Harsh extends World {
        private Life life;
        private boolean kind;
        private int deaths;
        private int takeOvers;
        private int faults;

        @Override
        void happen(Process process, String what) {
            advance(random.nextInt(50_000));
            if (kind || life == null || life.process != process) {
                return;
            }
            if (random.nextInt(3) == 0) {
                showRows();
            }
            if (random.nextInt(250) == 0) {
                advance(IDLE_JUMP_MICROS);
            }
            if (what.startsWith("sink commit") && !process.isTakenOver() && random.nextInt(12) == 0) {
                takeOver();
            }
            if (--life.stepsLeft <= 0) {
                if (life.dies) {
                    process.die();
                }
                process.stop();
            }
        }

        private void showRows() {
            List<EventTable> tables = new ArrayList<>(rig.tables().values());
            EventTable table = tables.get(random.nextInt(tables.size()));
            int partition = random.nextInt(table.partitionCount());
            if (partition != life.slowPartition) {
                table.show(partition, 1 + random.nextInt(4));
            }
        }

        /** The process seems dead for a while; another one is started. It goes on when that has ended. */
        private void takeOver() {
            Process old = life.process;
            takeOvers++;
            old.takeOver(random.nextBoolean());
            disk.takeLocks(old);
            live(new Life(random));
        }

        @Override
        Fault fault(Process process, String call, String name) {
            if (kind
                    || life == null
                    || life.process != process
                    || life.faultOneIn == 0
                    || random.nextInt(life.faultOneIn) > 0) {
                return Fault.NONE;
            }
            life.faults++;
            faults++;
            return random.nextInt(10) == 0 ? Fault.FULL : Fault.DEVICE;
        }
    }
}
