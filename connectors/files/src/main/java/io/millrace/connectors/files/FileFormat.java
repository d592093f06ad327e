package io.millrace.connectors.files;

import io.millrace.columnar.Schema;
import io.millrace.config.Options;
import io.millrace.connector.FormatFactory;
import io.millrace.connector.IndexedFormat;
import io.millrace.connector.RowDecoder;
import io.millrace.connector.RowFinder;
import io.millrace.connector.SplittableFormat;
import java.time.ZoneId;
import java.util.List;

/** The format of a table's files, with the columns that one query reads. */
record FileFormat(FormatFactory factory, Options options, Schema columns, List<Integer> projection, ZoneId zone) {

    RowDecoder decoder() {
        return factory.decoder(columns, projection, options, zone);
    }

    /** Whether files can be cut between rows. */
    boolean splittable() {
        return factory instanceof SplittableFormat;
    }

    boolean hasPreamble() {
        return factory instanceof SplittableFormat format && format.hasPreamble(options);
    }

    /** What files say of their rows, or null where the format has no index. */
    FileIndexes indexes() {
        return factory instanceof IndexedFormat format ? new FileIndexes(format, this) : null;
    }

    /** How rows are found, or null where they cannot be. */
    RowFinder finder() {
        return factory instanceof SplittableFormat format ? format.rowFinder(options) : null;
    }
}
