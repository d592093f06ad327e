package io.millrace.runtime;

import io.millrace.checkpoint.BatchLog;
import io.millrace.checkpoint.Checkpoint;
import io.millrace.storage.FileStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;

/** A host whose one checkpoint lies in a store. */
record StoreHost(FileStore store, Duration roomRetry) implements QueryHost {
    @Override
    public BatchLog checkpoint(Path root, String queryName, int retainBatches) {
        return Checkpoint.open(store, queryName);
    }

    @Override
    public ExecutorService thread(String name) {
        return QueryHost.LOCAL.thread(name);
    }
}
