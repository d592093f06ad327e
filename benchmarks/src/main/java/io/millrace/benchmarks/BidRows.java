package io.millrace.benchmarks;

import io.millrace.columnar.ArrowBatches;
import io.millrace.columnar.ColumnBatch;
import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.LongColumn;
import io.millrace.columnar.Schema;
import io.millrace.connector.ReadableTable;
import io.millrace.connector.Source;
import io.millrace.connector.Split;
import io.millrace.connector.SplitReader;
import io.millrace.connector.TableDefinition;
import io.millrace.connectors.nexmark.NexmarkTableFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * Bids as Nexmark has them (auction, price, event time advancing by 10,000 rows a second), in memory: as primitive arrays
 * and, the same rows, as Arrow vectors of {@link #BATCH_ROWS} rows.
 *
 * <p>Auctions are drawn evenly from a number of keys, the hardest case for a cache; or most are one and the same.
 */
final class BidRows implements AutoCloseable {
    static final int BATCH_ROWS = 8_192;
    /** In place of a number of keys: the auctions of the Nexmark generator, where most bids are for a few new ones. */
    static final int NEXMARK_KEYS = 0;
    /** Below 0, a number of keys of which one has all rows but one of so many; the others are drawn evenly. */
    private static final int SKEW = 100;

    static final Schema SCHEMA = Schema.of(
            new Field("auction", DataType.BIGINT, false),
            new Field("price", DataType.BIGINT, false),
            new Field("date_time", DataType.TIMESTAMP, false));

    private static final long FIRST_TIME_MICROS = 1_436_918_400_000_000L;
    private static final long STEP_MICROS = 100;
    private static final long SEED = 42;

    final long[] auctions;
    final long[] prices;
    final long[] times;
    private final ArrowBatches batches = new ArrowBatches(SCHEMA);
    private final BufferAllocator allocator = new RootAllocator();
    private final VectorSchemaRoot[] roots;

    BidRows(int rows, int keys) {
        auctions = new long[rows];
        prices = new long[rows];
        times = new long[rows];
        if (keys == NEXMARK_KEYS) {
            takeNexmark();
        } else {
            draw(keys);
        }
        roots = new VectorSchemaRoot[rows / BATCH_ROWS];
        Arrays.setAll(roots, i -> arrow(i * BATCH_ROWS));
    }

    private void draw(int keys) {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < times.length; i++) {
            boolean often = keys < 0 && random.nextInt(SKEW) != 0;
            auctions[i] = 1_000L + (often ? 0 : random.nextInt(Math.abs(keys)));
            prices[i] = Math.round(Math.pow(10, random.nextDouble() * 6) * 100);
            times[i] = FIRST_TIME_MICROS + i * STEP_MICROS;
        }
    }

    private void takeNexmark() {
        TableDefinition definition =
                new TableDefinition("bid", Schema.of(), Map.of("table", "bid", "rows", Integer.toString(times.length)));
        ReadableTable bid = (ReadableTable) new NexmarkTableFactory().create(definition, null);
        List<Integer> columns =
                SCHEMA.names().stream().map(bid.schema()::indexOf).toList();
        int at = 0;
        try (Source source = bid.source(columns)) {
            for (Split split : source.plan(source.initial(), source.latest())) {
                try (SplitReader reader = source.open(split)) {
                    for (ColumnBatch rows = reader.next(); rows != null; rows = reader.next()) {
                        System.arraycopy(rows.longs(0).values(), 0, auctions, at, rows.rowCount());
                        System.arraycopy(rows.longs(1).values(), 0, prices, at, rows.rowCount());
                        System.arraycopy(rows.longs(2).values(), 0, times, at, rows.rowCount());
                        at += rows.rowCount();
                    }
                }
            }
        }
    }

    private VectorSchemaRoot arrow(int from) {
        int to = from + BATCH_ROWS;
        return ColumnBatch.of(
                        SCHEMA,
                        BATCH_ROWS,
                        LongColumn.of(Arrays.copyOfRange(auctions, from, to)),
                        LongColumn.of(Arrays.copyOfRange(prices, from, to)),
                        LongColumn.of(Arrays.copyOfRange(times, from, to)))
                .toArrow(allocator);
    }

    /** Moves all rows on in time. */
    void shift(long micros) {
        for (int i = 0; i < times.length; i++) {
            times[i] += micros;
        }
        for (int i = 0; i < roots.length; i++) {
            ArrowBuf buffer = roots[i].getVector(2).getDataBuffer();
            for (int row = 0; row < BATCH_ROWS; row++) {
                buffer.setLong((long) row * Long.BYTES, times[i * BATCH_ROWS + row]);
            }
        }
    }

    /** The time that the rows take. */
    long spanMicros() {
        return times.length * STEP_MICROS;
    }

    /** The Arrow vectors of a batch. */
    VectorSchemaRoot root(int index) {
        return roots[index];
    }

    int batches() {
        return roots.length;
    }

    /** A batch as a source hands it out: nothing of it has been read yet. Borrowed until the next one. */
    ColumnBatch batch(int index) {
        return batches.next(roots[index]);
    }

    @Override
    public void close() {
        for (VectorSchemaRoot root : roots) {
            root.close();
        }
        allocator.close();
    }
}
