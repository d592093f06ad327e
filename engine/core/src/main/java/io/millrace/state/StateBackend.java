package io.millrace.state;

import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/**
 * A kind of database that holds the state of queries outside the heap; found by {@link ServiceLoader}.
 *
 * <p>Threads: thread-safe.
 */
public interface StateBackend {
    /** The backend that is no database: all state is on the heap. */
    String MEMORY = "memory";

    /** Artifact of the backend that Millrace itself has, for whoever asks for it without having it. */
    String ROCKSDB_ARTIFACT = "io.millrace:millrace-state-rocksdb";

    /** What {@code state.backend} calls it, in lower case. */
    String name();

    /**
     * Opens the database in a folder; an empty one where there are no files of it yet.
     *
     * @param folder which exists and is the database's alone until it is closed
     */
    StateDatabase open(Path folder);

    /** The backend of that name. Errors: INVALID_OPTION where there is none, with what to do about it. */
    static StateBackend named(String name) {
        return named(name, "'state.backend' is \"" + name + "\"");
    }

    /** @param asked says in the message who asks for it */
    static StateBackend named(String name, String asked) {
        List<String> known = new ArrayList<>();
        known.add(MEMORY);
        try {
            for (StateBackend backend : ServiceLoader.load(StateBackend.class)) {
                if (backend.name().equalsIgnoreCase(name)) {
                    return backend;
                }
                known.add(backend.name());
            }
        } catch (ServiceConfigurationError e) {
            throw new MillraceException(
                    ErrorCode.INVALID_OPTION, "state backend \"" + name + "\" cannot be loaded: " + e.getMessage(), e);
        }
        boolean rocksdb = name.toLowerCase(Locale.ROOT).equals("rocksdb");
        throw new MillraceException(
                ErrorCode.INVALID_OPTION,
                asked + ", and the class path has "
                        + String.join(
                                ", ", known.stream().map(k -> "\"" + k + "\"").toList()) + "; "
                        + (rocksdb ? "add the artifact " + ROCKSDB_ARTIFACT + " to it" : "take one of these"));
    }
}
