package io.millrace.checkpoint;

import io.millrace.state.HeapBackend;
import io.millrace.state.StateChunk;
import io.millrace.state.StateDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The table of {@link Batches} in a database, as an operator would have it there. */
final class ScriptDatabase implements AutoCloseable {
    private static final byte[] FIRST = {};
    private static final byte[] BEHIND_LAST = {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1};

    /** Opens the database of a checkpoint in an empty folder. */
    interface Opener {
        LiveDatabase in(Path folder);
    }

    private final Path folder;
    private final LiveDatabase live;

    private ScriptDatabase(Opener opener) {
        try {
            this.folder = Files.createTempDirectory("millrace-script-");
            this.live = opener.in(Files.createDirectory(folder.resolve("database")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One without a row. */
    static ScriptDatabase empty() {
        return new ScriptDatabase(files -> LiveDatabase.open(new HeapBackend(), files));
    }

    /** The state after a batch. */
    static ScriptDatabase of(Checkpoint checkpoint, long batch) {
        ScriptDatabase database = checkpoint.databaseBackend(batch).isEmpty()
                ? empty()
                : new ScriptDatabase(files -> checkpoint.openDatabase(batch, files));
        checkpoint.restore(batch, chunk -> database.apply(List.of(chunk)));
        return database;
    }

    /** Shows the rows of a checkpoint's database. */
    static void read(Opener opener, Consumer<List<Object>> row) {
        try (ScriptDatabase database = new ScriptDatabase(opener)) {
            database.live.database().scan(FIRST, BEHIND_LAST, (key, value) -> {
                ByteBuffer numbers = ByteBuffer.wrap(key);
                long segment = numbers.getLong();
                row.accept(List.of(segment, numbers.getLong(), new String(value, StandardCharsets.UTF_8)));
                return true;
            });
        }
    }

    LiveDatabase live() {
        return live;
    }

    void apply(List<StateChunk> chunks) {
        try (StateDatabase.Changes changes = live.database().changes()) {
            for (StateChunk chunk : chunks) {
                for (List<Object> row : chunk.rows().rows()) {
                    byte[] key = key(chunk.segment(), (Long) row.get(0));
                    if (chunk.kind() == StateChunk.Kind.UPSERT) {
                        changes.put(key, ((String) row.get(1)).getBytes(StandardCharsets.UTF_8));
                    } else {
                        changes.delete(key);
                    }
                }
            }
            changes.write();
        }
    }

    private static byte[] key(long segment, long key) {
        return ByteBuffer.allocate(2 * Long.BYTES).putLong(segment).putLong(key).array();
    }

    @Override
    public void close() {
        live.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
