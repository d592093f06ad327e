package io.millrace.benchmarks.rig;

import io.millrace.checkpoint.BatchLog;
import io.millrace.connector.ReadableTable;
import io.millrace.connector.Sink;
import io.millrace.storage.FileStore;

/** A mistake that is planted into the engine, around its parts: what the rig is there to find. */
class PlantedBug {
    static final PlantedBug NONE = new PlantedBug();

    FileStore checkpoint(FileStore store) {
        return store;
    }

    FileStore results(FileStore store) {
        return store;
    }

    Sink sink(Sink sink) {
        return sink;
    }

    ReadableTable table(ReadableTable table) {
        return table;
    }

    BatchLog log(BatchLog log) {
        return log;
    }
}
