package io.millrace.sql.plan;

import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import io.millrace.connector.OutputMode;
import io.millrace.connector.ReadableTable;
import io.millrace.connector.Sink;
import io.millrace.connector.Source;
import io.millrace.connector.WritableTable;
import io.millrace.sql.catalog.Catalog;
import io.millrace.sql.catalog.CatalogColumn;
import io.millrace.sql.catalog.CatalogFunctions;
import io.millrace.sql.catalog.CatalogTable;
import io.millrace.sql.catalog.CatalogView;
import io.millrace.sql.catalog.WatermarkClause;
import io.millrace.sql.parse.SqlText;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The catalog that planning is tested against. Its tables can be planned over, never opened. */
final class TestTables {
    private static final Schema BID = Schema.of(
            new Field("auction", DataType.BIGINT, false),
            new Field("bidder", DataType.BIGINT, false),
            new Field("price", DataType.BIGINT, false),
            Field.of("channel", DataType.VARCHAR),
            Field.of("ts", DataType.timestamp(3)));

    private static final Schema AUCTION = Schema.of(
            new Field("id", DataType.BIGINT, false),
            Field.of("item", DataType.VARCHAR),
            Field.of("reserve", DataType.decimal(10, 2)),
            Field.of("tags", DataType.array(DataType.VARCHAR, false)),
            Field.of("opened", DataType.TIMESTAMP));

    private TestTables() {}

    static Catalog catalog() {
        Catalog catalog = new Catalog();
        catalog.add(table("bid", new Read(BID, false, true, true), "ts", 4_000_000));
        catalog.add(table("auction", new Read(AUCTION, false, true, true), "opened", 0));
        catalog.add(table("plain", new Read(BID, false, true, true), null, 0));
        catalog.add(table("category", new Read(categorySchema(), true, true, true), null, 0));
        catalog.add(table("archive", new Read(BID, true, true, true), "ts", 0));
        catalog.add(table("ticker", new Read(BID, false, true, false), null, 0));
        catalog.add(lines());
        catalog.add(computed());
        catalog.add(table("out", new Write(outSchema(), EnumSet.allOf(OutputMode.class), true), null, 0));
        catalog.add(table("files_out", new Write(outSchema(), EnumSet.of(OutputMode.APPEND), true), null, 0));
        catalog.add(table("console", new Write(outSchema(), EnumSet.allOf(OutputMode.class), false), null, 0));
        catalog.add(new CatalogView("dear", List.of(), "SELECT auction, price, ts FROM bid WHERE price > 100"));
        catalog.add(new CatalogView("dearest", List.of("a", "p", "at"), "SELECT * FROM dear WHERE price > 1000"));
        catalog.add(new CatalogView(
                "per_minute",
                List.of(),
                "SELECT auction, window_start, window_end, window_time, COUNT(*) AS bids"
                        + " FROM TABLE(TUMBLE(TABLE bid, DESCRIPTOR(ts), INTERVAL '1' MINUTE))"
                        + " GROUP BY auction, window_start, window_end, window_time"));
        catalog.add(new CatalogView("ouroboros", List.of(), "SELECT * FROM its_tail"));
        catalog.add(new CatalogView("its_tail", List.of(), "SELECT * FROM ouroboros"));
        catalog.add(new CatalogView("broken", List.of(), "SELECT auction,\n  prize FROM bid"));
        return catalog;
    }

    private static Schema categorySchema() {
        return Schema.of(new Field("id", DataType.BIGINT, false), Field.of("name", DataType.varchar(20)));
    }

    private static Schema outSchema() {
        return Schema.of(
                new Field("k", DataType.BIGINT, false),
                Field.of("n", DataType.INTEGER),
                Field.of("name", DataType.VARCHAR),
                Field.of("at", DataType.TIMESTAMP));
    }

    /** A socket's lines: no event time, but the clock. */
    private static CatalogTable lines() {
        Read read = new Read(Schema.of(Field.of("line", DataType.VARCHAR)), false, false, false);
        List<CatalogColumn> columns = new ArrayList<>(physical(read.schema()));
        columns.add(new CatalogColumn("proc", DataType.timestampLtz(6), false, null, true));
        return new CatalogTable("lines", columns, Optional.empty(), "test", Map.of(), read);
    }

    /** Event time computed from text, and the clock beside it. */
    private static CatalogTable computed() {
        Read read = new Read(
                Schema.of(Field.of("id", DataType.BIGINT), Field.of("at", DataType.VARCHAR)), false, true, true);
        List<CatalogColumn> columns = new ArrayList<>(physical(read.schema()));
        columns.add(
                new CatalogColumn("ts", null, true, SqlText.parseExpression("CAST(\"at\" AS TIMESTAMP(3))"), false));
        columns.add(new CatalogColumn("proc", DataType.timestampLtz(6), false, null, true));
        return new CatalogTable(
                "computed",
                new ComputedColumns(new CatalogFunctions()).resolved(columns),
                Optional.of(new WatermarkClause("ts", 1_000_000)),
                "test",
                Map.of("null-event-time", "drop", "late-rows.decide", "source"),
                read);
    }

    private static CatalogTable table(String name, io.millrace.connector.Table table, String time, long delayMicros) {
        return new CatalogTable(
                name,
                physical(table.schema()),
                Optional.ofNullable(time).map(column -> new WatermarkClause(column, delayMicros)),
                "test",
                Map.of(),
                table);
    }

    private static List<CatalogColumn> physical(Schema schema) {
        return schema.fields().stream().map(CatalogColumn::physical).toList();
    }

    private record Read(Schema schema, boolean bounded, boolean replayable, boolean finiteNow)
            implements ReadableTable {
        @Override
        public Source source(List<Integer> columns) {
            throw new IllegalStateException("not to be opened");
        }
    }

    private record Write(Schema schema, Set<OutputMode> outputModes, boolean exactlyOnce) implements WritableTable {
        @Override
        public Sink sink() {
            throw new IllegalStateException("not to be opened");
        }

        @Override
        public Guarantee guarantee() {
            return exactlyOnce ? Guarantee.EXACTLY_ONCE : Guarantee.AT_LEAST_ONCE;
        }
    }
}
