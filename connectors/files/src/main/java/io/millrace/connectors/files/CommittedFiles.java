package io.millrace.connectors.files;

import io.millrace.storage.FileStore;
import io.millrace.storage.LocalFileStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads which files a query has added to a directory, from its manifests. */
public final class CommittedFiles {
    private CommittedFiles() {}

    /**
     * A file.
     *
     * @param batch the micro-batch that added it
     * @param crc32c of its bytes, as 8 hexadecimal digits
     */
    public record Entry(long batch, String name, long bytes, long rows, String crc32c) {}

    /** All files in the order they were added. Errors: SINK_FAILED when a manifest is damaged. */
    public static List<Entry> list(Path directory) throws IOException {
        return list(LocalFileStore.shared(directory));
    }

    /** The same, of a directory in a store. */
    public static List<Entry> list(FileStore store) throws IOException {
        List<Entry> entries = new ArrayList<>();
        for (Manifest manifest : new ManifestFolder(store, FilesSink.STAGING, FilesSink.MERGE_AT).all()) {
            for (StagedFile file : manifest.files()) {
                entries.add(new Entry(manifest.batch(), file.name(), file.bytes(), file.rows(), file.crc32c()));
            }
        }
        return entries;
    }
}
