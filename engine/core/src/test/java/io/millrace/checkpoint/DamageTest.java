package io.millrace.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.state.StateChunk;
import io.millrace.testing.RecordingFileStore;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A checkpoint whose files are not as they were written says so, naming the file, or means the same as before. */
class DamageTest {
    /** Of a checkpoint with a database, whose files are opened for each look, every which byte is tried. */
    private static final int DATABASE_STEP = 5;

    @Test
    void everyChangedByteOfAClosedCheckpointIsNoticedOrMeansNothing() {
        everyChangedByte(closed(6), 1, 0x01, 0x80, 0xFF);
    }

    @Test
    void everyChangedByteOfACheckpointWithADatabaseIsNoticedOrMeansNothing() {
        Map<String, byte[]> files = closedWithDatabase(6);
        assertThat(files.keySet())
                .filteredOn(name -> name.contains(".database-"))
                .hasSize(4);
        everyChangedByte(files, DATABASE_STEP, 0x04);
    }

    @Test
    void everyChangedByteOfAnAbandonedCheckpointIsNoticedOrMeansNothing() {
        everyChangedByte(abandoned(6), 1, 0x10);
    }

    private static void everyChangedByte(Map<String, byte[]> files, int step, int... masks) {
        String expected = describe(files);
        files.forEach((name, bytes) -> {
            for (int at = 0; at < bytes.length; at += step) {
                for (int mask : masks) {
                    byte[] changed = bytes.clone();
                    changed[at] ^= (byte) mask;
                    requireNoticed(expected, with(files, name, changed), name, "byte " + at + " changed by " + mask);
                }
            }
        });
    }

    @Test
    void everySectorOfAClosedCheckpointThatReadsAsZerosIsNoticedOrMeansNothing() {
        Map<String, byte[]> files = closed(6);
        String expected = describe(files);
        files.forEach((name, bytes) -> {
            for (int from = 0; from < bytes.length; from += 512) {
                byte[] changed = bytes.clone();
                Arrays.fill(changed, from, Math.min(from + 512, bytes.length), (byte) 0);
                requireNoticed(expected, with(files, name, changed), name, "zeros from " + from);
            }
        });
    }

    @Test
    void zerosInAnAbandonedLogAreAnUnfinishedAppendOnlyWhereNothingSyncedFollows() {
        Map<String, byte[]> files = abandoned(6);
        String last = lastLog(files);
        byte[] bytes = files.get(last);
        Segment segment = Segment.of(last, bytes);
        int witness = segment.offsets().get(segment.offsets().size() - 1);
        assertThat(segment.frame(segment.offsets().size() - 1).kind()).isEqualTo(LogFrame.Kind.COMMIT);
        assertThat(witness).isGreaterThan(512);
        for (int from = 0; from < bytes.length; from += 512) {
            byte[] changed = bytes.clone();
            Arrays.fill(changed, from, Math.min(from + 512, bytes.length), (byte) 0);
            Segment damaged = Segment.of(last, changed);
            assertThat(damaged.flaw()).isNotNull();
            assertThat(damaged.torn()).as("zeros from %d", from).isEqualTo(from + 512 > witness);
        }
    }

    @Test
    void everyTruncationOfAClosedCheckpointIsNoticedOrMeansNothing() {
        everyTruncation(closed(6), 1);
    }

    @Test
    void everyTruncationOfACheckpointWithADatabaseIsNoticedOrMeansNothing() {
        everyTruncation(closedWithDatabase(6), DATABASE_STEP);
    }

    private static void everyTruncation(Map<String, byte[]> files, int step) {
        String expected = describe(files);
        files.forEach((name, bytes) -> {
            for (int length = 0; length < bytes.length; length += step) {
                byte[] cut = Arrays.copyOf(bytes, length);
                requireNoticed(expected, with(files, name, cut), name, "cut to " + length + " bytes");
            }
        });
    }

