package io.millrace.connectors.nexmark;

import static io.millrace.connectors.nexmark.NexmarkTableKind.BID;

import io.millrace.columnar.Column;
import io.millrace.columnar.LongColumn;

/** The columns of bid that are numbers, one loop each. */
final class BidColumns {
    private BidColumns() {}

    static ColumnMaker auctions(Draws draws) {
        return (firstRow, rows) -> {
            long[] values = new long[rows];
            Position at = new Position(firstRow);
            for (int i = 0; i < rows; i++, at.next()) {
                values[i] = Ids.auctionOfBid(draws.at(firstRow + i), at.epoch * 3 + 2);
            }
            return new LongColumn(values, null, rows);
        };
    }

    static ColumnMaker bidders(Draws draws) {
        return (firstRow, rows) -> {
            long[] values = new long[rows];
            Position at = new Position(firstRow);
            for (int i = 0; i < rows; i++, at.next()) {
                values[i] = Ids.bidder(draws.at(firstRow + i), at.epoch);
            }
            return new LongColumn(values, null, rows);
        };
    }

    static ColumnMaker prices(Draws draws) {
        return (firstRow, rows) -> {
            long[] values = new long[rows];
            for (int i = 0; i < rows; i++) {
                values[i] = Prices.price(draws.at(firstRow + i));
            }
            return new LongColumn(values, null, rows);
        };
    }

    static ColumnMaker times(long firstEventMicros) {
        return (firstRow, rows) -> {
            long[] values = new long[rows];
            Position at = new Position(firstRow);
            for (int i = 0; i < rows; i++, at.next()) {
                values[i] = firstEventMicros + NexmarkTableKind.microsAfterFirst(at.event());
            }
            return new LongColumn(values, null, rows);
        };
    }

    static ColumnMaker channels(Channels channels) {
        return (firstRow, rows) -> texts(firstRow, rows, 12, channels::writeName);
    }

    static ColumnMaker urls(Channels channels) {
        return (firstRow, rows) -> texts(firstRow, rows, 72, channels::writeUrl);
    }

    /** Writes the text of one row. */
    interface RowText {
        void write(long row, TextBuilder out);
    }

    static Column texts(long firstRow, int rows, int bytesPerRow, RowText text) {
        TextBuilder out = new TextBuilder(rows, bytesPerRow);
        for (int i = 0; i < rows; i++) {
            text.write(firstRow + i, out);
            out.endRow();
        }
        return out.build();
    }

    /** Walks over the bids without a division for each. */
    private static final class Position {
        private long epoch;
        private int inEpoch;

        Position(long row) {
            epoch = BID.epoch(row);
            inEpoch = (int) (row % BID.rowsPerEpoch());
        }

        long event() {
            return epoch * 50 + 4 + inEpoch;
        }

        void next() {
            if (++inEpoch == 46) {
                inEpoch = 0;
                epoch++;
            }
        }
    }
}
