package io.millrace.benchmarks;

import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What DuckDB says to the queries of {@code window-kinds.sql}, over rows of which each knows whether it came late. */
final class WindowOracle implements AutoCloseable {
    /** Before all times. */
    static final long NONE = -1_000_000_000_000_000_000L;

    private final DuckDb duckdb = new DuckDb();
    private final ScriptRows.Clock clock;
    private long arrived;
    private int steps;
    private long watermark = NONE;

    /** A row of an answer, and the watermark by which it is final. */
    record Row(String text, long finalMicros) {}

    WindowOracle(ScriptRows.Clock clock) throws SQLException {
        this.clock = clock;
        duckdb.execute("CREATE TABLE bid_rows (" + ScriptRows.BID_COLUMNS + ", arrival BIGINT, step INTEGER)");
        duckdb.execute("CREATE TEMP TABLE lates (step INTEGER, late BIGINT)");
        duckdb.execute("CREATE TEMP VIEW bid AS SELECT * EXCLUDE (step) FROM bid_rows JOIN lates USING (step)");
        duckdb.execute("CREATE TEMP MACRO window_start_at(t, slide, start) AS"
                + " t - (((t - start * 1000000) % (slide * 1000000)) + slide * 1000000) % (slide * 1000000)");
        duckdb.execute(
                "CREATE TEMP MACRO hop_bid(slide, size, start) AS TABLE"
                        + " SELECT * EXCLUDE (w), make_timestamp(w) AS window_start,"
                        + " make_timestamp(w + size * 1000000) AS window_end"
                        + " FROM (SELECT *, unnest(range(window_start_at(epoch_us(ts) - size * 1000000, slide, start)"
                        + " + slide * 1000000, window_start_at(epoch_us(ts), slide, start) + 1, slide * 1000000)) AS w FROM bid)");
        duckdb.execute("CREATE TEMP MACRO cumulate_bid(step, size, start) AS TABLE"
                + " SELECT * EXCLUDE (window_end, e), make_timestamp(e) AS window_end"
                + " FROM (SELECT *, unnest(range(window_start_at(epoch_us(ts), step, start) + step * 1000000,"
                + " epoch_us(window_end) + 1, step * 1000000)) AS e FROM hop_bid(size, size, start))");
        duckdb.execute("CREATE TEMP MACRO berlin(t) AS timezone('Europe/Berlin', timezone('UTC', t))");
        duckdb.execute("CREATE TEMP MACRO utc_of(t) AS timezone('UTC', timezone('Europe/Berlin', t))");
        duckdb.execute("CREATE TEMP VIEW changing AS SELECT auction, bidder, CAST(sum(price) AS BIGINT) AS price,"
                + " max(channel) AS channel, max(fee) AS fee, min(score) AS score, bool_and(ok) AS ok,"
                + " max(day_) AS day_, min(words) AS words, max(ts) AS ts FROM bid GROUP BY auction, bidder");
    }

    /** One micro-batch: texts of rows as {@link ScriptRows#bids} gives them. */
    void add(List<String> rows) throws SQLException {
        List<String> values = new ArrayList<>();
        for (String row : rows) {
            values.add(row.substring(0, row.length() - 1) + ", " + arrived++ + ", " + steps + ")");
        }
        steps++;
        duckdb.execute("INSERT INTO bid_rows VALUES " + String.join(", ", values));
        Object latest =
                duckdb.values("SELECT epoch_us(max(ts)) FROM bid_rows").get(0).get(0);
        if (latest != null) {
            watermark = ((Number) latest).longValue() - clock.delayMicros();
        }
    }

    /** The watermark behind all rows there are. */
    long watermark() {
        return watermark;
    }

    /** @param lates the watermark before each micro-batch, by which its rows are late; empty where none is */
    List<Row> answer(WindowKind kind, AggregateCalls calls, Schema schema, List<Long> lates) throws SQLException {
        tell(lates);
        String sql = kind.duckdb().replace("$calls", calls.theirs());
        List<Field> fields = new ArrayList<>(schema.fields());
        if (kind.hasEnd()) {
            fields.add(Field.of("final_", DataType.BIGINT));
        }
        List<Row> rows = new ArrayList<>();
        for (String text : duckdb.rows(sql, new Schema(fields))) {
            int end = kind.hasEnd() ? text.lastIndexOf(" | ") : text.length();
            rows.add(new Row(
                    text.substring(0, end), kind.hasEnd() ? Long.parseLong(text.substring(end + 3)) : Long.MAX_VALUE));
        }
        return rows;
    }

    private void tell(List<Long> lates) throws SQLException {
        List<String> values = new ArrayList<>();
        for (int step = 0; step < steps; step++) {
            values.add("(" + step + ", " + (lates.isEmpty() ? NONE : lates.get(step)) + ")");
        }
        duckdb.execute("CREATE OR REPLACE TEMP TABLE lates AS SELECT * FROM (VALUES " + String.join(", ", values)
                + ") AS v(step, late)");
    }

    @Override
    public void close() throws SQLException {
        duckdb.close();
    }
}
