package io.millrace.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A job whose process is killed at a system call that touches its checkpoint or its sink, or that is told there of a
 * failing or a full disk, and that is started again: what it has written in the end is, to the byte, what an undisturbed
 * run writes. The calls are made to fail by {@code strace}.
 *
 * <p>{@code -Dmillrace.calls} says of how many of the calls, all of them by {@code all}; {@code -Dmillrace.seed} of which.
 */
@Tag("system")
@Tag("crash")
class SystemCallTest {
    private static final int ROWS = 20_000;
    private static final int BATCH_ROWS = 5_000;
    private static final int DEPTH = 5;
    private static final String CALLS = System.getProperty("millrace.calls", "16");
    private static final long SEED = Long.getLong("millrace.seed", System.nanoTime());

    /** Calls that change something, and that nothing but the job's own writing makes often. */
    private static final List<String> CHANGING =
            List.of("write", "fsync", "link", "unlink", "rename", "mkdir", "ftruncate");

    /** What happens at a call. */
    private enum Fault {
        KILLED("signal=KILL", CHANGING),
        DISK_FAILS("error=EIO", List.of("fsync", "write", "link", "unlink")),
        DISK_FULL("error=ENOSPC", List.of("write", "link", "mkdir"));

        private final String injection;
        private final List<String> calls;

        Fault(String injection, List<String> calls) {
            this.injection = injection;
            this.calls = calls;
        }
    }

    /**
     * Where a fault strikes.
     *
     * @param number of the call among those of its name that one thread makes, from 1
     */
    private record Strike(Fault fault, String call, int number) {
        String injection() {
            return call + ":" + fault.injection + ":when=" + number;
        }
    }

    @TempDir
    Path folder;

    private CrashRig rig;
    private int jobs;

    @BeforeEach
    void runUndisturbed() throws IOException {
        rig = new CrashRig(folder, ROWS, BATCH_ROWS);
    }

    @Test
    void aFaultAtAnyCallLosesNothingAndDoublesNothing() throws Exception {
        List<Strike> strikes = strikes();
        assertThat(strikes).as("calls of an undisturbed job").hasSizeGreaterThan(100);
        Collections.shuffle(strikes, new Random(SEED));
        int count = CALLS.equals("all") ? strikes.size() : Math.min(strikes.size(), Integer.parseInt(CALLS));
        for (Strike strike : strikes.subList(0, count)) {
            Path job = rig.newJob("job-" + jobs++);
            String situation = strike + ", seed " + SEED;
            strike(job, strike, situation);
            rig.finishHere(job);
            rig.requireRight(job, situation);
        }
    }

    /** Killed while it recovers from a kill, again and again. */
    @Test
    void faultsDuringRecoveryLoseNothingAndDoubleNothing() throws Exception {
        List<Strike> strikes = strikes();
        Random random = new Random(SEED);
        Path job = rig.newJob("job-" + jobs++);
        List<Strike> struck = new ArrayList<>();
        for (int depth = 0; depth < DEPTH; depth++) {
            Strike strike = strikes.get(random.nextInt(strikes.size()));
            struck.add(strike);
            strike(job, strike, struck + ", seed " + SEED);
        }
        rig.finishHere(job);
        rig.requireRight(job, struck + ", seed " + SEED);
    }

    /** Runs the job until the fault strikes it, or to its end where it does not. */
    private void strike(Path job, Strike strike, String situation) throws Exception {
        Process process = rig.start(
                job,
                List.of(
                        "strace",
                        "-f",
                        "-qqq",
                        "--seccomp-bpf",
                        "-o",
                        "/dev/null",
                        "-e",
                        "trace=" + strike.call,
                        "-e",
                        "inject=" + strike.injection()));
        int exit;
        try {
            exit = CrashRig.await(process, situation);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        String said = rig.said(job);
        assertThat(said).as(situation).doesNotContain("Exception", "\tat ", "XX000");
        if (strike.fault != Fault.KILLED && exit != 0) {
            assertThat(said).as(situation).contains("ERROR ");
        }
    }

    /** Every fault at every call that an undisturbed job makes below its folder. */
    private List<Strike> strikes() throws Exception {
        Path job = rig.newJob("traced");
        Path trace = folder.resolve("trace");
        Process process = rig.start(
                job,
                List.of(
                        "strace",
                        "-f",
                        "-qqq",
                        "-y",
                        "--seccomp-bpf",
                        "-o",
                        trace.toString(),
                        "-e",
                        "trace=" + String.join(",", CHANGING)));
        assertThat(CrashRig.await(process, "traced")).as(rig.said(job)).isZero();
        rig.requireRight(job, "undisturbed, traced");
        Pattern line = Pattern.compile("(\\d+) +(\\w+)\\((.*)");
        Map<String, Integer> numbers = new TreeMap<>();
        Map<String, Integer> touching = new TreeMap<>();
        for (String text : Files.readAllLines(trace)) {
            Matcher matcher = line.matcher(text);
            if (matcher.matches()) {
                int number = numbers.merge(matcher.group(1) + " " + matcher.group(2), 1, Integer::sum);
                if (matcher.group(3).contains(job + "/checkpoint")
                        || matcher.group(3).contains(job + "/win")) {
                    touching.putIfAbsent(matcher.group(2) + " " + number, number);
                }
            }
        }
        List<Strike> strikes = new ArrayList<>();
        touching.forEach((call, number) -> {
            String name = call.substring(0, call.indexOf(' '));
            for (Fault fault : Fault.values()) {
                if (fault.calls.contains(name)) {
                    strikes.add(new Strike(fault, name, number));
                }
            }
        });
        return strikes;
    }
}
