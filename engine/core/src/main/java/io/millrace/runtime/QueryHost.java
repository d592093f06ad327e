package io.millrace.runtime;

import io.millrace.checkpoint.BatchLog;
import io.millrace.checkpoint.Checkpoint;
import io.millrace.checkpoint.Limits;
import io.millrace.checkpoint.QueryFolder;
import io.millrace.storage.LocalFileStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** What queries run on: where their checkpoints are kept, and the threads that run them. Thread-safe. */
public interface QueryHost {
    /** This machine: a checkpoint is a folder, and each query has threads of its own. */
    QueryHost LOCAL = new QueryHost() {
        /** A plan may be as deep as its statement: see what parses it. */
        private static final long STACK_BYTES = 64L << 20;

        @Override
        public BatchLog checkpoint(Path root, String queryName, int retainBatches) {
            return Checkpoint.open(
                    LocalFileStore.ownerOnly(QueryFolder.of(root, queryName)),
                    queryName,
                    Limits.DEFAULT.retaining(retainBatches));
        }

        @Override
        public ExecutorService thread(String name) {
            return Executors.newSingleThreadExecutor(task -> {
                Thread thread = new Thread(null, task, name, STACK_BYTES);
                thread.setDaemon(true);
                return thread;
            });
        }
    };

    /**
     * Takes the checkpoint of a query below a root; an empty one when it is not there. The caller closes it.
     *
     * @param retainBatches the state after each of so many last batches stays readable
     */
    BatchLog checkpoint(Path root, String queryName, int retainBatches);

    /** One thread, which runs its tasks one after the other. The caller shuts it down. */
    ExecutorService thread(String name);

    /** After how long a query whose files found no room looks again. */
    default Duration roomRetry() {
        return Duration.ofMillis(500);
    }
}
