package io.millrace.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalFileStoreTest {
    @TempDir
    Path folder;

    private LocalFileStore store;

    @BeforeEach
    void open() {
        store = LocalFileStore.ownerOnly(folder.resolve("a/root"));
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        assertThat(store.list("")).isEmpty();
        try (FileStore.Output output = store.create("x/y/file")) {
            write(output, "hello ");
            write(output, "world");
            output.force();
            assertThat(output.position()).isEqualTo(11);
        }
        store.forceDirectory("x/y");
        store.forceDirectory("");
        assertThat(store.read("x/y/file")).asString().isEqualTo("hello world");
        assertThat(store.open("x/y/file").readAllBytes()).asString().isEqualTo("hello world");
        assertThat(store.size("x/y/file")).isEqualTo(11);
        assertThat(store.list("")).containsExactly("x");
        assertThat(store.list("x/y")).containsExactly("file");
        assertThat(store.exists("x/y/file")).isTrue();
        store.delete("x/y/file");
        store.delete("x/y/file");
        assertThat(store.exists("x/y/file")).isFalse();
        assertThat(store.list("nowhere")).isEmpty();
    }

    @Test
    void anInterruptedThreadWritesAndReadsAllTheSame() throws IOException {
        Thread.currentThread().interrupt();
        try (FileStore.Lock lock = store.tryLock("LOCK", "me").orElseThrow()) {
            assertThat(lock).isNotNull();
            try (FileStore.Output output = store.create("x/file")) {
                write(output, "hello");
                output.force();
            }
            store.forceDirectory("x");
            assertThat(store.read("x/file")).asString().isEqualTo("hello");
            assertThat(store.lockHolder("LOCK")).contains("me");
            assertThat(Thread.interrupted()).isTrue();
            assertThat(LocalFileStore.ownerOnly(folder.resolve("a/root")).tryLock("LOCK", "you"))
                    .isEmpty();
        }
    }

    @Test
    void appendingCutsFirst() throws IOException {
        create("file", "0123456789");
        try (FileStore.Output output = store.append("file", 4)) {
            assertThat(output.position()).isEqualTo(4);
            write(output, "x");
        }
        assertThat(store.read("file")).asString().isEqualTo("0123x");
        assertThatThrownBy(() -> store.append("file", 6))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("has 5 bytes");
        assertThatThrownBy(() -> store.append("other", 0)).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void anExistingNameIsNeverReplaced() throws IOException {
        create("one", "1");
        create("two", "2");
        assertThatThrownBy(() -> store.create("one")).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(store.renameIfAbsent("one", "two")).isFalse();
        assertThat(store.read("two")).asString().isEqualTo("2");
        assertThat(store.renameIfAbsent("one", "x/three")).isTrue();
        assertThat(store.list("")).containsExactly("two", "x");
        assertThat(store.read("x/three")).asString().isEqualTo("1");
        assertThatThrownBy(() -> store.renameIfAbsent("one", "four")).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void onlyTheOwnerMayReadACheckpoint() throws IOException {
        create("x/file", "1");
        try (FileStore.Lock lock = store.tryLock("LOCK", "me").orElseThrow()) {
            assertThat(lock).isNotNull();
            for (String name : new String[] {"x/file", "LOCK", "LOCK.holder"}) {
                assertThat(permissions(name)).isEqualTo("rw-------");
            }
        }
        assertThat(permissions("x")).isEqualTo("rwx------");
        assertThat(permissions("")).isEqualTo("rwx------");
    }

    @Test
    void resultsGetTheUsualPermissions() throws IOException {
        Files.createFile(folder.resolve("usual"));
        String usual = PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("usual")));
        try (FileStore.Output output =
                LocalFileStore.shared(folder.resolve("a/root")).create("file")) {
            write(output, "1");
        }
        assertThat(permissions("file")).isEqualTo(usual);
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "../x", "a/../../x", "a/..", "/etc/passwd", "a//b", "./a", "a/", "a\0b"})
    void aNameNeverLeadsOutOfTheRoot(String name) {
        assertThatThrownBy(() -> store.create(name))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is not the name");
        assertThatThrownBy(() -> store.read(name))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is not the name");
        assertThatThrownBy(() -> store.delete(name))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is not the name");
        assertThat(folder.resolve("x")).doesNotExist();
    }

    @Test
    void aLockHasOneHolderWhateverThePathIsCalled() throws IOException {
        Path alias = folder.resolve("alias");
        FileStore.Lock lock = store.tryLock("LOCK", "the first").orElseThrow();
        Files.createSymbolicLink(alias, folder.resolve("a"));
        LocalFileStore again = LocalFileStore.ownerOnly(alias.resolve("root"));
        assertThat(again.tryLock("LOCK", "the second")).isEmpty();
        assertThat(again.lockHolder("LOCK")).contains("the first");
        lock.close();
        lock.close();
        assertThat(again.lockHolder("LOCK")).isEmpty();
        FileStore.Lock next = again.tryLock("LOCK", "the second").orElseThrow();
        lock.close();
        assertThat(store.tryLock("LOCK", "the third")).isEmpty();
        next.close();
    }

    @Test
    void aLockThatIsHeldCannotBeOpenedAsAFile() throws IOException {
        try (FileStore.Lock lock = store.tryLock("LOCK", "me").orElseThrow()) {
            assertThat(lock).isNotNull();
            assertThatThrownBy(() -> store.read("LOCK")).hasMessageContaining("is a lock that this process holds");
            assertThatThrownBy(() -> store.open("LOCK")).hasMessageContaining("is a lock that this process holds");
            assertThatThrownBy(() -> store.append("LOCK", 0)).hasMessageContaining("is a lock that this process holds");
            assertThatThrownBy(() -> store.create("LOCK")).isInstanceOf(IOException.class);
        }
    }

    private void create(String name, String text) throws IOException {
        try (FileStore.Output output = store.create(name)) {
            write(output, text);
        }
    }

    private static void write(FileStore.Output output, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        output.write(bytes, 0, bytes.length);
    }

    private String permissions(String name) throws IOException {
        return PosixFilePermissions.toString(
                Files.getPosixFilePermissions(folder.resolve("a/root").resolve(name)));
    }
}
