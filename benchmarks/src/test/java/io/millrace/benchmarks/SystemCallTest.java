package io.millrace.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A job whose process is killed at a system call that touches its checkpoint or its sink, or that is told there of a
 * failing or a full disk, and that is started again: what it has written in the end is, to the byte, what an undisturbed
 * run writes. The calls are made to fail by {@code strace}.
 *
 * <p>{@code -Dmillrace.calls} says how many faults there are, {@code -Dmillrace.seed} which; each {@link Step} of a
 * micro-batch has a kill among them. {@code all} are: a kill at the first call of each kind, that is of a file or of
 * files of a sort, at one in the middle and at the last one, and every other fault at the last one. Since {@code strace} counts the calls
 * of each thread by itself, and strikes the first thread that comes to the number, other calls of that number are not reached.
 */
@Tag("system")
@Tag("crash")
class SystemCallTest {
    /** Changes enough of each micro-batch for a file of its own, more than 4 MiB, and for a snapshot of all. */
    private static final CrashRig.Bids BIDS = new CrashRig.Bids(4_000, 1_000_000, 12_000);

    private static final int BATCH_ROWS = 400;
    private static final int DEPTH = 5;
    private static final int TOLD_EVERY = 25;
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

    /** What a job does when it makes a call, told from the path. */
    private enum Step {
        OUTPUT_STAGED("(write|fsync).*/win/\\.millrace-staging/\\d+-\\d+>"),
        STATE_WRITTEN("(write|fsync|link).*/checkpoint/win/state/\\d+-[0-9a-f]+\\.delta"),
        LOGGED("write.*/checkpoint/win/log/\\d+\\.log>"),
        LOG_SYNCED("fsync.*/checkpoint/win/log/\\d+\\.log>"),
        SINK_COMMITTED("link.*/win/_millrace/\\d+\""),
        COMMIT_SYNCED("fsync.*/win/_millrace>"),
        PUBLISHED("link.*/win/part-"),
        STAGE_EMPTIED("unlink.*/win/\\.millrace-staging/"),
        SNAPSHOT("(write|fsync|link|rename).*/checkpoint/win/state/\\d+\\.snapshot"),
        PURGED("unlink.*/checkpoint/win/(log|state)/\\d+[^/]*(log|delta|snapshot)\""),
        OWNED("(write|fsync|link|rename).*/checkpoint/win/epoch-"),
        CLOSED("(write|fsync|link|rename).*/checkpoint/win/closed"),
        OTHER(".*");

        private final Pattern call;

        Step(String call) {
            this.call = Pattern.compile(call);
        }

        static Step of(String line) {
            return Stream.of(values())
                    .filter(step -> step.call.matcher(line).find())
                    .findFirst()
                    .orElseThrow();
        }
    }

    /**
     * Where a fault strikes.
     *
     * @param number of the call among those of its name that one thread makes, from 1
     */
    private record Strike(Fault fault, String call, int number, Step step) {
        String injection() {
            return call + ":" + fault.injection + ":when=" + number;
        }
    }

    /**
     * A call of a traced process below its folder.
     *
     * @param kind what it is a call of, without numbers
     */
    private record Call(String name, int number, String kind, Step step) {}

    @TempDir
    static Path folder;

    private static CrashRig rig;
    private static List<Call> calls;
    private static int jobs;

    @BeforeAll
    static void runUndisturbed() throws Exception {
        rig = new CrashRig(folder, BIDS, BATCH_ROWS);
        calls = calls(rig.newJob("traced"));
    }

    @Test
    void aFaultAtAnyCallLosesNothingAndDoublesNothing() throws Exception {
        List<Strike> strikes = strikes();
        Map<String, Integer> struck = new TreeMap<>();
        for (Strike strike : strikes) {
            strikeAndFinish(strike, struck);
            if (jobs % TOLD_EVERY == 0) {
                System.out.println(
                        jobs + " of " + strikes.size() + " system calls struck (seed " + SEED + "): " + struck);
            }
        }
        System.out.println(strikes.size() + " system calls struck: rows lost 0, duplicated 0, wrong 0 (seed " + SEED
                + "); processes that ended by it: " + struck);
        for (Step step : Step.values()) {
            assertThat(calls).as("the job comes to %s", step).anyMatch(call -> call.step == step);
            String kill = Fault.KILLED + " " + step;
            for (Strike other : kills(step)) {
                if (!struck.containsKey(kill)) {
                    strikeAndFinish(other, struck);
                }
            }
            assertThat(struck).containsKey(kill);
        }
    }

    /** Strikes a job, starts it again and holds what it has written against what it should. */
    private static void strikeAndFinish(Strike strike, Map<String, Integer> struck) throws Exception {
        Path job = rig.newJob("job-" + jobs++);
        String situation = strike + ", seed " + SEED;
        if (strike(job, strike, situation)) {
            struck.merge(strike.fault + " " + strike.step, 1, Integer::sum);
        }
        rig.finishHere(job);
        rig.requireRight(job, situation);
        rig.delete(job);
    }

