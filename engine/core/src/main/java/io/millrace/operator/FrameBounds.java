package io.millrace.operator;

import io.millrace.plan.OverCall.Frame;
import io.millrace.state.OrderedPart;
import io.millrace.state.OrderedRows;
import io.millrace.time.Watermarks;

/** Where the frames of rows begin and end, for places asked about in ascending order. */
final class FrameBounds {
    private final Frame frame;
    private final OrderedRows rows;
    private OrderedPart part;
    private int start;
    private int end;

    FrameBounds(Frame frame, OrderedRows rows) {
        this.frame = frame;
        this.rows = rows;
    }

    /** Begins with a place. */
    void open(OrderedPart newPart, int place) {
        part = newPart;
        start = newPart.from();
        end = place;
        if (frame.rangeMicros() > 0) {
            start = firstWithin(place);
        } else if (frame.rangeMicros() == 0) {
            start = rows.firstPeer(newPart, place);
            end = rows.endOfPeers(newPart, place);
        }
    }

    /** The first place from which on rows lie within the range of a place's row. */
    private int firstWithin(int place) {
        long earliest = earliest(place);
        return earliest == Long.MIN_VALUE ? part.from() : rows.firstAfter(part, earliest - 1);
    }

    private long earliest(int place) {
        return Watermarks.minus(rows.order().time(part.slot(place)), frame.rangeMicros());
    }

    int start(int place) {
        if (frame.rangeMicros() > 0) {
            long earliest = earliest(place);
            while (rows.order().time(part.slot(start)) < earliest) {
                start++;
            }
        } else if (frame.rangeMicros() == 0 && place >= end) {
            start = place;
            end = rows.endOfPeers(part, place);
        }
        return frame.rows() < 0 ? start : (int) Math.max(start, place - frame.rows());
    }

    /** The place behind the frame's last row. To be asked after {@link #start}. */
    int end(int place) {
        if (!frame.peers()) {
            return place + 1;
        }
        if (place >= end) {
            end = rows.endOfPeers(part, place);
        }
        return end;
    }
}