    @Test
    void everyTruncationOfAnAbandonedLogLosesOnlyItsEnd() {
        Map<String, byte[]> files = abandoned(6);
        String expected = describe(files);
        String last = lastLog(files);
        files.forEach((name, bytes) -> {
            for (int length = 0; length < bytes.length; length++) {
                Map<String, byte[]> cut = with(files, name, Arrays.copyOf(bytes, length));
                if (!name.equals(last)) {
                    requireNoticed(expected, cut, name, "cut to " + length + " bytes");
                } else {
                    requireEarlierOrNoticed(cut, length);
                }
            }
        });
    }

    /** The end of a log that a crash cut looks like this; what is left must be whole. The sink knows if it is behind. */
    private static void requireEarlierOrNoticed(Map<String, byte[]> files, int length) {
        try (Checkpoint checkpoint = Script.open(new RecordingFileStore(files))) {
            long last = checkpoint.lastRecord().orElseThrow().batchId();
            assertThat(last).as("cut to %d bytes", length).isBetween(3L, 5L);
            assertThat(checkpoint.lastRecord()).contains(Batches.record(last));
            Batches.describe(checkpoint);
        } catch (MillraceException e) {
            assertThat(e.code()).as("cut to %d bytes", length).isEqualTo(ErrorCode.CHECKPOINT_CORRUPT);
        }
    }

    @Test
    void appendedBytesAreNoticedOrMeanNothing() {
        Map<String, byte[]> files = closed(6);
        String expected = describe(files);
        files.forEach((name, bytes) -> {
            for (String junk : new String[] {"\0", "\0\0\0\0\0\0\0\0", "M", "MRL\1", "junk and more junk", "\n"}) {
                byte[] added = junk.getBytes(StandardCharsets.ISO_8859_1);
                byte[] longer = Arrays.copyOf(bytes, bytes.length + added.length);
                System.arraycopy(added, 0, longer, bytes.length, added.length);
                requireNoticed(expected, with(files, name, longer), name, "with \"" + junk + "\" at its end");
            }
        });
    }

    @Test
    void everyMissingFileIsNoticedOrMeansNothing() {
        for (Map<String, byte[]> files : List.of(closed(6), abandoned(6), closedWithDatabase(6))) {
            String expected = describe(files);
            for (String name : files.keySet()) {
                Map<String, byte[]> without = new TreeMap<>(files);
                without.remove(name);
                requireNoticed(expected, without, name, "missing");
            }
        }
    }

    @Test
    void aFileOfAnotherQueryIsNoticed() {
        Map<String, byte[]> files = closed(6);
        String expected = describe(files);
        Map<String, byte[]> other = new TreeMap<>();
        closed(6).forEach((name, bytes) -> other.put(withoutHash(name), bytes));
        for (String name : files.keySet()) {
            requireNoticed(expected, with(files, name, other.get(withoutHash(name))), name, "from another query");
        }
    }

    private static String withoutHash(String name) {
        return name.replaceFirst("-[0-9a-f]{8}\\.", ".");
    }

    @Test
    void anotherFileOfTheSameQueryIsNoticed() {
        everyOtherFile(closed(6));
        everyOtherFile(closedWithDatabase(6));
    }

    private static void everyOtherFile(Map<String, byte[]> files) {
        String expected = describe(files);
        for (String name : files.keySet()) {
            for (String source : files.keySet()) {
                requireNoticed(expected, with(files, name, files.get(source)), name, "a copy of " + source);
            }
        }
    }

    @Test
    void anOlderVersionOfAFileIsNoticed() {
        RecordingFileStore store = new RecordingFileStore();
        Map<String, byte[]> older = new TreeMap<>();
        try (Checkpoint checkpoint = live(store, 6, null)) {
            older.putAll(store.files());
            checkpoint.record(Batches.record(6), Batches.changes(6));
            checkpoint.commit(6);
        }
        String expected = describe(store.files());
        for (String name : store.files().keySet()) {
            if (older.containsKey(name)) {
                requireNoticed(expected, with(store.files(), name, older.get(name)), name, "an older version");
            }
        }
    }

