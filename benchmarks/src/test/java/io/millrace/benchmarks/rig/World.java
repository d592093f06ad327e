package io.millrace.benchmarks.rig;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * What is around the processes of a query: the clock, and the moments at which something may happen. Everything that a
 * process asks of its surroundings, a file, a row, the time, is such a moment; whoever plays the surroundings decides there
 * what becomes of it. All is in one thread, and noted, so that two runs can be compared.
 */
class World implements InstantSource {
    private static final long START_MICROS = 1_767_225_600_000_000L;
    private static final int NOTES_MAX = 60;
    private static final long STEPS_MAX = 100_000;
    /** Ids are random, and so are the hashes of what holds them. */
    private static final Pattern RANDOM_ID =
            Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|-[0-9a-f]{8}\\.");

    private final CRC32C trace = new CRC32C();
    private final Deque<String> last = new ArrayDeque<>();
    private long clockMicros = START_MICROS;
    private long steps;

    /** A moment. Does nothing here; overridden by a world in which things happen. */
    void happen(Process process, String what) {}

    /** Whether a call to the file system fails. */
    Fault fault(Process process, String call, String name) {
        return Fault.NONE;
    }

    /** How a call to the file system fails. */
    enum Fault {
        NONE,
        FULL,
        DEVICE
    }

    /** Notes what a process asks for, and lets happen what does. */
    final void step(Process process, String what) {
        process.requireAlive();
        note(what);
        process.wake();
        if (steps > STEPS_MAX) {
            throw new Finding("no end is in sight:\n" + lastNotes());
        }
        happen(process, what);
    }

    final void note(String what) {
        String same = RANDOM_ID.matcher(what).replaceAll("#");
        trace.update(same.getBytes(StandardCharsets.UTF_8));
        if (!same.startsWith("latest ")) {
            last.addLast(same);
        }
        if (last.size() > NOTES_MAX) {
            last.removeFirst();
        }
        steps++;
    }

    final void advance(long micros) {
        clockMicros += micros;
    }

    final long steps() {
        return steps;
    }

    /** A checksum over all that has happened. */
    final long traceHash() {
        return trace.getValue();
    }

    /** The last things that have happened. */
    final String lastNotes() {
        return String.join("\n", last);
    }

    @Override
    public final Instant instant() {
        return Instant.ofEpochSecond(clockMicros / 1_000_000, clockMicros % 1_000_000 * 1_000);
    }
}
