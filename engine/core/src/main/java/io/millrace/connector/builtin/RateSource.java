package io.millrace.connector.builtin;

import io.millrace.columnar.Column;
import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.LongColumn;
import io.millrace.columnar.Schema;
import io.millrace.connector.Offset;
import io.millrace.connector.ReadLimit;
import io.millrace.connector.Source;
import io.millrace.connector.Split;
import io.millrace.connector.SplitReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A counter: row n is there n / rate seconds after the start, and that is its timestamp. The start is part of every offset,
 * so a range gives the same rows after a restart.
 */
final class RateSource implements Source {
    /** Rows come in steps: one by one, each would be a micro-batch of its own and keep a core busy. */
    private static final long STEP_MICROS = 10_000;

    private static final int ROWS_PER_BATCH = 8_192;
    private static final int ROWS_PER_SPLIT = 65_536;

    private final Schema columns;
    private final long rowsPerSecond;
    private long startMicros;

    private record Rows(long startMicros, long from, long to) implements Split {
        @Override
        public String partition() {
            return "rate";
        }
    }

    RateSource(Schema columns, long rowsPerSecond) {
        this.columns = columns;
        this.rowsPerSecond = rowsPerSecond;
        this.startMicros = nowMicros() / 1_000_000 * 1_000_000;
    }

    private static long nowMicros() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
    }

    private static Offset offset(long startMicros, long value) {
        return new Offset("[" + startMicros + "," + value + "]");
    }

    private static long[] parse(Offset offset) {
        String text = offset.json();
        int comma = text.indexOf(',');
        return new long[] {
            Long.parseLong(text.substring(1, comma)), Long.parseLong(text.substring(comma + 1, text.length() - 1))
        };
    }

    @Override
    public Offset initial() {
        return offset(startMicros, 0);
    }

    @Override
    public void resume(Offset position) {
        startMicros = parse(position)[0];
    }

    @Override
    public Offset latest() {
        long now = Math.max(0, nowMicros() - startMicros);
        long elapsed = now - now % STEP_MICROS;
        long whole = elapsed / 1_000_000 * rowsPerSecond;
        return offset(startMicros, whole + elapsed % 1_000_000 * rowsPerSecond / 1_000_000);
    }

    @Override
    public Offset limit(Offset start, Offset latest, ReadLimit limit) {
        long from = parse(start)[1];
        long to = parse(latest)[1];
        return offset(startMicros, to - from > limit.maxRows() ? from + limit.maxRows() : Math.max(from, to));
    }

    @Override
    public List<Split> plan(Offset start, Offset end) {
        long[] from = parse(start);
        long to = parse(end)[1];
        List<Split> splits = new ArrayList<>();
        for (long at = from[1]; at < to; at += ROWS_PER_SPLIT) {
            splits.add(new Rows(from[0], at, Math.min(to, at + ROWS_PER_SPLIT)));
        }
        return splits;
    }

    @Override
    public SplitReader open(Split split) {
        Rows rows = (Rows) split;
        return new SplitReader() {
            private long at = rows.from();

            @Override
            public ColumnBatch next() {
                if (at >= rows.to()) {
                    return null;
                }
                int count = (int) Math.min(ROWS_PER_BATCH, rows.to() - at);
                ColumnBatch batch = rows(rows.startMicros(), at, count);
                at += count;
                return batch;
            }

            @Override
            public void close() {}
        };
    }

    private ColumnBatch rows(long start, long from, int count) {
        Column[] made = new Column[columns.size()];
        for (int c = 0; c < made.length; c++) {
            long[] values = new long[count];
            boolean isTime = columns.type(c).isTimestamp();
            for (int i = 0; i < count; i++) {
                long n = from + i;
                values[i] = isTime ? time(start, n) : n;
            }
            made[c] = new LongColumn(values, null, count);
        }
        return ColumnBatch.of(columns, count, made);
    }

    private long time(long start, long n) {
        return start + n / rowsPerSecond * 1_000_000 + n % rowsPerSecond * 1_000_000 / rowsPerSecond;
    }

    @Override
    public boolean exhausted(Offset offset) {
        return false;
    }

    @Override
    public long pollMillis() {
        return Math.max(STEP_MICROS / 1_000, Math.min(100, 1_000 / rowsPerSecond));
    }

    @Override
    public void close() {}
}
