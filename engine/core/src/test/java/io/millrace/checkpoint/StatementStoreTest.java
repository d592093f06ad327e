package io.millrace.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.checkpoint.StoredStatement.Kind;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.storage.FileStore;
import io.millrace.storage.LocalFileStore;
import io.millrace.testing.RecordingFileStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database's statements, after every crash and every kind of damage. */
class StatementStoreTest {
    private static final StoredStatement TABLE =
            new StoredStatement(Kind.TABLE, "t", "CREATE TABLE t (\"ä\nb\" INT)", Map.of("time-zone", "UTC"));
    private static final StoredStatement QUERY = new StoredStatement(Kind.QUERY, "q", "INSERT INTO t", Map.of());
    private static final List<List<StoredStatement>> STEPS =
            List.of(List.of(TABLE), List.of(TABLE, QUERY), List.of(TABLE, QUERY.as(Kind.STOPPED_QUERY)), List.of());

    @TempDir
    private Path folder;

    @Test
    void whatWasKeptIsThereAfterACrashAtAnyMoment() {
        RecordingFileStore recorded = new RecordingFileStore();
        List<Integer> doneAfter = new ArrayList<>();
        try (StatementStore store = StatementStore.open(recorded)) {
            for (List<StoredStatement> step : STEPS) {
                store.replace(step);
                doneAfter.add(recorded.operationCount());
            }
        }
        int[] states = {0};
        for (int count = 0; count <= recorded.operationCount(); count++) {
            int at = count;
            recorded.crashStates().after(count, 7, state -> {
                states[0]++;
                int done = (int) doneAfter.stream().filter(after -> after <= at).count();
                List<StoredStatement> before = done == 0 ? List.of() : STEPS.get(done - 1);
                List<StoredStatement> next = STEPS.get(Math.min(done, STEPS.size() - 1));
                RecordingFileStore left = state.store();
                try (StatementStore store = StatementStore.open(left)) {
                    assertThat(store.statements()).as(state.description()).isIn(before, next);
                    store.replace(List.of(QUERY));
                }
                try (StatementStore store = StatementStore.open(left)) {
                    assertThat(store.statements()).as(state.description()).containsExactly(QUERY);
                }
                assertThat(left.files().keySet())
                        .as(state.description())
                        .filteredOn(name -> name.startsWith("catalog"))
                        .hasSize(1);
            });
        }
        assertThat(states[0]).isGreaterThan(100);
    }

    @Test
    void damageAtAnyByteIsNamed() {
        Map<String, byte[]> good = twoStatements();
        String name = name(good);
        byte[] bytes = good.get(name);
        for (int i = 0; i < bytes.length; i++) {
            byte[] damaged = bytes.clone();
            damaged[i] ^= 0x40;
            requireRefused(Map.of(name, damaged), name);
            requireRefused(Map.of(name, java.util.Arrays.copyOf(bytes, i)), name);
        }
        Map<String, byte[]> renamed = new TreeMap<>(good);
        renamed.put("catalog-00000000000000000099", bytes);
        requireRefused(renamed, "catalog-00000000000000000099");
    }

    @Test
    void aFileOfALaterReleaseIsLeftAlone() {
        Map<String, byte[]> good = twoStatements();
        String name = name(good);
        String later = new String(good.get(name), java.nio.charset.StandardCharsets.UTF_8)
                .replaceFirst(name + " 1", name + " 2");
        FileStore store = new RecordingFileStore(Map.of(name, later.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        assertThatThrownBy(() -> StatementStore.open(store))
                .hasMessageContaining("is of format 2, this release reads format 1; use the release that wrote it");
    }

    private static Map<String, byte[]> twoStatements() {
        RecordingFileStore files = new RecordingFileStore();
        try (StatementStore store = StatementStore.open(files)) {
            store.replace(List.of(TABLE, QUERY));
        }
        return files.files();
    }

    private static String name(Map<String, byte[]> files) {
        return files.keySet().stream()
                .filter(file -> file.startsWith("catalog"))
                .findFirst()
                .orElseThrow();
    }

    private static void requireRefused(Map<String, byte[]> files, String name) {
        assertThatThrownBy(() -> StatementStore.open(new RecordingFileStore(files)))
                .isInstanceOf(MillraceException.class)
                .hasMessageContaining("\"" + name + "\" of database")
                .hasMessageContaining("is damaged")
                .extracting("code")
                .isEqualTo(ErrorCode.CHECKPOINT_CORRUPT);
    }

    @Test
    void aFolderThatIsNoDatabaseIsLeftAsItIs() throws IOException {
        Files.writeString(folder.resolve("thesis.txt"), "x");
        assertThatThrownBy(() -> StatementStore.open(LocalFileStore.ownerOnly(folder)))
                .hasMessage("folder \"" + folder + "\" holds \"thesis.txt\" and is no database; expected a database, or"
                        + " an empty or new folder");
        assertThat(folder).isDirectoryContaining(path -> path.endsWith("thesis.txt"));
        assertThat(folder.toFile().list()).hasSize(1);
    }

    @Test
    void aDatabaseThatHasLostItsFileIsNotBegunAnew() throws IOException {
        Path database = folder.resolve("db");
        StatementStore.open(LocalFileStore.ownerOnly(database)).close();
        Files.createDirectory(database.resolve("checkpoints"));
        Files.delete(database.resolve("catalog-00000000000000000001"));
        assertThatThrownBy(() -> StatementStore.open(LocalFileStore.ownerOnly(database)))
                .hasMessage("file \"catalog-*\" of database \"" + database + "\" is damaged: the file is missing, but"
                        + " \"checkpoints\" is there; restore the database from a copy");
    }

    @Test
    void theSecondOwnerIsRefused() {
        try (StatementStore store = StatementStore.open(LocalFileStore.ownerOnly(folder.resolve("db")))) {
            assertThatThrownBy(() -> StatementStore.open(LocalFileStore.ownerOnly(folder.resolve("db"))))
                    .hasMessageMatching("database \".*db\" is in use by pid "
                            + ProcessHandle.current().pid()
                            + " on host \".*\" \\(open, since .*\\); close it there, or open another folder");
            store.replace(List.of(TABLE));
        }
        StatementStore closed = StatementStore.open(LocalFileStore.ownerOnly(folder.resolve("db")));
        closed.close();
        assertThatThrownBy(() -> closed.replace(List.of())).hasMessageContaining("is closed");
    }
}
