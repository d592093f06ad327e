package io.millrace.connector;

import io.millrace.columnar.Schema;
import io.millrace.config.Options;
import java.time.ZoneId;
import java.util.List;

/** A format whose rows can be found in the bytes, so that a big file can be cut between rows. */
public interface SplittableFormat extends FormatFactory {
    RowFinder rowFinder(Options options);

    /** Whether the first row of a file is not data but says how to read the others, as a CSV header does. */
    boolean hasPreamble(Options options);

    @Override
    RangeDecoder decoder(Schema columns, List<Integer> projection, Options options, ZoneId zone);
}
