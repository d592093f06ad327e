package io.millrace.connectors.nexmark;

import static io.millrace.connectors.nexmark.NexmarkTableKind.AUCTION;

import io.millrace.columnar.LongColumn;
import java.util.function.LongUnaryOperator;

/** Finds the maker of a column by its name. */
final class ColumnMakers {
    private static final String[] FIRST_NAMES = {
        "Peter", "Paul", "Luke", "John", "Saul", "Vicky", "Kate", "Julie", "Sarah", "Deiter", "Walter"
    };
    private static final String[] LAST_NAMES = {
        "Shultz", "Abrams", "Spencer", "White", "Bartels", "Walton", "Smith", "Jones", "Noris"
    };
    private static final String[] CITIES = {
        "Phoenix", "Los Angeles", "San Francisco", "Boise", "Portland", "Bend", "Redmond", "Seattle", "Kent", "Cheyenne"
    };
    private static final String[] STATES = {"AZ", "CA", "ID", "OR", "WA", "WY"};

    /** Time in which as many auctions are made as are in flight: twice that is the longest an auction lasts. */
    private static final long HORIZON_EVENTS = Ids.AUCTIONS_IN_FLIGHT * 50L / 3;

    private final NexmarkTableKind table;
    private final long seed;
    private final long firstEventMicros;

    ColumnMakers(NexmarkTableKind table, long seed, long firstEventMicros) {
        this.table = table;
        this.seed = seed;
        this.firstEventMicros = firstEventMicros;
    }

    /** The maker of a column of the published schema. */
    ColumnMaker maker(String column) {
        if (column.equals("date_time")) {
            return table == NexmarkTableKind.BID ? BidColumns.times(firstEventMicros) : longs(this::micros);
        }
        return switch (table) {
            case PERSON -> person(column);
            case AUCTION -> auction(column);
            case BID -> bid(column);
        };
    }

    private ColumnMaker person(String column) {
        Draws draws = Draws.of(seed, table, column);
        return switch (column) {
            case "id" -> longs(row -> Ids.FIRST_PERSON + row);
            case "name" ->
                texts(
                        16,
                        (row, out) -> out.ascii(pick(FIRST_NAMES, draws.at(row)))
                                .ascii(" ")
                                .ascii(LAST_NAMES[Draws.boundedLow(draws.at(row), LAST_NAMES.length)]));
            case "email_address" ->
                texts(
                        20,
                        (row, out) -> out.words(draws.below(2 * row), 7, ' ')
                                .ascii("@")
                                .words(draws.below(2 * row + 1), 5, ' ')
                                .ascii(".com"));
            case "credit_card" -> texts(20, (row, out) -> creditCard(draws.below(row), out));
            case "city" -> texts(12, (row, out) -> out.ascii(pick(CITIES, draws.at(row))));
            case "state" -> texts(2, (row, out) -> out.ascii(pick(STATES, draws.at(row))));
            // other columns have about 70 of the 200 bytes a person has on average
            case "extra" -> extra(draws, 130);
            default -> throw new IllegalArgumentException(column);
        };
    }

    private ColumnMaker auction(String column) {
        Draws draws = Draws.of(seed, table, column);
        return switch (column) {
            case "id" -> longs(row -> Ids.FIRST_AUCTION + row);
            case "item_name" -> texts(12, (row, out) -> out.words(draws.below(row), 20, ' '));
            case "description" -> texts(52, (row, out) -> out.words(draws.below(row), 100, ' '));
            case "initial_bid" -> longs(row -> Prices.price(draws.at(row)));
            case "reserve" -> {
                Draws initial = Draws.of(seed, table, "initial_bid");
                yield longs(row -> Prices.price(initial.at(row)) + Prices.price(draws.at(row)));
            }
            case "expires" -> longs(row -> expires(row, draws));
            case "seller" -> longs(row -> Ids.seller(draws.at(row), AUCTION.epoch(row)));
            case "category" -> longs(row -> Ids.FIRST_CATEGORY + Draws.bounded(draws.at(row), Ids.CATEGORIES));
            // other columns have about 110 of the 500 bytes an auction has on average
            case "extra" -> extra(draws, 390);
            default -> throw new IllegalArgumentException(column);
        };
    }

    private ColumnMaker bid(String column) {
        Draws draws = Draws.of(seed, table, column);
        return switch (column) {
            case "auction" -> BidColumns.auctions(draws);
            case "bidder" -> BidColumns.bidders(draws);
            case "price" -> BidColumns.prices(draws);
            case "channel" -> BidColumns.channels(channels());
            case "url" -> BidColumns.urls(channels());
            // other columns count as 32 of the 100 bytes a bid has on average
            case "extra" -> extra(draws, 68);
            default -> throw new IllegalArgumentException(column);
        };
    }

    /** The name and the page of a bid's channel belong together: both come from these draws. */
    private Channels channels() {
        return new Channels(Draws.of(seed, table, "channel"), Draws.of(seed, table, "url"));
    }

    private long micros(long row) {
        return firstEventMicros + NexmarkTableKind.microsAfterFirst(table.event(row));
    }

    private long expires(long row, Draws draws) {
        long now = NexmarkTableKind.microsAfterFirst(AUCTION.event(row));
        long horizon = NexmarkTableKind.microsAfterFirst(AUCTION.event(row) + HORIZON_EVENTS);
        long millisMax = 2 * (horizon - now) / 1000;
        return firstEventMicros + now + 1000L * (1 + Draws.bounded(draws.at(row), (int) millisMax));
    }

    private static void creditCard(Draws draws, TextBuilder out) {
        for (int i = 0; i < 4; i++) {
            if (i > 0) {
                out.ascii(" ");
            }
            out.digits(Draws.bounded(draws.at(i), 10_000), 4);
        }
    }

    private static ColumnMaker extra(Draws draws, int lengthAverage) {
        int delta = (int) Math.round(lengthAverage * 0.2);
        return texts(lengthAverage + 1, (row, out) -> {
            Draws letters = draws.below(row);
            out.letters(letters, lengthAverage - delta + Draws.bounded(letters.at(-1), 2 * delta));
        });
    }

    private static String pick(String[] words, long bits) {
        return words[Draws.bounded(bits, words.length)];
    }

    private static ColumnMaker longs(LongUnaryOperator value) {
        return (firstRow, rows) -> {
            long[] values = new long[rows];
            for (int i = 0; i < rows; i++) {
                values[i] = value.applyAsLong(firstRow + i);
            }
            return new LongColumn(values, null, rows);
        };
    }

    private static ColumnMaker texts(int bytesPerRow, BidColumns.RowText text) {
        return (firstRow, rows) -> BidColumns.texts(firstRow, rows, bytesPerRow, text);
    }
}