    @Test
    void aNewerFormatIsRefusedUntouched() {
        Map<String, byte[]> files = closed(2);
        String text = new String(files.get("metadata"), StandardCharsets.UTF_8);
        files.put(
                "metadata",
                text.replaceFirst("millrace-metadata 1\n", "millrace-metadata 2\n")
                        .getBytes(StandardCharsets.UTF_8));
        RecordingFileStore store = new RecordingFileStore(files);
        assertThatThrownBy(() -> Script.open(store))
                .isInstanceOf(MillraceException.class)
                .hasMessageContaining("is of format 2, this release reads format 1")
                .extracting("code")
                .isEqualTo(ErrorCode.UNSUPPORTED);
        assertThat(store.operationCount()).isZero();
    }

    @Test
    void aFolderWithOtherThingsIsRefusedUntouched() {
        RecordingFileStore store = new RecordingFileStore(Map.of("holiday.jpg", new byte[] {1}));
        assertThatThrownBy(() -> Script.open(store))
                .isInstanceOf(MillraceException.class)
                .hasMessageContaining("holds \"holiday.jpg\" and is not a checkpoint");
        assertThat(store.operationCount()).isZero();
    }

    @Test
    void theCheckpointOfAnotherQueryIsRefused() {
        RecordingFileStore store = new RecordingFileStore(closed(2));
        assertThatThrownBy(() -> Checkpoint.open(store, "other"))
                .isInstanceOf(MillraceException.class)
                .hasMessageContaining("it belongs to query \"q\", expected query \"other\"");
    }

    private static void requireNoticed(String expected, Map<String, byte[]> files, String name, String damage) {
        String found;
        try {
            found = describe(files);
        } catch (MillraceException e) {
            assertThat(e.code())
                    .as("%s, %s: %s", name, damage, e.getMessage())
                    .isIn(ErrorCode.CHECKPOINT_CORRUPT, ErrorCode.UNSUPPORTED);
            assertThat(e.getMessage()).contains("\"");
            return;
        }
        assertThat(found).as("%s, %s", name, damage).isEqualTo(expected);
    }

    private static String describe(Map<String, byte[]> files) {
        try (Checkpoint checkpoint = Script.open(new RecordingFileStore(files))) {
            return Batches.describe(checkpoint);
        }
    }

    /** A checkpoint with snapshots after batches 1 and 3, and a delta file, closed in good order. */
    private static Map<String, byte[]> closed(long batches) {
        RecordingFileStore store = new RecordingFileStore();
        live(store, batches, null).close();
        return store.files();
    }

    /** The same with its state in a database, so that the snapshots share files of it. */
    private static Map<String, byte[]> closedWithDatabase(long batches) {
        RecordingFileStore store = new RecordingFileStore();
        try (ScriptDatabase database = ScriptDatabase.empty()) {
            live(store, batches, database).close();
        }
        return store.files();
    }

    /** The same, but the process was killed. */
    private static Map<String, byte[]> abandoned(long batches) {
        RecordingFileStore store = new RecordingFileStore();
        live(store, batches, null);
        return store.files();
    }

    private static Checkpoint live(RecordingFileStore store, long batches, ScriptDatabase database) {
        Checkpoint checkpoint = Script.open(store);
        checkpoint.create(Script.PLAN);
        for (long batch = 0; batch < batches; batch++) {
            List<StateChunk> changes = batch == 4 ? Batches.largeChanges(4) : Batches.changes(batch);
            checkpoint.record(Batches.record(batch), changes);
            checkpoint.commit(batch);
            boolean snapshot = batch == 1 || batch == 3;
            if (database != null) {
                database.apply(changes);
                if (snapshot) {
                    checkpoint.snapshot(batch, List.of(), database.live());
                }
            } else if (snapshot) {
                checkpoint.snapshot(batch, Batches.whole(batch), null);
            }
        }
        return checkpoint;
    }

    private static Map<String, byte[]> with(Map<String, byte[]> files, String name, byte[] bytes) {
        Map<String, byte[]> changed = new TreeMap<>(files);
        changed.put(name, bytes);
        return changed;
    }

    private static String lastLog(Map<String, byte[]> files) {
        return files.keySet().stream()
                .filter(name -> name.endsWith(".log"))
                .reduce((first, second) -> second)
                .orElseThrow();
    }
}
