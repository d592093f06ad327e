package io.millrace.connectors.nexmark;

/** Which person, auction and seller a random draw means, as published. Ids start at 1000, categories at 10. */
final class Ids {
    static final long FIRST_PERSON = 1000;
    static final long FIRST_AUCTION = 1000;
    static final long FIRST_CATEGORY = 10;
    static final int CATEGORIES = 5;
    static final int AUCTIONS_IN_FLIGHT = 100;

    private static final int HOT_STRIDE = 100;
    private static final int LEAD = 10;
    private static final int PEOPLE_ACTIVE = 1000;

    private Ids() {}

    /**
     * The auction of a bid: every second one goes to the hot auction, the others to one in flight or soon to come.
     *
     * @param last base number of the last auction made before the bid
     */
    static long auctionOfBid(long bits, long last) {
        if ((bits & 1) != 0) {
            return FIRST_AUCTION + last / HOT_STRIDE * HOT_STRIDE;
        }
        long first = Math.max(last - AUCTIONS_IN_FLIGHT, 0);
        return FIRST_AUCTION + first + Draws.bounded(bits, (int) (last - first) + 1 + LEAD);
    }

    /** The bidder: three of four bids are by the hot one. {@code last}: base number of the last person. */
    static long bidder(long bits, long last) {
        return (bits & 3) != 0 ? FIRST_PERSON + last / HOT_STRIDE * HOT_STRIDE + 1 : activePerson(bits, last);
    }

    /** The seller: three of four auctions are by the hot one, who is not the hot bidder. */
    static long seller(long bits, long last) {
        return (bits & 3) != 0 ? FIRST_PERSON + last / HOT_STRIDE * HOT_STRIDE : activePerson(bits, last);
    }

    private static long activePerson(long bits, long last) {
        long people = last + 1;
        int active = (int) Math.min(people, PEOPLE_ACTIVE);
        return FIRST_PERSON + people - active + Draws.bounded(bits, active + LEAD);
    }
}
