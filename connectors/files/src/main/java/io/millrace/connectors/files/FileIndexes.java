package io.millrace.connectors.files;

import io.millrace.connector.IndexedFormat;
import io.millrace.connector.RowBlocks;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** What files of an indexed format say of their rows; the last ones asked for are kept. Thread-safe. */
final class FileIndexes {
    private static final int KEPT_MAX = 256;

    private final IndexedFormat format;
    private final FileFormat file;
    private final Map<FileVersion, RowBlocks> kept = new LinkedHashMap<>(16, 0.75f, true);

    FileIndexes(IndexedFormat format, FileFormat file) {
        this.format = format;
        this.file = file;
    }

    synchronized RowBlocks of(Path folder, FileVersion version) {
        RowBlocks rows = kept.get(version);
        if (rows == null) {
            version.requireUnchanged(folder);
            try (ChannelBytes bytes = ChannelBytes.open(folder.resolve(version.name()))) {
                rows = format.index(bytes, file.columns(), file.options());
            }
            kept.put(version, rows);
            if (kept.size() > KEPT_MAX) {
                kept.remove(kept.keySet().iterator().next());
            }
        }
        return rows;
    }
}
