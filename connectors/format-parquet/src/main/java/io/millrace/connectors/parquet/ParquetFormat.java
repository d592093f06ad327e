package io.millrace.connectors.parquet;

import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.config.Option;
import io.millrace.config.Options;
import io.millrace.connector.IndexedFormat;
import io.millrace.connector.RandomBytes;
import io.millrace.connector.RowBlocks;
import io.millrace.connector.RowDecoder;
import io.millrace.connector.RowEncoder;
import io.millrace.error.ErrorCode;
import io.millrace.error.MillraceException;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;

/** Parquet files, read column by column. */
public final class ParquetFormat implements IndexedFormat {
    private final Buffers buffers = new Buffers();

    @Override
    public String format() {
        return "parquet";
    }

    @Override
    public Collection<Option<?>> options() {
        return List.of();
    }

    @Override
    public String extension() {
        return "parquet";
    }

    @Override
    public void check(Schema columns, Options options) {
        for (Field field : columns.fields()) {
            switch (field.type().kind()) {
                case ARRAY, MAP, ROW, INTERVAL_YEAR_MONTH, INTERVAL_DAY_TIME, NULL ->
                    throw new MillraceException(
                            ErrorCode.UNSUPPORTED,
                            "format \"parquet\" has no columns of type " + field.typeText() + ", but column \""
                                    + field.name() + "\" is declared so; leave it out");
                default -> {}
            }
        }
    }

    @Override
    public RowBlocks index(RandomBytes file, Schema columns, Options options) {
        return ParquetFile.open(file, columns, buffers);
    }

    @Override
    public RowDecoder decoder(Schema columns, List<Integer> projection, Options options, ZoneId zone) {
        throw new MillraceException(
                ErrorCode.UNSUPPORTED,
                "format \"parquet\" is read from files, not from a stream of bytes; take \"csv\" or \"json\" here");
    }

    @Override
    public RowEncoder encoder(Schema columns, Options options, ZoneId zone) {
        throw new MillraceException(
                ErrorCode.UNSUPPORTED, "format \"parquet\" can be read only; write \"csv\" or \"json\"");
    }
}
