package io.millrace.connectors.text;

import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.config.Option;
import io.millrace.config.Options;
import io.millrace.connector.RangeDecoder;
import io.millrace.connector.RowEncoder;
import io.millrace.connector.RowFinder;
import io.millrace.connector.SplittableFormat;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;

/** CSV as in RFC 4180. Values have the text that CAST gives and takes. */
public final class CsvFormat implements SplittableFormat {
    @Override
    public String format() {
        return "csv";
    }

    @Override
    public Collection<Option<?>> options() {
        return CsvDialect.OPTIONS;
    }

    @Override
    public String extension() {
        return "csv";
    }

    @Override
    public RangeDecoder decoder(Schema columns, List<Integer> projection, Options options, ZoneId zone) {
        refuseNested(columns);
        CsvDialect dialect = CsvDialect.of(options);
        return new CsvDecoder(columns, dialect, new RowCollector(columns, projection, zone, dialect.onError()));
    }

    @Override
    public RowEncoder encoder(Schema columns, Options options, ZoneId zone) {
        refuseNested(columns);
        return new CsvEncoder(columns, CsvDialect.of(options), zone);
    }

    @Override
    public RowFinder rowFinder(Options options) {
        return new CsvRows(CsvDialect.of(options).delimiter());
    }

    @Override
    public boolean hasPreamble(Options options) {
        return CsvDialect.of(options).header();
    }

    private static void refuseNested(Schema columns) {
        for (Field field : columns.fields()) {
            DataType.Kind kind = field.type().kind();
            if (kind == DataType.Kind.ARRAY || kind == DataType.Kind.MAP || kind == DataType.Kind.ROW) {
                throw new MillraceException(
                        ErrorCode.UNSUPPORTED,
                        "column \"" + field.name() + "\" is " + field.type()
                                + ", which CSV has no text for; use 'format' = 'json'");
            }
        }
    }
}
