package io.millrace.runtime;

import io.millrace.checkpoint.BatchLog;
import io.millrace.checkpoint.Checkpoint;
import io.millrace.checkpoint.Limits;
import io.millrace.checkpoint.QueryFolder;
import io.millrace.storage.LocalFileStore;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** What queries run on: where their checkpoints are kept, and the threads that run them. Thread-safe. */
public interface QueryHost {
    /** This machine: a checkpoint is a folder, and each query has threads of its own. */
    QueryHost LOCAL = new QueryHost() {
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
                Thread thread = new Thread(task, name);
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
}
