package io.millrace.runtime;

import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.operator.PageRoom;
import io.millrace.state.StateBackend;
import io.millrace.state.StateDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The database that the state of a running query lies in. Its files go when it is closed; those that a process left that
 * died are deleted by the next one.
 */
final class QueryDatabase implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(QueryDatabase.class);

    private static final String FILES = "database";
    /** Of the query's memory, for pages that stay; the rest is for the page in hand and the rows of the micro-batch. */
    private static final int ROOM_PART = 4;

    private final Path folder;
    private final StateDatabase database;
    private final PageRoom room;

    private QueryDatabase(Path folder, StateDatabase database, PageRoom room) {
        this.folder = folder;
        this.database = database;
        this.room = room;
    }

    /** Fails where the settings name a backend that is not there. */
    static void requireBackend(QuerySettings settings) {
        if (!settings.stateBackend().equals(StateBackend.MEMORY)) {
            StateBackend.named(settings.stateBackend());
        }
    }

    /**
     * Makes an empty one, or none where the settings say that state is in memory; what an earlier one left is deleted.
     *
     * @param work a folder for it; empty: a temporary one
     */
    static QueryDatabase open(QuerySettings settings, Optional<Path> work) {
        try {
            if (work.isPresent()) {
                delete(work.get());
            }
            if (settings.stateBackend().equals(StateBackend.MEMORY)) {
                return null;
            }
            StateBackend backend = StateBackend.named(settings.stateBackend());
            Path folder = work.isPresent() ? work.get() : Files.createTempDirectory("millrace-");
            Path files = Files.createDirectories(folder.resolve(FILES));
            PageRoom room = new PageRoom(settings.memoryLimitBytes() / ROOM_PART);
            return new QueryDatabase(folder, backend.open(files), room);
        } catch (IOException | UncheckedIOException e) {
            throw new MillraceException(
                    ErrorCode.IO_ERROR, "no folder for the state of the query can be made: " + e.getMessage(), e);
        }
    }

    StateDatabase database() {
        return database;
    }

    PageRoom room() {
        return room;
    }

    @Override
    public void close() {
        try {
            database.close();
        } finally {
            try {
                delete(folder);
            } catch (IOException | UncheckedIOException e) {
                LOG.warn("{} cannot be deleted", folder, e);
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(QueryDatabase::deleteOne);
        }
    }

    private static void deleteOne(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
