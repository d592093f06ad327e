package io.millrace.runtime;

import io.millrace.checkpoint.BatchLog;
import io.millrace.checkpoint.Checkpoint;
import io.millrace.checkpoint.Limits;
import io.millrace.connector.Sink;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import io.millrace.plan.QueryPlan;
import io.millrace.storage.FileStore;
import io.millrace.storage.LocalFileStore;
import io.millrace.storage.UnsyncedFileStore;
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
 * Opens a query on its checkpoint, at its start and after each failure; one that has none on a checkpoint in a temporary
 * folder, which goes when this is closed. Used by the query's thread.
 */
final class Opening implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Opening.class);

    private final QueryHost host;
    private final RunningQuery query;
    private Path temporary;

    Opening(QueryHost host, RunningQuery query) {
        this.host = host;
        this.query = query;
    }

    /**
     * Takes the checkpoint, and makes ready what runs on it; gives up all that when it fails. Empty when the checkpoint says
     * that the query's inputs have ended: there is nothing left to do.
     */
    Optional<OpenQuery> open(QuerySpec spec) {
        query.interruptBy(Thread.currentThread()::interrupt);
        BatchLog checkpoint = null;
        try {
            checkpoint = spec.plan().batch() ? null : checkpoint(spec);
            if (checkpoint != null && !checkpoint.isNew() && checkpoint.finished()) {
                end(spec, checkpoint);
                return Optional.empty();
            }
            return Optional.of(new QueryOpener(spec, checkpoint).open(query));
        } catch (RuntimeException | Error e) {
            query.interruptNoMore();
            if (checkpoint != null) {
                close(checkpoint, e);
            }
            throw e;
        }
    }

    private static void close(BatchLog checkpoint, Throwable reason) {
        try {
            checkpoint.close();
        } catch (RuntimeException | Error e) {
            reason.addSuppressed(e);
        }
    }

    private BatchLog checkpoint(QuerySpec spec) {
        QuerySettings settings = spec.settings();
        if (settings.checkpointRoot() != null) {
            return host.checkpoint(settings.checkpointRoot(), spec.name(), settings.retainBatches());
        }
        if (temporary == null) {
            temporary = temporaryFolder();
        }
        FileStore store = UnsyncedFileStore.of(LocalFileStore.ownerOnly(temporary));
        return Checkpoint.open(store, spec.name(), Limits.DEFAULT.retaining(settings.retainBatches()));
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("millrace-");
        } catch (IOException e) {
            throw new MillraceException(
                    ErrorCode.IO_ERROR, "no temporary folder for a checkpoint can be made: " + e.getMessage(), e);
        }
    }

    /** The inputs of the query have ended in an earlier run. */
    private void end(QuerySpec spec, BatchLog checkpoint) {
        if (!checkpoint.plan().statement().equals(QueryOpener.statement(spec))) {
            throw new MillraceException(
                    ErrorCode.STATE_INCOMPATIBLE,
                    "query \"" + spec.name()
                            + "\" has finished, since its inputs have ended, and its checkpoint belongs to"
                            + " another statement; start this one under another 'query.name', or delete the checkpoint"
                            + " and the sink's rows to run it anew");
        }
        QueryPlan plan = spec.plan();
        query.identify(checkpoint.queryId(), plan);
        // the run that finished it may have died before it could tell
        spec.sink().end(new Sink.Session(query.id(), spec.name(), checkpoint.epoch(), plan.mode(), plan.uniqueKey()));
        checkpoint.close();
        spec.sink().close();
    }

    @Override
    public void close() {
        if (temporary == null || !Files.exists(temporary)) {
            return;
        }
        try (Stream<Path> files = Files.walk(temporary)) {
            files.sorted(Comparator.reverseOrder()).forEach(Opening::delete);
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("the temporary folder {} cannot be deleted", temporary, e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
