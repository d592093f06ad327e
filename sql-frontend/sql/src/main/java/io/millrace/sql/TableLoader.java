package io.millrace.sql;

import io.millrace.sql.catalog.CatalogTable;
import java.util.Map;

/** What both readers do. */
final class TableLoader {
    private final Frames frames;
    private final SessionState state;
    private final Map<String, CatalogTable> known;
    private final boolean stream;
    private final TableSpec spec = new TableSpec();

    TableLoader(Frames frames, SessionState state, Map<String, CatalogTable> known, boolean stream) {
        this.frames = frames;
        this.state = state;
        this.known = known;
        this.stream = stream;
    }

    TableSpec spec() {
        return spec;
    }

    DataFrame load() {
        return frames.of(spec.table(state, known), stream);
    }

    DataFrame table(String name) {
        return frames.table(name, stream);
    }
}
