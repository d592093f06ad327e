package io.millrace.checkpoint;

import io.millrace.state.StateBackend;
import io.millrace.state.StateDatabase;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * A state database that is open, with what a checkpoint has of its files already.
 *
 * <p>Ownership: the database goes with it, the folder is the caller's.
 */
public final class LiveDatabase implements AutoCloseable {
    private final String backend;
    private final StateDatabase database;
    private final Path folder;
    private final Map<String, KeptDatabase.Part> kept = new HashMap<>();

    private LiveDatabase(String backend, StateDatabase database, Path folder) {
        this.backend = backend;
        this.database = database;
        this.folder = folder;
    }

    /** @param folder which exists: empty, or with the files of a database of that backend */
    public static LiveDatabase open(StateBackend backend, Path folder) {
        return new LiveDatabase(backend.name(), backend.open(folder), folder);
    }

    public StateDatabase database() {
        return database;
    }

    String backend() {
        return backend;
    }

    Path folder() {
        return folder;
    }

    /** The lasting file of that name, where the checkpoint has it; else null. */
    KeptDatabase.Part kept(String as) {
        return kept.get(as);
    }

    /** The checkpoint has it like this now. */
    void isKept(KeptDatabase as) {
        kept.clear();
        as.files().stream().filter(KeptDatabase.Part::lasting).forEach(part -> kept.put(part.as(), part));
    }

    @Override
    public void close() {
        database.close();
    }
}
