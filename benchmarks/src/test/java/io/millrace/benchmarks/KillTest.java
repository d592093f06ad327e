package io.millrace.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.state.StateBackend;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A job in a process of its own, killed (kill -9) at random moments of its writing, every second time five times one after
 * the other in its recovery, and started again until it has ended: what it has written is, to the byte, what an undisturbed
 * run writes. {@code -Dmillrace.kills} says how often, {@code -Dmillrace.kills.rocksdb} with the state in RocksDB, {@code
 * -Dmillrace.seed} which moments.
 */
@Tag("crash")
class KillTest {
    private static final int ROWS = 200_000;
    private static final int KILLS = Integer.getInteger("millrace.kills", 19);
    private static final int ROCKSDB_KILLS = Integer.getInteger("millrace.kills.rocksdb", 4);
    /** Changes in the folders, each micro-batch makes about ten, that a run gets before it is killed. */
    private static final int CHANGES_MAX = 60;
    /** Those that a process makes before its first micro-batch. */
    private static final int RECOVERY_CHANGES_MAX = 10;

    private static final int RECOVERY_KILLS = 5;

    private static final int TOLD_EVERY = 25;

    private static final long CHANGE_MINUTES_MAX = 3;

    @TempDir
    Path folder;

    @Test
    void aJobKilledAtAnyMomentWritesWhatAnUndisturbedOneDoes() throws Exception {
        killAgainAndAgain(StateBackend.MEMORY, KILLS);
    }

    /** Against one whose state is in memory. */
    @Test
    void soDoesOneWhoseStateIsInRocksDb() throws Exception {
        killAgainAndAgain("rocksdb", ROCKSDB_KILLS);
    }

    /** Two jobs side by side: most of the time that a kill takes is that of a JVM which starts. */
    private void killAgainAndAgain(String backend, int kills) throws Exception {
        long seed = Long.getLong("millrace.seed", System.nanoTime());
        int[] killsOfJob = {kills - kills / 2, kills / 2};
        CrashRig rig = new CrashRig(folder, new CrashRig.Bids(ROWS, 200, 10), ROWS / (12 * killsOfJob[0]), backend);
        ExecutorService threads = Executors.newFixedThreadPool(killsOfJob.length);
        try {
            List<Future<Long>> jobs = new ArrayList<>();
            for (int job = 0; job < killsOfJob.length; job++) {
                int number = job;
                jobs.add(threads.submit(() -> killAgainAndAgain(rig, number, killsOfJob[number], seed)));
            }
            long batches = 0;
            for (Future<Long> job : jobs) {
                batches += job.get();
            }
            System.out.println(backend + ": " + kills + " kills, " + batches
                    + " micro-batches: rows lost 0, duplicated 0, wrong 0 (seed " + seed + ")");
        } finally {
            threads.shutdownNow();
        }
    }

    /** Kills a job, has it end, and gives the number of its micro-batches. */
    private static long killAgainAndAgain(CrashRig rig, int number, int kills, long seed) throws Exception {
        Random random = new Random(seed + number);
        Path job = rig.newJob("killed-" + number);
        for (int kill = 1; kill <= kills; kill++) {
            boolean recovers = kill % (2 * RECOVERY_KILLS) >= RECOVERY_KILLS;
            int changes = 1 + random.nextInt(recovers ? RECOVERY_CHANGES_MAX : CHANGES_MAX);
            runAndKill(rig, job, changes, random, "job " + number + ", kill " + kill + ", seed " + seed);
            if (kill % TOLD_EVERY == 0) {
                System.out.println("job " + number + ": " + kill + " kills, " + CrashRig.batches(job)
                        + " micro-batches so far (seed " + seed + ")");
            }
        }
        Process last = rig.start(job, List.of());
        try {
            assertThat(CrashRig.await(last, "seed " + seed))
                    .as("job " + number + ", seed " + seed + ", said " + rig.said(job))
                    .isZero();
        } finally {
            last.destroyForcibly();
        }
        rig.requireRight(job, "job " + number + ", seed " + seed);
        return CrashRig.batches(job);
    }

    private static void runAndKill(CrashRig rig, Path job, int changes, Random random, String situation)
            throws Exception {
        Process process = rig.start(job, List.of());
        try (FolderEvents events = new FolderEvents(job)) {
            for (int left = changes; left > 0; ) {
                int seen = events.next(TimeUnit.MINUTES.toMillis(CHANGE_MINUTES_MAX));
                assertThat(seen)
                        .as("changes, " + situation + ", said " + rig.said(job))
                        .isPositive();
                left -= seen;
            }
            boolean ended = process.waitFor(random.nextInt(10_000), TimeUnit.MICROSECONDS);
            assertThat(ended)
                    .as("over before " + situation + ", said " + rig.said(job))
                    .isFalse();
        } finally {
            process.destroyForcibly();
        }
        CrashRig.await(process, situation);
    }
}
