package io.millrace.connectors.text;

import io.millrace.columnar.Schema;
import io.millrace.config.Option;
import io.millrace.config.Options;
import io.millrace.connector.RangeDecoder;
import io.millrace.connector.RowEncoder;
import io.millrace.connector.RowFinder;
import io.millrace.connector.SplittableFormat;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;

/** JSON lines: one object a line. */
public final class JsonFormat implements SplittableFormat {
    @Override
    public String format() {
        return "json";
    }

    @Override
    public Collection<Option<?>> options() {
        return List.of(OnError.OPTION);
    }

    @Override
    public String extension() {
        return "json";
    }

    @Override
    public RangeDecoder decoder(Schema columns, List<Integer> projection, Options options, ZoneId zone) {
        OnError onError = OnError.of(options.get(OnError.OPTION));
        return new JsonDecoder(columns, new RowCollector(columns, projection, zone, onError));
    }

    @Override
    public RowEncoder encoder(Schema columns, Options options, ZoneId zone) {
        return new JsonEncoder(columns, zone);
    }

    @Override
    public RowFinder rowFinder(Options options) {
        return new LineEnds();
    }

    @Override
    public boolean hasPreamble(Options options) {
        return false;
    }
}
