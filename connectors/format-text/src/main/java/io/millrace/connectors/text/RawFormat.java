package io.millrace.connectors.text;

import io.millrace.columnar.Column;
import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.config.Option;
import io.millrace.config.Options;
import io.millrace.connector.ChangeBatch;
import io.millrace.connector.RangeDecoder;
import io.millrace.connector.RowEncoder;
import io.millrace.connector.RowFinder;
import io.millrace.connector.SplittableFormat;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;

/** Lines of text: one VARCHAR column holds each line as it is. */
public final class RawFormat implements SplittableFormat {
    @Override
    public String format() {
        return "raw";
    }

    @Override
    public Collection<Option<?>> options() {
        return List.of(OnError.OPTION);
    }

    @Override
    public String extension() {
        return "txt";
    }

    @Override
    public RangeDecoder decoder(Schema columns, List<Integer> projection, Options options, ZoneId zone) {
        oneText(columns);
        OnError onError = OnError.of(options.get(OnError.OPTION));
        return new RawDecoder(new RowCollector(columns, projection, zone, onError));
    }

    @Override
    public RowEncoder encoder(Schema columns, Options options, ZoneId zone) {
        oneText(columns);
        return new Lines();
    }

    @Override
    public RowFinder rowFinder(Options options) {
        return new LineEnds();
    }

    @Override
    public boolean hasPreamble(Options options) {
        return false;
    }

    private static void oneText(Schema columns) {
        if (columns.size() != 1 || columns.type(0).kind() != DataType.Kind.VARCHAR) {
            String found = String.join(
                    ", ", columns.fields().stream().map(Field::toString).toList());
            throw new MillraceException(
                    ErrorCode.TYPE_MISMATCH, "format \"raw\" takes exactly one VARCHAR column; declared: " + found);
        }
    }

    private static final class Lines implements RowEncoder {
        @Override
        public void begin(OutputStream out) {}

        /** A NULL is an empty line. */
        @Override
        public void write(ChangeBatch batch, OutputStream out) throws IOException {
            Column lines = batch.rows().column(0);
            for (int row = 0; row < batch.rows().rowCount(); row++) {
                String line = lines.isNull(row) ? "" : (String) lines.value(row, DataType.VARCHAR);
                if (line.indexOf('\n') >= 0) {
                    throw new MillraceException(
                            ErrorCode.INVALID_VALUE,
                            "format \"raw\" cannot hold a text with a line end in it: \"" + line + "\"");
                }
                out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            }
        }
    }
}
