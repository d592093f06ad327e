package io.millrace.state.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.state.StateBackend;
import io.millrace.state.StateDatabase;
import io.millrace.testing.StateBackendContract;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RocksDbBackendTest {
    @TempDir
    Path folder;

    @Test
    void keepsTheContract() {
        StateBackendContract.check("rocksdb", folder);
    }

    @Test
    void changesAreMadeInTheirOrder() {
        try (StateDatabase database = StateBackend.named("RocksDB").open(folder)) {
            try (StateDatabase.Changes changes = database.changes()) {
                changes.append(bytes("b"), bytes("1"));
                changes.append(bytes("b"), bytes("2"));
                changes.put(bytes("c"), bytes("3"));
                changes.append(bytes("c"), bytes("4"));
                changes.put(bytes("d"), bytes("5"));
                changes.delete(bytes("d"));
                changes.put(bytes("e"), bytes("6"));
                changes.write();
                assertThat(scan(database, "a", "e")).containsExactly("b=12", "c=34");
                changes.deleteRange(bytes("a"), bytes("c"));
                changes.append(bytes("b"), bytes("7"));
                changes.write();
            }
            assertThat(scan(database, "a", "z")).containsExactly("b=7", "c=34", "e=6");
            byte[][] found = database.get(new byte[][] {bytes("c"), bytes("d")});
            assertThat(found[0]).isEqualTo(bytes("34"));
            assertThat(found[1]).isNull();
        }
    }

    @Test
    void whatIsKeptOpensAsItWas() {
        Path kept = folder.resolve("kept");
        try (StateDatabase database = new RocksDbBackend().open(folder.resolve("first"))) {
            put(database, "a", "1");
            database.keep(kept);
            put(database, "a", "2");
        }
        try (StateDatabase database = new RocksDbBackend().open(kept)) {
            assertThat(scan(database, "a", "z")).containsExactly("a=1");
        }
    }

    @Test
    void aFolderThatCannotBeOneIsNamed() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "text");
        assertThatThrownBy(() -> new RocksDbBackend().open(file))
                .hasMessageStartingWith("could not open the state database in \"" + file + "\": ")
                .hasMessageEndingWith("; start the query again: its state is in the checkpoint");
    }

    @Test
    void aDamagedFileIsNamed() throws Exception {
        Path kept = folder.resolve("kept");
        try (StateDatabase database = new RocksDbBackend().open(folder.resolve("first"))) {
            for (int i = 0; i < 2_000; i++) {
                put(database, "key " + i, "value " + i * 7919);
            }
            database.keep(kept);
        }
        Path table;
        try (Stream<Path> files = Files.list(kept)) {
            table = files.filter(file -> file.toString().endsWith(".sst"))
                    .findFirst()
                    .orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(table);
        bytes[bytes.length / 4] ^= 1;
        Files.delete(table);
        Files.write(table, bytes);
        try (StateDatabase database = new RocksDbBackend().open(kept)) {
            assertThatThrownBy(() -> scan(database, "a", "z"))
                    .hasMessageStartingWith("could not read the state database in \"" + kept + "\": ")
                    .hasMessageContaining(table.getFileName().toString())
                    .hasMessageEndingWith("; start the query again: its state is in the checkpoint");
        }
    }

    private static void put(StateDatabase database, String key, String value) {
        try (StateDatabase.Changes changes = database.changes()) {
            changes.put(bytes(key), bytes(value));
            changes.write();
        }
    }

    private static List<String> scan(StateDatabase database, String from, String to) {
        List<String> found = new ArrayList<>();
        database.scan(
                bytes(from),
                bytes(to),
                (key, value) -> found.add(
                        new String(key, StandardCharsets.UTF_8) + "=" + new String(value, StandardCharsets.UTF_8)));
        return found;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
