package io.millrace.operator;

import io.millrace.columnar.Column;
import io.millrace.columnar.LongColumn;
import io.millrace.plan.OverCall;
import io.millrace.state.OrderedPart;
import io.millrace.state.OrderedRows;
import java.util.Arrays;

/** ROW_NUMBER and RANK: how many rows stand before a row, or before the first of its peers, and one. */
final class OverNumber extends OverFunction {
    private final boolean rank;
    private final OrderedRows rows;
    private long[] numbers = new long[64];

    OverNumber(OverCall call, OrderedRows rows) {
        this.rank = call.function().equals("RANK");
        this.rows = rows;
    }

    @Override
    void begin() {}

    @Override
    void evaluate(OrderedPart part, int from, int to, int out) {
        int needed = out + to - from;
        if (needed > numbers.length) {
            numbers = Arrays.copyOf(numbers, Math.max(needed, 2 * numbers.length));
        }
        long before = part.gone() - part.from() + 1;
        int peer = rank && from < to ? rows.firstPeer(part, from) : from;
        int endOfPeers = peer;
        for (int place = from; place < to; place++) {
            if (!rank) {
                peer = place;
            } else if (place >= endOfPeers) {
                peer = endOfPeers == peer ? peer : place;
                endOfPeers = rows.endOfPeers(part, place);
            }
            numbers[out + place - from] = before + peer;
        }
    }

    @Override
    Column results(int count) {
        return new LongColumn(Arrays.copyOf(numbers, count), null, count);
    }

    @Override
    long rowsKept() {
        return 0;
    }

    @Override
    long rangeKept() {
        return -1;
    }

    @Override
    long heapBytes() {
        return 8L * numbers.length;
    }
}
