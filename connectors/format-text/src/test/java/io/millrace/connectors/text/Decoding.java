package io.millrace.connectors.text;

import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.Schema;
import io.millrace.config.Options;
import io.millrace.connector.ChangeBatch;
import io.millrace.connector.FormatFactory;
import io.millrace.connector.RangeDecoder;
import io.millrace.connector.RowEncoder;
import io.millrace.connector.SplittableFormat;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Decodes and encodes texts in tests. */
final class Decoding {
    static final ZoneId ZONE = ZoneId.of("Asia/Kathmandu");

    private Decoding() {}

    static Options options(FormatFactory format, Map<String, String> given) {
        return Options.check("format \"" + format.format() + "\"", format.options(), given);
    }

    static RangeDecoder decoder(SplittableFormat format, Schema columns, Map<String, String> given) {
        List<Integer> all = IntStream.range(0, columns.size()).boxed().toList();
        return format.decoder(columns, all, options(format, given), ZONE);
    }

    static List<List<Object>> decode(SplittableFormat format, Schema columns, Map<String, String> given, String text) {
        return decode(format, columns, given, text.getBytes(StandardCharsets.UTF_8));
    }

    static List<List<Object>> decode(SplittableFormat format, Schema columns, Map<String, String> given, byte[] text) {
        RangeDecoder decoder = decoder(format, columns, given);
        try {
            decoder.start(trickle(text), "/data/in.txt");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rows(decoder);
    }

    static List<List<Object>> rows(RangeDecoder decoder) {
        List<List<Object>> rows = new ArrayList<>();
        try {
            for (ColumnBatch batch = decoder.next(); batch != null; batch = decoder.next()) {
                rows.addAll(batch.rows());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rows;
    }

    static byte[] encode(FormatFactory format, Map<String, String> given, ColumnBatch batch) {
        RowEncoder encoder = format.encoder(batch.schema(), options(format, given), ZONE);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            encoder.begin(out);
            encoder.write(new ChangeBatch(batch, null), out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** A stream that never gives more than 7 bytes at once, as a socket may. */
    private static InputStream trickle(byte[] text) {
        return new ByteArrayInputStream(text) {
            @Override
            public synchronized int read(byte[] bytes, int from, int length) {
                return super.read(bytes, from, Math.min(length, 7));
            }
        };
    }
}
