package io.millrace.connector;

import io.millrace.storage.FileStore;
import io.millrace.storage.LocalFileStore;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Map;

/**
 * What the engine lends to connectors. Thread-safe.
 */
public interface ConnectorContext {
    /** The session's zone: how texts without a zone are read as TIMESTAMP_LTZ. */
    ZoneId zone();

    /** Formats by name, such as {@code csv}; those whose library is missing are reported when asked for. */
    FormatFactory format(String name);

    /** Names of all formats. */
    Iterable<String> formats();

    /** Things that live as long as the session, by key: the rows of {@code memory} tables. */
    <T> T shared(Class<T> type, java.util.function.Supplier<T> make);

    /** Values that a session sets for all its tables; empty where none. */
    default Map<String, String> settings() {
        return Map.of();
    }

    /** The files below a folder that results are written to, for others to read. */
    default FileStore sharedFiles(Path folder) {
        return LocalFileStore.shared(folder);
    }
}
