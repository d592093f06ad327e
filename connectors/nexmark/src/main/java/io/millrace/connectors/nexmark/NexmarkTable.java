package io.millrace.connectors.nexmark;

import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.connector.ReadableTable;
import io.millrace.connector.Source;
import io.millrace.connector.TableWatermark;
import java.util.List;
import java.util.Optional;

/** One generated table. */
final class NexmarkTable implements ReadableTable {
    static final long ENDLESS = Long.MAX_VALUE / 100;
    static final long UNPACED = 0;

    private static final long WATERMARK_DELAY_MICROS = 4_000_000;

    private final NexmarkTableKind kind;
    private final Schema schema;
    private final ColumnMakers makers;
    private final long rows;
    private final long rowsPerSecond;

    NexmarkTable(NexmarkTableKind kind, Schema schema, ColumnMakers makers, long rows, long rowsPerSecond) {
        this.kind = kind;
        this.schema = schema;
        this.makers = makers;
        this.rows = rows;
        this.rowsPerSecond = rowsPerSecond;
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public Optional<TableWatermark> watermark() {
        int time = schema.indexOf("date_time");
        return time < 0
                ? Optional.empty()
                : Optional.of(new TableWatermark(schema.field(time).name(), WATERMARK_DELAY_MICROS));
    }

    @Override
    public Source source(List<Integer> columns) {
        Schema selected = schema.select(columns);
        List<ColumnMaker> chosen = selected.fields().stream()
                .map(field -> makers.maker(published(field).name()))
                .toList();
        RowMaker rowMaker = new RowMaker(selected, chosen, bytesPerRow(selected));
        return new NexmarkSource(rowMaker, rows, new Pace(rowsPerSecond, System::nanoTime));
    }

    @Override
    public boolean bounded() {
        return rows < ENDLESS;
    }

    @Override
    public boolean replayable() {
        return true;
    }

    @Override
    public boolean finiteNow() {
        return bounded();
    }

    /** By the clock too: it begins to count when a query starts, so nothing would ever be due at that moment. */
    @Override
    public boolean inexhaustible() {
        return !bounded();
    }

    private Field published(Field field) {
        return kind.schema().field(kind.schema().indexOf(field.name()));
    }

    private int bytesPerRow(Schema selected) {
        int bytes = 8;
        for (Field field : selected.fields()) {
            if (field.type().storage() == DataType.Storage.LONG) {
                bytes += 8;
            } else if (field.name().equalsIgnoreCase("extra")) {
                bytes += kind == NexmarkTableKind.AUCTION ? 390 : 130;
            } else {
                bytes += 60;
            }
        }
        return bytes;
    }
}
