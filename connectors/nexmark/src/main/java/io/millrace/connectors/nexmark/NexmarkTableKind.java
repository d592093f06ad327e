package io.millrace.connectors.nexmark;

import io.millrace.columnar.DataType;
import io.millrace.columnar.Field;
import io.millrace.columnar.Schema;

/**
 * The three tables. Events are numbered 0, 1, 2 ...; of every 50 the first is a person, the next 3 are auctions, the
 * other 46 bids.
 */
enum NexmarkTableKind {
    PERSON(
            0,
            1,
            Schema.of(
                    Field.of("id", DataType.BIGINT),
                    Field.of("name", DataType.VARCHAR),
                    Field.of("email_address", DataType.VARCHAR),
                    Field.of("credit_card", DataType.VARCHAR),
                    Field.of("city", DataType.VARCHAR),
                    Field.of("state", DataType.VARCHAR),
                    Field.of("date_time", DataType.timestamp(3)),
                    Field.of("extra", DataType.VARCHAR))),
    AUCTION(
            1,
            3,
            Schema.of(
                    Field.of("id", DataType.BIGINT),
                    Field.of("item_name", DataType.VARCHAR),
                    Field.of("description", DataType.VARCHAR),
                    Field.of("initial_bid", DataType.BIGINT),
                    Field.of("reserve", DataType.BIGINT),
                    Field.of("date_time", DataType.timestamp(3)),
                    Field.of("expires", DataType.timestamp(3)),
                    Field.of("seller", DataType.BIGINT),
                    Field.of("category", DataType.BIGINT),
                    Field.of("extra", DataType.VARCHAR))),
    BID(
            4,
            46,
            Schema.of(
                    Field.of("auction", DataType.BIGINT),
                    Field.of("bidder", DataType.BIGINT),
                    Field.of("price", DataType.BIGINT),
                    Field.of("channel", DataType.VARCHAR),
                    Field.of("url", DataType.VARCHAR),
                    Field.of("date_time", DataType.timestamp(3)),
                    Field.of("extra", DataType.VARCHAR)));

    private static final int EVENTS_PER_EPOCH = 50;
    private static final long EVENTS_PER_MILLI = 10;

    private final int firstInEpoch;
    private final int rowsPerEpoch;
    private final Schema schema;

    NexmarkTableKind(int firstInEpoch, int rowsPerEpoch, Schema schema) {
        this.firstInEpoch = firstInEpoch;
        this.rowsPerEpoch = rowsPerEpoch;
        this.schema = schema;
    }

    /** All columns, as published. */
    Schema schema() {
        return schema;
    }

    int rowsPerEpoch() {
        return rowsPerEpoch;
    }

    /** Which run of 50 events a row is in; also the base number of the last person made before or at it. */
    long epoch(long row) {
        return row / rowsPerEpoch;
    }

    /** Number of the event that row {@code row} of this table is. */
    long event(long row) {
        return row / rowsPerEpoch * EVENTS_PER_EPOCH + firstInEpoch + row % rowsPerEpoch;
    }

    /** Event time in microseconds after the first event: 10,000 events a second, in whole milliseconds. */
    static long microsAfterFirst(long event) {
        return event / EVENTS_PER_MILLI * 1000;
    }
}
