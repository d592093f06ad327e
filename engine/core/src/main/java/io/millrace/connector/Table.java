package io.millrace.connector;

import io.millrace.columnar.Schema;
import java.util.Optional;

/** A table of a connector, as one {@code CREATE TABLE} defined it. Thread-safe; holds no connection or open file. */
public interface Table {
    /** The columns the connector reads or writes: declared by the user or brought by the connector. */
    Schema schema();

    /** A watermark that the connector brings itself; the user's WATERMARK clause comes first. */
    default Optional<TableWatermark> watermark() {
        return Optional.empty();
    }
}
