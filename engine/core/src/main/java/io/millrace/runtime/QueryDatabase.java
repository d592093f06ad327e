package io.millrace.runtime;

import io.millrace.checkpoint.BatchLog;
import io.millrace.checkpoint.BatchRecord;
import io.millrace.checkpoint.LiveDatabase;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.operator.PageRoom;
import io.millrace.plan.PlanNode;
import io.millrace.state.StateBackend;
import io.millrace.state.StateChunk;
import io.millrace.state.StateDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
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
    private final LiveDatabase database;
    private final PageRoom room;

    private QueryDatabase(Path folder, LiveDatabase database, PageRoom room) {
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
     * Opens that of a query that starts: as its checkpoint has it, or an empty one; none where the settings say that state is
     * in memory. What an earlier one left is deleted.
     *
     * @param checkpoint null for a batch query
     */
    static QueryDatabase open(QuerySettings settings, BatchLog checkpoint) {
        Optional<Path> work = checkpoint == null ? Optional.empty() : checkpoint.workFolder();
        work.ifPresent(QueryDatabase::clear);
        if (settings.stateBackend().equals(StateBackend.MEMORY)) {
            return null;
        }
        StateBackend backend = StateBackend.named(settings.stateBackend());
        long last = checkpoint == null ? -1 : lastBatch(checkpoint);
        boolean kept = last >= 0
                && checkpoint
                        .databaseBackend(last)
                        .filter(backend.name()::equals)
                        .isPresent();
        return open(
                work,
                settings.memoryLimitBytes(),
                files -> kept ? checkpoint.openDatabase(last, files) : LiveDatabase.open(backend, files));
    }

    private static long lastBatch(BatchLog checkpoint) {
        return checkpoint.lastRecord().map(BatchRecord::batchId).orElse(-1L);
    }

    /**
     * Gives the state that a checkpoint has in a database, as the operators of its plan know it.
     *
     * @param database opens it in an empty folder
     */
    static void read(PlanNode root, Function<Path, LiveDatabase> database, Consumer<StateChunk> to) {
        try (QueryDatabase open = open(Optional.empty(), 0, database)) {
            for (Step step : Step.build(root, 1, open).statefulSteps()) {
                if (step.isPaged()) {
                    step.snapshot(to);
                }
            }
        }
    }

    private static QueryDatabase open(
            Optional<Path> work, long memoryLimitBytes, Function<Path, LiveDatabase> database) {
        Path folder = null;
        try {
            folder = work.isPresent() ? work.get() : Files.createTempDirectory("millrace-");
            Path files = Files.createDirectories(folder.resolve(FILES));
            return new QueryDatabase(folder, database.apply(files), new PageRoom(memoryLimitBytes / ROOM_PART));
        } catch (IOException e) {
            throw noFolder(e);
        } catch (RuntimeException e) {
            clear(folder);
            throw e;
        }
    }

    private static MillraceException noFolder(IOException e) {
        return new MillraceException(
                ErrorCode.IO_ERROR, "no folder for the state of the query can be made: " + e.getMessage(), e);
    }

    private static void clear(Path folder) {
        try {
            delete(folder);
        } catch (IOException e) {
            throw noFolder(e);
        }
    }

    StateDatabase database() {
        return database.database();
    }

    LiveDatabase live() {
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
            } catch (IOException e) {
                LOG.warn("{} cannot be deleted", folder, e);
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