    /** Kills in a step, for one that strikes: another thread may come to a number first. */
    private static List<Strike> kills(Step step) {
        return shuffledStrikes().stream()
                .filter(strike -> strike.fault == Fault.KILLED && strike.step == step)
                .toList();
    }

    /** Killed while it recovers from a kill, again and again. */
    @Test
    void killsDuringRecoveryLoseNothingAndDoubleNothing() throws Exception {
        List<Strike> strikes = new ArrayList<>(kills(calls(killedOnce("traced-recovery"))));
        Collections.shuffle(strikes, new Random(SEED));
        Path job = killedOnce("job-" + jobs++);
        int killed = 0;
        for (Strike strike : strikes.subList(0, DEPTH)) {
            killed += strike(job, strike, strike + " of " + strikes.subList(0, DEPTH) + ", seed " + SEED) ? 1 : 0;
        }
        rig.finishHere(job);
        rig.requireRight(job, strikes.subList(0, DEPTH) + ", seed " + SEED);
        System.out.println(killed + " kills during recovery: rows lost 0, duplicated 0, wrong 0 (seed " + SEED + ")");
        assertThat(killed).isEqualTo(DEPTH);
    }

    /** A job that was killed when a micro-batch was recorded and not yet in the sink. */
    private static Path killedOnce(String name) throws Exception {
        Path job = rig.newJob(name);
        Call commit = calls.stream()
                .filter(call -> call.step == Step.SINK_COMMITTED)
                .skip(1)
                .findFirst()
                .orElseThrow();
        Strike strike = new Strike(Fault.KILLED, commit.name, commit.number, commit.step);
        assertThat(strike(job, strike, "first " + strike)).isTrue();
        return job;
    }

    /** Kills at the calls before the next micro-batch has anything written. */
    private static List<Strike> kills(List<Call> recovery) {
        return recovery.stream()
                .takeWhile(call -> call.step != Step.OUTPUT_STAGED && call.step != Step.STATE_WRITTEN)
                .filter(call -> List.of("write", "fsync", "link", "unlink").contains(call.name))
                .map(call -> new Strike(Fault.KILLED, call.name, call.number, call.step))
                .toList();
    }

    /** Runs the job until the fault strikes it, or to its end where it does not; says whether it has ended it. */
    private static boolean strike(Path job, Strike strike, String situation) throws Exception {
        // not --seccomp-bpf, with which strace 6.1 sends no signal
        Process process = rig.start(
                job,
                List.of(
                        "strace",
                        "-f",
                        "-qqq",
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
        return exit != 0;
    }

    /** As many faults as are asked for, and of each step a kill. */
    private static List<Strike> strikes() {
        List<Strike> all = shuffledStrikes();
        int count = CALLS.equals("all") ? all.size() : Integer.parseInt(CALLS);
        Set<Strike> picked = new LinkedHashSet<>();
        for (Step step : Step.values()) {
            kills(step).stream().findFirst().ifPresent(picked::add);
        }
        all.stream().filter(strike -> picked.size() < count).forEach(picked::add);
        return List.copyOf(picked);
    }

    private static List<Strike> shuffledStrikes() {
        List<Strike> all = allStrikes();
        Collections.shuffle(all, new Random(SEED));
        return all;
    }

    private static List<Strike> allStrikes() {
        Map<String, List<Call>> kinds = new TreeMap<>();
        calls.forEach(call ->
                kinds.computeIfAbsent(call.kind, kind -> new ArrayList<>()).add(call));
        List<Strike> strikes = new ArrayList<>();
        for (List<Call> kind : kinds.values()) {
            Call last = kind.get(kind.size() - 1);
            for (Call call : new LinkedHashSet<>(List.of(kind.get(0), kind.get(kind.size() / 2), last))) {
                for (Fault fault : Fault.values()) {
                    if (fault == Fault.KILLED || call.equals(last) && fault.calls.contains(call.name)) {
                        strikes.add(new Strike(fault, call.name, call.number, call.step));
                    }
                }
            }
        }
        return strikes;
    }

    /** Runs a job to its end; gives the calls that it makes below its folder and that change something. */
    private static List<Call> calls(Path job) throws Exception {
        Path trace = folder.resolve("trace-" + job.getFileName());
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
        Set<String> reached = new HashSet<>();
        List<Call> touching = new ArrayList<>();
        for (String text : Files.readAllLines(trace)) {
            Matcher matcher = line.matcher(text);
            if (matcher.matches()) {
                String name = matcher.group(2);
                int number = numbers.merge(matcher.group(1) + " " + name, 1, Integer::sum);
                String arguments = matcher.group(3);
                boolean touches = arguments.contains(job + "/checkpoint") || arguments.contains(job + "/win");
                if (reached.add(name + " " + number) && touches) {
                    String call = name + "(" + arguments;
                    touching.add(new Call(name, number, kind(call), Step.of(call)));
                }
            }
        }
        return touching;
    }

    private static String kind(String call) {
        return call.replaceFirst("^(\\w+)\\(\\d+<([^>]*)>.*", "$1 $2")
                .replaceAll("-[0-9a-f]{8}\\b|\\b[0-9a-f-]{36}\\b|\\d+", "#");
    }
}
