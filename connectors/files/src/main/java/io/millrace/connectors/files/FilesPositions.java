package io.millrace.connectors.files;

import io.millrace.connector.Offset;
import java.util.LinkedHashMap;
import java.util.Map;

/** The positions that a query asks about, as text and as they are meant: the last ones are not read from their text again. */
final class FilesPositions {
    /** Start and end of a micro-batch, of the one that is being committed, and what there is. */
    private static final int KEPT_MAX = 4;

    private final Map<Offset, FilesOffset> kept = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Offset, FilesOffset> eldest) {
            return size() > KEPT_MAX;
        }
    };

    FilesOffset of(Offset offset) {
        return kept.computeIfAbsent(offset, FilesOffset::of);
    }

    Offset offset(FilesOffset position) {
        Offset offset = position.toOffset();
        kept.put(offset, position);
        return offset;
    }
}
