package io.millrace.connector;

import io.millrace.columnar.Schema;
import io.millrace.config.Option;
import io.millrace.config.Options;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;

/** One format of rows in a stream of bytes: csv, json ... Found by ServiceLoader. */
public interface FormatFactory {
    String format();

    /** Options a table of this format takes besides its connector's. */
    Collection<Option<?>> options();

    /** Reads rows of {@code columns}; the positions in {@code projection} are what batches hold. */
    RowDecoder decoder(Schema columns, List<Integer> projection, Options options, ZoneId zone);

    RowEncoder encoder(Schema columns, Options options, ZoneId zone);

    /** File name ending without a dot. */
    String extension();
}
