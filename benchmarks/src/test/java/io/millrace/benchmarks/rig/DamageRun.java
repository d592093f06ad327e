package io.millrace.benchmarks.rig;

import io.millrace.error.ErrorCode;
import io.millrace.testing.RecordingFileStore;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * A query that was stopped, or killed, in its middle, and whose files are then damaged: its next process must end with the
 * right results, or refuse in words.
 */
final class DamageRun {
    private static final int[] MASKS = {0x01, 0x80, 0xFF};
    private static final Set<ErrorCode> EXPECTED = Set.of(
            ErrorCode.CHECKPOINT_CORRUPT, ErrorCode.UNSUPPORTED, ErrorCode.SINK_FAILED, ErrorCode.STATE_INCOMPATIBLE);

    private final RigQuery query;
    private final PlantedBug bug;
    private final long seed;
    private final Random random;
    private final int every;
    private Map<String, byte[]> files = Map.of();
    private Rig rig;
    private String left = "";
    private int refused;
    private int meaningless;

    /** How many damages there were, and what became of them. */
    record Tally(int refused, int meaningless) {
        int all() {
            return refused + meaningless;
        }
    }

    private DamageRun(RigQuery query, PlantedBug bug, long seed, int every) {
        this.query = query;
        this.bug = bug;
        this.seed = seed;
        this.every = every;
        this.random = new Random(seed);
        this.rig = rig();
    }

    /** Fails with a Finding on the first damage that is neither noticed nor without a meaning. */
    static Tally run(RigQuery query, PlantedBug bug, long seed, int every) {
        DamageRun run = new DamageRun(query, bug, seed, every);
        run.damageAll(false);
        run.damageAll(true);
        return new Tally(run.refused, run.meaningless);
    }

    private Rig rig() {
        var tables = RigRows.tables(query, new Random(seed), 2, 60, query == RigQuery.WINDOW);
        tables.values().forEach(EventTable::seal);
        return new Rig(query, tables, bug, null, 20, Long.MAX_VALUE, new Journal());
    }

    /**
     * Leaves a query after some batches: stopped, or killed when the next batch that has results is recorded and not yet
     * in the sink.
     */
    private static Map<String, byte[]> leave(Rig rig, boolean stopped, int batches) {
        Disk disk = new Disk();
        rig.run(new LeavingWorld(disk, stopped, batches), new Process(), disk);
        Map<String, byte[]> left = disk.files().files();
        if (!stopped && left.keySet().stream().noneMatch(DamageRun::isStaged)) {
            throw new IllegalStateException("nothing is staged: " + left.keySet());
        }
        return left;
    }

    private static boolean isStaged(String name) {
        return name.matches(Disk.RESULTS + "/\\.millrace-staging/\\d+-\\d+");
    }

    private void damageAll(boolean stopped) {
        rig = rig();
        files = leave(rig, stopped, 4);
        left = stopped ? "stopped" : "killed";
        Map<String, byte[]> older = leave(rig(), stopped, 2);
        Map<String, byte[]> other = new TreeMap<>();
        leave(rig(), stopped, 4).forEach((name, bytes) -> other.put(withoutHash(name), bytes));
        files.forEach((name, bytes) -> {
            if (isKept(name)) {
                bytes(name, bytes);
                swap(name, null, "missing");
                swap(name, other.get(withoutHash(name)), "of another query");
                if (older.containsKey(name)) {
                    swap(name, older.get(name), "of an older run");
                }
                for (String from : files.keySet()) {
                    if (isKept(from) && picked()) {
                        swap(name, files.get(from), "a copy of " + from);
                    }
                }
            }
        });
    }

    /** Files that the engine is to read again; what it has published belongs to the user. */
    private static boolean isKept(String name) {
        return name.startsWith(Disk.CHECKPOINT + "/")
                || name.startsWith(Disk.RESULTS + "/.millrace-staging/")
                || name.startsWith(Disk.RESULTS + "/_millrace/");
    }

    private static String withoutHash(String name) {
        return name.replaceFirst("-[0-9a-f]{8}\\.", ".");
    }

    private boolean picked() {
        return every == 1 || random.nextInt(every) == 0;
    }

    private void bytes(String name, byte[] bytes) {
        for (int at = 0; at < bytes.length; at++) {
            for (int mask : MASKS) {
                if (picked()) {
                    byte[] changed = bytes.clone();
                    changed[at] ^= (byte) mask;
                    swap(name, changed, "byte " + at + " changed by " + mask);
                }
            }
            if (picked()) {
                swap(name, Arrays.copyOf(bytes, at), "cut to " + at + " bytes");
            }
        }
    }

    private void swap(String name, byte[] content, String damage) {
        Map<String, byte[]> changed = new TreeMap<>(files);
        if (content == null) {
            changed.remove(name);
        } else if (Arrays.equals(content, files.get(name))) {
            return;
        } else {
            changed.put(name, content);
        }
        String situation = query + ", seed " + seed + ", " + left + ", " + name + " " + damage;
        Rig after = rig.branch();
        Disk disk = new Disk(new RecordingFileStore(changed));
        Rig.End end = after.run(new World(), new Process(), disk);
        if (end.finished()) {
            if (after.isReadable(disk)) {
                meaningless++;
                after.requireRight(disk, situation);
            } else {
                // of old manifests the writer knows only that they are there: their readers refuse them
                refused++;
            }
            return;
        }
        refused++;
        if (end.failure().isEmpty()
                || !EXPECTED.contains(end.failure().get().code())
                || !end.failure().get().getMessage().contains("\"")) {
            throw new Finding(situation + ": " + end.describe(), end.failure().orElse(null));
        }
    }

    private static final class LeavingWorld extends World {
        private static final String MANIFEST = "create " + Disk.RESULTS + "/.millrace-staging/1-manifest-";

        private final Disk disk;
        private final boolean stopped;
        private final int batches;

        LeavingWorld(Disk disk, boolean stopped, int batches) {
            this.disk = disk;
            this.stopped = stopped;
            this.batches = batches;
        }

        @Override
        void happen(Process process, String what) {
            if (stopped && what.startsWith("committed ev ") && lastNotes().contains("manifest-" + (batches - 1))) {
                process.stop();
            } else if (!stopped && what.startsWith(MANIFEST)) {
                boolean rows = disk.files().files().keySet().stream().anyMatch(DamageRun::isStaged);
                if (rows && Integer.parseInt(what.substring(MANIFEST.length())) >= batches) {
                    process.die();
                }
            }
        }
    }
}
